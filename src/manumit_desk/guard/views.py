"""The page of the audit."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from manumit_desk.guard.pages import MemberRequest, members_only
from manumit_desk.guard.queries import audit_rows


class AuditFilter(forms.Form):
    """Which lines."""

    mark_optional = False
    record = forms.UUIDField(label="Record", required=False, help_text="The record's number, from its address.")


@require_safe
@members_only
def show_audit(request: MemberRequest) -> HttpResponse:
    """Who did what, for supervisors."""
    form = AuditFilter(request.GET or None)
    wanted = form.cleaned_data["record"] if form.is_valid() else None
    rows = audit_rows(request.viewer, record_id=wanted, page=request.GET.get("page"))
    return render(request, "guard/audit.html", {"form": form, "lines": rows})
