"""An agency's contact: all that another agency learns from a hit."""

from datetime import datetime

from django.db import transaction

from manumit_desk.accounts.actions.members import require_administrator
from manumit_desk.agencies.models import Agency
from manumit_desk.agencies.viewer import Viewer
from manumit_desk.guard import audit


@transaction.atomic
def change_contact(*, name: str, phone: str, email: str, viewer: Viewer, at: datetime) -> None:
    """Say whom other agencies call or write to."""
    require_administrator(viewer)
    Agency.objects.filter(pk=viewer.agency_id).update(contact_name=name, contact_phone=phone, contact_email=email)
    audit.record("change contact", viewer=viewer, at=at)
