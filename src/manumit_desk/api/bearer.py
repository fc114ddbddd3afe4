"""Who calls: the member in whose name a token acts, narrowed to the token's handling codes."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer
from ninja.throttling import SimpleRateThrottle

from manumit_desk.agencies.models import Token
from manumit_desk.agencies.queries import token_with, viewer_with
from manumit_desk.agencies.viewer import Viewer

NOTED_EVERY = timedelta(minutes=1)


class Bearer(HttpBearer):
    """`Authorization: Bearer manumit_…`. A session's cookie opens nothing here."""

    def authenticate(self, request: HttpRequest, token: str) -> Viewer | None:
        at = timezone.now()
        found = token_with(token.strip(), at)
        if found is None:
            return None
        _note_use(found, at)
        return viewer_with(found)


def _note_use(token: Token, at: datetime) -> None:
    """Write down when a token was last used, to the minute."""
    unknown = Q(used_at__isnull=True) | Q(used_at__lt=at - NOTED_EVERY)
    Token.objects.filter(unknown, pk=token.pk).update(used_at=at)


class PerMember(SimpleRateThrottle):
    """So many calls a minute for one member, whichever of their tokens makes them (settings.API_CALLS_PER_MINUTE)."""

    scope = "member"

    def __init__(self) -> None:
        super().__init__(f"{settings.API_CALLS_PER_MINUTE}/m")

    def allow_request(self, request: HttpRequest) -> bool:
        self.num_requests = settings.API_CALLS_PER_MINUTE
        return super().allow_request(request)

    def get_cache_key(self, request: HttpRequest) -> str | None:
        viewer = getattr(request, "auth", None)
        return f"api:{viewer.membership_id}" if isinstance(viewer, Viewer) else None
