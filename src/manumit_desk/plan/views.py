"""The plan's pages."""

import tempfile
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from manumit.errors import InputError
from manumit_desk.guard.pages import MemberRequest, members_only
from manumit_desk.guard.permission import RefusedError
from manumit_desk.plan import actions, forms, queries, transfer
from manumit_desk.plan.access import access_action, access_plan, may_edit, may_report
from manumit_desk.plan.models import Blocker
from manumit_desk.plan.timeline import timeline_picture

LARGEST_FILE = 5 * 2**20


@members_only
@require_GET
def plan_list(request: MemberRequest) -> HttpResponse:
    """Every plan."""
    return render(request, "plan/list.html", {"plans": queries.plans()})


@members_only
@require_GET
def plan_page(request: MemberRequest, plan_id: int) -> HttpResponse:
    """The scoreboard of a plan."""
    plan = access_plan(plan_id)
    board = queries.scoreboard(plan, request.viewer, timezone.localdate())
    lines = queries.action_lines(plan, timezone.localdate())
    wanted = request.GET.get("status", "")
    shown = [line for line in lines if not wanted or line.status == wanted or (wanted == "late" and line.is_late)]
    context = {"board": board, "lines": shown, "wanted": wanted, "picture": timeline_picture(lines, plan)}
    return render(request, "plan/plan.html", context)


@members_only
@require_GET
def action_page(request: MemberRequest, action_id: int) -> HttpResponse:
    """One action: where it stands, what shows it, what was said."""
    page = queries.action_page(access_action(action_id), request.viewer, timezone.now())
    return render(request, "plan/action.html", {"action": page})


@members_only
@require_http_methods(["GET", "POST"])
def report(request: MemberRequest, action_id: int) -> HttpResponse:
    """Report on an action."""
    action = access_action(action_id)
    if not may_report(request.viewer, action):
        raise Http404
    form = forms.ReportForm(request.POST or None, initial={"status": action.status, "proof": action.proof})
    return _change(
        request,
        form,
        lambda data: actions.report_on_action(action, viewer=request.viewer, at=timezone.now(), **data),
        title=f"Report on: {action}",
        button="Send the report",
        action_id=action_id,
    )


@members_only
@require_http_methods(["GET", "POST"])
def add_blocker(request: MemberRequest, action_id: int) -> HttpResponse:
    """Say what an action waits for."""
    action = access_action(action_id)
    if not may_report(request.viewer, action):
        raise Http404
    return _change(
        request,
        forms.BlockerForm(request.POST or None),
        lambda data: actions.add_blocker(action, viewer=request.viewer, at=timezone.now(), **data),
        title=f"What does this wait for? {action}",
        button="Save",
        action_id=action_id,
    )


@members_only
@require_POST
def resolve_blocker(request: MemberRequest, blocker_id: int) -> HttpResponse:
    """Say that what was waited for has come."""
    blocker = Blocker.objects.select_related("action__pillar__plan").filter(pk=blocker_id).first()
    if blocker is None or not may_report(request.viewer, blocker.action):
        raise Http404
    actions.resolve_blocker(blocker, viewer=request.viewer, at=timezone.now())
    return redirect("plan:action", blocker.action_id)


_EDITS: dict[str, tuple[Any, Any, str]] = {
    "due": (forms.DueDateForm, actions.set_due_date, "When is this due?"),
    "measure": (forms.MeasureForm, actions.measure_action, "What shows that it is done?"),
    "requirements": (forms.RequirementsForm, actions.meet_requirements, "Which law asks for this?"),
}


