"""The inbox of hits, a hit's page with what can be done about it, and the coordination centre's view."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from manumit_desk.guard import audit
from manumit_desk.guard.access import AUDITED_READS, NotThere
from manumit_desk.guard.pages import MemberRequest, members_only
from manumit_desk.guard.permission import RefusedError
from manumit_desk.registry.access import access_hit, reasons_told
from manumit_desk.registry.disclosing import answer_and_show, is_shown, show_file, take_file_back
from manumit_desk.registry.forms import AnswerForm, JudgeForm
from manumit_desk.registry.judging import judge_pair
from manumit_desk.registry.models import HitSide, Judgement
from manumit_desk.registry.queries.hits import hit_shown, hits_told
from manumit_desk.registry.queries.pointers import pointers_shown

JOINT_CASE = "cases:join"


@members_only
@require_GET
def hits(request: MemberRequest) -> HttpResponse:
    """The hits that the viewer's agency was told of."""
    ended = request.GET.get("show") == "ended"
    page = hits_told(request.viewer, at=timezone.now(), ended=ended, page=request.GET.get("page", 1))
    return render(request, "registry/hits.html", {"page_obj": page, "ended": ended})


@members_only
@require_http_methods(["GET", "POST"])
def hit(request: MemberRequest, hit_id: UUID) -> HttpResponse:
    """One hit; a POST answers it."""
    side = access_hit(request.viewer, hit_id, at=timezone.now())
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            answer_and_show(
                side,
                HitSide.Answer(form.cleaned_data["answer"]),
                message=form.cleaned_data["message"],
                show=form.cleaned_data["show_file"],
                viewer=request.viewer,
                at=timezone.now(),
            )
        except RefusedError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Your answer is kept.")
            return redirect("registry:hit", hit_id)
    return _hit_page(request, side, form)


def _hit_page(
    request: MemberRequest, side: HitSide, answer_form: AnswerForm, judged: tuple[int, JudgeForm] | None = None
) -> HttpResponse:
    at = timezone.now()
    shown = hit_shown(request.viewer, side)
    sources = [one for one in shown.sources if one.handling in AUDITED_READS]
    if sources:
        audit.record_reads("read hit", sources, viewer=request.viewer, at=at)
    forms = {one.id: JudgeForm(prefix=f"pair-{one.id}") for one in shown.reasons}
    if judged:
        forms[judged[0]] = judged[1]
    context = {
        "hit": shown.row,
        "reasons": [(one, forms[one.id]) for one in shown.reasons],
        "form": answer_form,
        "is_shown": is_shown(side, viewer=request.viewer, at=at),
        "joint_case": _joint_case(side),
        "crumbs": [("Hits", reverse("registry:hits"))],
    }
    has_errors = answer_form.is_bound or judged is not None
    return render(request, "registry/hit.html", context, status=422 if has_errors else 200)


def _joint_case(side: HitSide) -> str:
    """The page on which the viewer's own case becomes a joint one; empty where that room has none."""
    try:
        return reverse(JOINT_CASE, args=[side.file_id]) if side.file_kind == "cases.case" else ""
    except NoReverseMatch:
        return ""


@members_only
@require_POST
def judge(request: MemberRequest, hit_id: UUID, reason_id: int) -> HttpResponse:
    """Judge one pair of a hit, or take the last judgement back."""
    at = timezone.now()
    side = access_hit(request.viewer, hit_id, at=at)
    reason = next((one for one in reasons_told(request.viewer, side) if one.pk == reason_id), None)
    if reason is None:
        raise NotThere
    take_back = "take_back" in request.POST
    form = JudgeForm(request.POST, prefix=f"pair-{reason_id}")
    if not take_back and not form.is_valid():
        return _hit_page(request, side, AnswerForm(), (reason_id, form))
    verdict = Judgement.Verdict.WITHDRAWN if take_back else Judgement.Verdict(form.cleaned_data["verdict"])
    note = "" if take_back else form.cleaned_data["note"]
    judge_pair(reason.left, reason.right, verdict, viewer=request.viewer, at=at, note=note)
    messages.success(request, "Taken back." if take_back else "Your judgement is kept.")
    return redirect("registry:hit", hit_id)


@members_only
@require_POST
def show(request: MemberRequest, hit_id: UUID) -> HttpResponse:
    """Show the other agency the viewer's own file, or no longer."""
    at = timezone.now()
    side = access_hit(request.viewer, hit_id, at=at)
    try:
        if "take_back" in request.POST:
            take_file_back(side, viewer=request.viewer, at=at)
            messages.success(request, "They no longer see your file.")
        else:
            show_file(side, viewer=request.viewer, at=at)
            messages.success(request, "They can now read your file.")
    except RefusedError as refused:
        messages.error(request, str(refused))
    return redirect("registry:hit", hit_id)


@members_only
@require_GET
def centre(request: MemberRequest) -> HttpResponse:
    """Every pointer, for the coordination centre."""
    at = timezone.now()
    ended = request.GET.get("show") == "ended"
    page = pointers_shown(request.viewer, at=at, ended=ended, page=request.GET.get("page", 1))
    audit.record("see pointers", viewer=request.viewer, at=at)
    return render(request, "registry/centre.html", {"page_obj": page, "ended": ended})
