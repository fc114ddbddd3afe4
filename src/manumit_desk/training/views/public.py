"""What anybody may ask: whether a certificate holds, the key that signs, and what was revoked."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from manumit_desk.shell.language import for_callers
from manumit_desk.training.access import certificate_by_code, revoked_codes
from manumit_desk.training.badges import public_key, revocation_list


@for_callers
@require_safe
def verify(request: HttpRequest, badge_code: str) -> HttpResponse:
    """Whether a certificate holds: valid, revoked or unknown; the name only where the person agreed."""
    found = certificate_by_code(badge_code)
    if found is None:
        return render(request, "training/verify.html", {"state": "unknown"}, status=404)
    shown = {
        "state": "revoked" if found.revoked_at else "valid",
        "course": found.completion.course.title,
        "completed": found.completion.completed_date,
        "name": found.trainee.full_name if found.shows_name else "",
    }
    return render(request, "training/verify.html", shown)


@require_safe
def keys(_request: HttpRequest) -> JsonResponse:
    """The public key that checks certificates (RFC 7517)."""
    return JsonResponse({"keys": [public_key()]})


@require_safe
def revoked(_request: HttpRequest) -> JsonResponse:
    """Certificates that no longer hold."""
    return JsonResponse(revocation_list(revoked_codes()))
