"""The list of cases: filters, views that a person keeps, files."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from manumit_desk.cases.actions.exporting import export_htcds, export_plain
from manumit_desk.cases.actions.saved_views import delete_view, save_view
from manumit_desk.cases.forms.cases import ExportForm, FilterForm, ViewForm
from manumit_desk.cases.queries.listing import CaseFilters, cases_listed, members, saved_views
from manumit_desk.cases.views.acting import GET_OR_POST, crumbs_to, form_page
from manumit_desk.guard.pages import MemberRequest, members_only


def _filters(request: MemberRequest) -> tuple[FilterForm, CaseFilters]:
    """What the address asks for; a filter that is none narrows nothing."""
    people = members([request.viewer.agency_id])
    form = FilterForm(request.GET, people=people)
    form.is_valid()
    return form, CaseFilters.of(form.cleaned_data)


def _address(filters: CaseFilters, name: str = "list") -> str:
    chosen = urlencode(filters.chosen())
    return reverse(f"cases:{name}") + (f"?{chosen}" if chosen else "")


@members_only
@require_safe
def list_cases(request: MemberRequest) -> HttpResponse:
    """The cases that the viewer may see, narrowed to what they look for."""
    form, filters = _filters(request)
    views = [(one, _address(CaseFilters.of(one.filters))) for one in saved_views(request.viewer)]
    shown: dict[str, Any] = {
        "form": form,
        "page_obj": cases_listed(request.viewer, filters, page=request.GET.get("page", 1)),
        "is_narrowed": bool(filters.chosen()),
        "views": views,
        "view_form": ViewForm(),
        "query": urlencode(filters.chosen()),
    }
    return render(request, "cases/list.html", shown)


@members_only
@require_POST
def keep_view(request: MemberRequest) -> HttpResponse:
    """Keep the filters of the list under a name."""
    _, filters = _filters(request)
    form = ViewForm(request.POST)

    def act() -> str:
        save_view(name=form.cleaned_data["name"], filters=filters, viewer=request.viewer)
        return _address(filters)

    return form_page(
        request, form, act, title="Keep this view", button="Keep it", back=_address(filters), crumbs=crumbs_to()
    )


@members_only
@require_POST
def drop_view(request: MemberRequest, view_id: int) -> HttpResponse:
    """Keep a view no longer."""
    delete_view(view_id, viewer=request.viewer)
    return redirect("cases:list")


@members_only
@GET_OR_POST
def export(request: MemberRequest) -> HttpResponseBase:
    """Send the cases of the list as a file; who did so is in the audit."""
    _, filters = _filters(request)
    form = ExportForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _file(request, filters, form.cleaned_data)
    return form_page(
        request,
        form,
        lambda: None,
        title="Save cases as a file",
        button="Save the file",
        back=_address(filters),
        crumbs=crumbs_to(),
        text="The file holds what you may see of the cases in the list. That you saved it is written down.",
    )


def _file(request: MemberRequest, filters: CaseFilters, said: dict[str, Any]) -> StreamingHttpResponse:
    at = timezone.now()
    if said["form"] == "htcds":
        lines = export_htcds(filters, with_names=said["with_names"], viewer=request.viewer, at=at)
    else:
        lines = export_plain(filters, viewer=request.viewer, at=at)
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    name = f"{said['form']}-{timezone.localdate(at).isoformat()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response