@members_only
@require_http_methods(["GET", "POST"])
def edit_action(request: MemberRequest, action_id: int, what: str) -> HttpResponse:
    """The overseer's changes to an action: due date, measures, requirements."""
    action = access_action(action_id)
    if what not in _EDITS or not may_edit(request.viewer, action.pillar.plan):
        raise Http404
    form_class, change, title = _EDITS[what]
    initial = {"due_date": action.due_date, "requirements": action.requirements.all()}
    return _change(
        request,
        form_class(request.POST or None, initial=initial),
        lambda data: change(action, viewer=request.viewer, at=timezone.now(), **data),
        title=f"{title} {action}",
        button="Save",
        action_id=action_id,
    )


def _change(request: MemberRequest, form: Any, change: Any, *, title: str, button: str, action_id: int) -> HttpResponse:
    """A form and what it does; errors stand beside the field, and what was typed is kept."""
    if request.method == "POST" and form.is_valid():
        try:
            change(form.cleaned_data)
        except ValidationError as fault:
            form.add_error(None, fault)
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved.")
            return redirect("plan:action", action_id)
    context = {"form": form, "title": title, "button": button, "action_id": action_id}
    return render(request, "plan/form.html", context, status=422 if form.errors else 200)


@members_only
@require_http_methods(["GET", "POST"])
def review(request: MemberRequest, plan_id: int) -> HttpResponse:
    """What a review meeting looks through; the overseer closes it."""
    plan = access_plan(plan_id)
    form = forms.ReviewForm(request.POST or None)
    if request.method == "POST":
        if not may_edit(request.viewer, plan):
            raise Http404
        if form.is_valid():
            actions.hold_review(plan, viewer=request.viewer, at=timezone.now(), **form.cleaned_data)
            messages.success(request, "The meeting is closed. The next one shows what changes from now on.")
            return redirect("plan:review", plan_id)
    page = queries.review_page(plan, request.viewer, timezone.localdate())
    return render(request, "plan/review.html", {"review": page, "form": form})


@members_only
@require_GET
def authorities(request: MemberRequest) -> HttpResponse:
    """Laws, orders and agreements, what each requires, and which actions meet it."""
    return render(request, "plan/authorities.html", {"duties": queries.duties()})


@members_only
@require_GET
def export(_request: MemberRequest, plan_id: int, ending: str) -> HttpResponse:
    """A plan as CSV or JSON, as `import` reads it."""
    plan = access_plan(plan_id)
    rows = transfer.exported_actions(plan)
    name = f"plan-{plan.edition.replace(' ', '-').lower()}.{ending}"
    if ending == "json":
        response: HttpResponse = JsonResponse(rows, safe=False, json_dumps_params={"indent": 1, "ensure_ascii": False})
    elif ending == "csv":
        response = HttpResponse(transfer.as_csv(rows, transfer.ACTION_COLUMNS), content_type="text/csv; charset=utf-8")
    else:
        raise Http404
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@members_only
@require_http_methods(["GET", "POST"])
def import_plan(request: MemberRequest, plan_id: int) -> HttpResponse:
    """Actions from a file, all of them or none."""
    plan = access_plan(plan_id)
    if not may_edit(request.viewer, plan):
        raise Http404
    form = forms.ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            imported = _read_upload(form.cleaned_data["file"])
        except InputError as error:
            form.add_error("file", str(error))
        else:
            messages.success(request, f"{imported.read} rows read, {imported.new} of them new.")
            return redirect("plan:plan", plan_id)
    context = {"form": form, "plan_id": plan_id, "columns": transfer.ACTION_COLUMNS}
    return render(request, "plan/import.html", context, status=422 if form.errors else 200)


def _read_upload(upload: UploadedFile[Any]) -> transfer.Imported:
    """Read an uploaded table under its own name, so that errors name it."""
    if (upload.size or 0) > LARGEST_FILE:
        raise InputError("the file is too large", file=upload.name, remedy="at most 5 MB are taken")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / Path(upload.name or "plan.csv").name
        path.write_bytes(upload.read())
        try:
            return transfer.import_actions(path)
        except InputError as error:
            raise InputError(
                error.problem, file=path.name, row=error.row, column=error.column, remedy=error.remedy
            ) from error
