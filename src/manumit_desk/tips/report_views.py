"""The page of the yearly report on referrals, and the same as CSV."""

import csv
from io import StringIO

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from manumit.formats.formulas import without_formula
from manumit_desk.guard.pages import MemberRequest, members_only
from manumit_desk.tips.report import Report, as_rows, referral_report


def _report(request: MemberRequest) -> Report:
    year = request.GET.get("year", "")
    chosen = int(year) if year.isascii() and year.isdecimal() and len(year) == 4 else None
    return referral_report(request.viewer, year=chosen, at=timezone.now())


@members_only
@require_safe
def show_report(request: MemberRequest) -> HttpResponse:
    """The report as a page."""
    crumbs = [("Tips", "/tips/")] if request.viewer.works_with_records else []
    return render(request, "tips/report.html", {"report": _report(request), "crumbs": crumbs})


@members_only
@require_safe
def download_report(request: MemberRequest) -> HttpResponse:
    """The report as CSV."""
    report = _report(request)
    written = StringIO()
    writer = csv.writer(written)
    writer.writerows([without_formula(str(value)) for value in row] for row in as_rows(report))
    response = HttpResponse(written.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="referrals-{report.year}.csv"'
    return response
