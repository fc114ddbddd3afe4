"""Pages of an agency's members, for its administrators."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from manumit_desk.accounts.actions.members import add_member, change_dates, end_membership, reset_second_factor
from manumit_desk.accounts.forms import DatesForm, MemberForm
from manumit_desk.accounts.queries import member_row, member_rows
from manumit_desk.agencies.roles import Role
from manumit_desk.guard.access import NotThere
from manumit_desk.guard.pages import MemberRequest, members_only
from manumit_desk.guard.shares import RefusedError


@require_safe
@members_only
def show_members(request: MemberRequest) -> HttpResponse:
    """All members of the agency."""
    members = member_rows(request.viewer, on=timezone.localdate(), page=request.GET.get("page"))
    return render(request, "accounts/members.html", {"members": members})


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def new_member(request: MemberRequest) -> HttpResponse:
    """Make somebody a member."""
    if request.viewer.role != Role.ADMINISTRATOR:
        raise NotThere
    form = MemberForm(request.POST or None, initial={"from_date": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        said = {**form.cleaned_data, "role": Role(form.cleaned_data["role"])}
        try:
            membership = add_member(**said, viewer=request.viewer, at=timezone.now())
        except RefusedError as refused:
            form.add_error("role", str(refused))
        else:
            messages.success(request, "The person is a member now, and was told by e-mail how to log in.")
            return redirect("accounts:member", membership.pk)
    return render(request, "accounts/new_member.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def show_member(request: MemberRequest, membership_id: int) -> HttpResponse:
    """One member, and the dates of the membership."""
    member = member_row(request.viewer, membership_id, on=timezone.localdate())
    dates = {"from_date": member.from_date, "until_date": member.until_date}
    form = DatesForm(request.POST or None, initial=dates)
    if request.method == "POST" and form.is_valid():
        try:
            change_dates(member.id, **form.cleaned_data, viewer=request.viewer, at=timezone.now())
        except RefusedError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "The dates are changed.")
            return redirect("accounts:member", member.id)
    return render(request, "accounts/member.html", {"member": member, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def end(request: MemberRequest, membership_id: int) -> HttpResponse:
    """End a membership."""
    member = member_row(request.viewer, membership_id, on=timezone.localdate())
    if request.method == "POST":
        try:
            end_membership(member.id, viewer=request.viewer, at=timezone.now())
        except RefusedError as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, f"{member.name} is no longer {member.role} of your agency.")
        return redirect("accounts:members")
    return render(request, "accounts/end_member.html", {"member": member})


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def reset(request: MemberRequest, membership_id: int) -> HttpResponse:
    """Let somebody set up a new second factor."""
    member = member_row(request.viewer, membership_id, on=timezone.localdate())
    if request.method == "POST":
        try:
            reset_second_factor(member.id, viewer=request.viewer, at=timezone.now())
        except RefusedError as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, f"{member.name} sets up a new second factor at the next log-in.")
        return redirect("accounts:member", member.id)
    return render(request, "accounts/reset_second_factor.html", {"member": member})
