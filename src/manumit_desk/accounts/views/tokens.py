"""Pages of the tokens by which programs act for members."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from manumit_desk.accounts.actions.tokens import make_token, revoke_token
from manumit_desk.accounts.forms import TokenForm
from manumit_desk.accounts.queries import token_row, token_rows
from manumit_desk.guard.access import NotThere
from manumit_desk.guard.pages import MemberRequest, members_only


@require_safe
@members_only
def show_tokens(request: MemberRequest) -> HttpResponse:
    """The viewer's tokens; for an administrator, the agency's."""
    tokens = token_rows(request.viewer, at=timezone.now(), page=request.GET.get("page"))
    return render(request, "accounts/tokens.html", {"tokens": tokens, "may_make": request.viewer.works_with_records})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@members_only
def new_token(request: MemberRequest) -> HttpResponse:
    """Make a token; its secret is shown on the answer to this request and never again."""
    if not request.viewer.works_with_records:
        raise NotThere
    today = timezone.localdate()
    form = TokenForm(
        request.POST or None,
        initial={"until_date": today + timedelta(days=90)},
        today=today,
        sees_victims=request.viewer.sees_victims,
    )
    if request.method == "POST" and form.is_valid():
        token, secret = make_token(**form.cleaned_data, viewer=request.viewer, at=timezone.now())
        return render(request, "accounts/token_made.html", {"name": token.name, "secret": secret})
    return render(request, "accounts/new_token.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def revoke(request: MemberRequest, token_id: int) -> HttpResponse:
    """End a token."""
    token = token_row(request.viewer, token_id, at=timezone.now())
    if request.method == "POST":
        revoke_token(token.id, viewer=request.viewer, at=timezone.now())
        messages.success(request, f"The token for {token.name} no longer works.")
        return redirect("accounts:tokens")
    return render(request, "accounts/revoke_token.html", {"token": token})
