"""The list of measures, and the page of one: its figures, and the records behind it."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from manumit_desk.guard import audit
from manumit_desk.guard.pages import MemberRequest, members_only
from manumit_desk.measures.forms import YearForm
from manumit_desk.measures.measure import Period, all_measures, fiscal_year_of
from manumit_desk.measures.queries import agencies_figures, behind, measure_row, measures_listed


def _asked(request: MemberRequest) -> tuple[YearForm, Period]:
    """The form of years as it was filled in, and the period that it means, as of now."""
    form = YearForm(request.GET or None, current=fiscal_year_of(timezone.localdate()))
    return form, Period.fiscal_year(form.chosen(), as_of=timezone.now())


@members_only
@require_GET
def measures(request: MemberRequest) -> HttpResponse:
    """Every measure, own and all agencies'."""
    form, period = _asked(request)
    context = {"form": form, "period": period, "year": form.chosen(), "rows": measures_listed(request.viewer, period)}
    return render(request, "measures/list.html", context)


@members_only
@require_GET
def measure(request: MemberRequest, code: str) -> HttpResponse:
    """One measure, and what is behind it."""
    one = all_measures().get(code)
    if one is None:
        raise Http404
    form, period = _asked(request)
    shown = behind(one, request.viewer, period, page=request.GET.get("page", 1))
    audit.record("see records behind a figure", viewer=request.viewer, at=period.as_of, measure=code)
    context = {
        "form": form,
        "period": period,
        "year": form.chosen(),
        "row": measure_row(one, request.viewer, period),
        "behind": shown,
        "agencies": agencies_figures(one, request.viewer, period),
        "crumbs": [("Measures", f"{reverse('measures:list')}?year={form.chosen()}")],
    }
    return render(request, "measures/measure.html", context)
