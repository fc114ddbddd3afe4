"""Pages of agreements between agencies."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from manumit_desk.accounts.actions.agreements import confirm_agreement, end_agreement, propose_agreement
from manumit_desk.accounts.forms import AgreementForm
from manumit_desk.accounts.queries import AgreementRow, agreement_row, agreement_rows, other_agencies
from manumit_desk.agencies.roles import Role
from manumit_desk.guard.access import NotThere
from manumit_desk.guard.pages import MemberRequest, members_only
from manumit_desk.guard.shares import RefusedError


@require_safe
@members_only
def show_agreements(request: MemberRequest) -> HttpResponse:
    """The agreements of the viewer's agency."""
    rows = agreement_rows(request.viewer, on=timezone.localdate(), page=request.GET.get("page"))
    return render(request, "accounts/agreements.html", {"agreements": rows, "decides": _decides(request)})


@require_safe
@members_only
def show_agreement(request: MemberRequest, agreement_id: int) -> HttpResponse:
    """One agreement."""
    row = agreement_row(request.viewer, agreement_id, on=timezone.localdate())
    return render(request, "accounts/agreement.html", {"agreement": row, "decides": _decides(request)})


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def new_agreement(request: MemberRequest) -> HttpResponse:
    """Propose an agreement."""
    if not _decides(request):
        raise NotThere
    form = AgreementForm(
        request.POST or None, initial={"from_date": timezone.localdate()}, agencies=other_agencies(request.viewer)
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = propose_agreement(**form.cleaned_data, viewer=request.viewer, at=timezone.now())
        except RefusedError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Proposed. It is in force when a supervisor of each other agency confirmed it.")
            return redirect("accounts:agreement", made.pk)
    return render(request, "accounts/new_agreement.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def confirm(request: MemberRequest, agreement_id: int) -> HttpResponse:
    """Confirm an agreement for the viewer's agency."""
    row = _to_decide(request, agreement_id)
    if request.method == "POST":
        try:
            confirm_agreement(row.id, viewer=request.viewer, at=timezone.now())
        except RefusedError as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, "Confirmed for your agency.")
        return redirect("accounts:agreement", row.id)
    return render(request, "accounts/confirm_agreement.html", {"agreement": row})


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def end(request: MemberRequest, agreement_id: int) -> HttpResponse:
    """End an agreement."""
    row = _to_decide(request, agreement_id)
    if request.method == "POST":
        end_agreement(row.id, viewer=request.viewer, at=timezone.now())
        messages.success(request, "Ended. What was shown by it is no longer shown.")
        return redirect("accounts:agreement", row.id)
    return render(request, "accounts/end_agreement.html", {"agreement": row})


def _decides(request: MemberRequest) -> bool:
    return request.viewer.role == Role.SUPERVISOR


def _to_decide(request: MemberRequest, agreement_id: int) -> AgreementRow:
    if not _decides(request):
        raise NotThere
    return agreement_row(request.viewer, agreement_id, on=timezone.localdate())
