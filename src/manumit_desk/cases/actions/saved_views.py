"""Filters of the list of cases that a person keeps under a name."""

from django.core.exceptions import ValidationError
from django.db import transaction

from manumit_desk.agencies.viewer import Viewer
from manumit_desk.cases.models import SavedView
from manumit_desk.cases.queries.listing import CaseFilters

MOST = 30


@transaction.atomic
def save_view(*, name: str, filters: CaseFilters, viewer: Viewer) -> SavedView:
    """Keep filters under a name; what had that name is replaced. ValidationError by field."""
    plain = name.strip()
    if not plain or len(plain) > 60 or "\0" in plain:
        raise ValidationError({"name": "Give it a name of at most 60 characters."})
    others = SavedView.objects.filter(user=viewer.user_id).exclude(name=plain)
    if others.count() >= MOST:
        raise ValidationError({"name": f"At most {MOST} views are kept. Delete one first."})
    kept, _ = SavedView.objects.update_or_create(
        user_id=viewer.user_id, name=plain, defaults={"filters": filters.chosen()}
    )
    return kept


def delete_view(view_id: int, *, viewer: Viewer) -> None:
    """Keep filters no longer; of somebody else's nothing happens."""
    SavedView.objects.filter(pk=view_id, user=viewer.user_id).delete()
