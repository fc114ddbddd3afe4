"""One's own agency: its contact, and which membership one works under."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from manumit_desk.accounts.actions.contact import change_contact
from manumit_desk.accounts.forms import ContactForm
from manumit_desk.accounts.queries import memberships_to_choose, own_contact
from manumit_desk.agencies.middleware import MEMBERSHIP
from manumit_desk.agencies.roles import Role
from manumit_desk.guard.access import NotThere
from manumit_desk.guard.pages import MemberRequest, members_only


@require_safe
@members_only
def show_agency(request: MemberRequest) -> HttpResponse:
    """The viewer's agency, and what they may do about it."""
    return render(
        request,
        "accounts/agency.html",
        {
            "agency": request.viewer.agency_name,
            "contact": own_contact(request.viewer),
            "administers": request.viewer.role == Role.ADMINISTRATOR,
            "supervises": request.viewer.role == Role.SUPERVISOR,
            "makes_tokens": request.viewer.works_with_records or request.viewer.role == Role.ADMINISTRATOR,
            "memberships": memberships_to_choose(request.viewer, on=timezone.localdate()),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def edit_contact(request: MemberRequest) -> HttpResponse:
    """Say whom other agencies call."""
    if request.viewer.role != Role.ADMINISTRATOR:
        raise NotThere
    form = ContactForm(request.POST or None, initial=own_contact(request.viewer))
    if request.method == "POST" and form.is_valid():
        change_contact(**form.cleaned_data, viewer=request.viewer, at=timezone.now())
        messages.success(request, "The contact is changed.")
        return redirect("accounts:admin")
    return render(request, "accounts/contact.html", {"form": form})


@require_POST
@members_only
def switch(request: MemberRequest) -> HttpResponse:
    """Work under another of one's memberships."""
    held = [str(number) for number, _, _ in memberships_to_choose(request.viewer, on=timezone.localdate())]
    chosen = request.POST.get("membership", "")
    if chosen not in held:
        raise NotThere
    request.session[MEMBERSHIP] = int(chosen)
    return redirect("/")
