"""The list of what an agency mentions, and a subject's pages: its records, when, where, beside whom, and why."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from manumit.link.explain import explain
from manumit.pictures.network import MOST_NODES
from manumit_desk.guard import audit
from manumit_desk.guard.access import AUDITED_READS
from manumit_desk.guard.pages import MemberRequest, members_only
from manumit_desk.registry.access import access_mention
from manumit_desk.registry.actions import end_what_ran_out
from manumit_desk.registry.forms import JudgeForm, KindForm
from manumit_desk.registry.hits import last_judgements, ordered
from manumit_desk.registry.index import model_of
from manumit_desk.registry.judging import judge_pair, may_judge
from manumit_desk.registry.models import Judgement, Mention
from manumit_desk.registry.pictures import map_picture, network_picture, pair_picture, timeline_picture
from manumit_desk.registry.queries.hits import hits_about
from manumit_desk.registry.queries.subjects import SubjectShown, beside, members_of, mentions_listed, subject_shown

VIEWS = {"records": "Records", "timeline": "Timeline", "map": "Map", "graph": "Graph"}
MOST_BESIDE = 40


@members_only
@require_GET
def subjects(request: MemberRequest) -> HttpResponse:
    """What the viewer's agency mentions, the newest first."""
    at = timezone.now()
    end_what_ran_out(at=at)
    form = KindForm(request.GET or None)
    kind = form.cleaned_data["kind"] if form.is_valid() else ""
    page = mentions_listed(request.viewer, kind=kind, page=request.GET.get("page", 1))
    return render(request, "registry/subjects.html", {"page_obj": page, "form": form})


@members_only
@require_GET
def subject(request: MemberRequest, mention_id: UUID) -> HttpResponse:
    """What the viewer may see of a subject. A younger mention's address leads to the oldest one's."""
    at = timezone.now()
    members = members_of(request.viewer, access_mention(request.viewer, mention_id, at=at))
    chosen = request.GET.get("view", "records")
    if chosen not in VIEWS:
        raise Http404
    if members[0].pk != mention_id:
        return redirect(f"{reverse('registry:subject', args=[members[0].pk])}?view={chosen}")
    shown = subject_shown(request.viewer, members)
    _audit_reads(request, shown, at)
    hits = hits_about(request.viewer, [one.pk for one in members]) if chosen == "records" else []
    context = {
        "subject": shown,
        "chosen": chosen,
        "views": VIEWS,
        "hits": hits,
        "others": len({one.other.agency_id for one in hits}),
        "picture": _picture(request, shown, members, chosen, at),
        "crumbs": [("Subjects", reverse("registry:subjects"))],
    }
    return render(request, "registry/subject.html", context)


def _picture(
    request: MemberRequest, shown: SubjectShown, members: list[Mention], chosen: str, at: datetime
) -> object | None:
    if chosen == "timeline":
        return timeline_picture(shown, at)
    if chosen == "map":
        return map_picture(shown, at)
    if chosen == "graph":
        room = MOST_NODES - 1 - len({one.file_ref for one in shown.mentions})
        others = beside(request.viewer, members, most=max(min(MOST_BESIDE, room), 0))
        return network_picture(shown, others, at)
    return None


def _audit_reads(request: MemberRequest, shown: SubjectShown, at: datetime) -> None:
    sources = [one for one in shown.sources if one.handling in AUDITED_READS]
    if sources:
        audit.record_reads("read subject", sources, viewer=request.viewer, at=at)


@members_only
@require_http_methods(["GET", "POST"])
def pair(request: MemberRequest, left_id: UUID, right_id: UUID) -> HttpResponse:
    """Why two mentions that the viewer sees are held together; a POST judges them."""
    at = timezone.now()
    left, right = (access_mention(request.viewer, one, at=at) for one in ordered(left_id, right_id))
    if left.kind != right.kind or left.pk == right.pk:
        raise Http404
    can_judge = may_judge(left, right, request.viewer)
    take_back = "take_back" in request.POST
    form = JudgeForm(request.POST if request.method == "POST" and not take_back else None)
    if request.method == "POST" and can_judge and (take_back or form.is_valid()):
        verdict = Judgement.Verdict.WITHDRAWN if take_back else Judgement.Verdict(form.cleaned_data["verdict"])
        note = "" if take_back else form.cleaned_data["note"]
        judge_pair(left, right, verdict, viewer=request.viewer, at=at, note=note)
        messages.success(request, "Taken back." if take_back else "Your judgement is kept.")
        return redirect("registry:pair", left.pk, right.pk)
    return _pair_page(request, left, right, form if can_judge else None, at)


def _pair_page(
    request: MemberRequest, left: Mention, right: Mention, form: JudgeForm | None, at: datetime
) -> HttpResponse:
    shown = subject_shown(request.viewer, [left, right])
    _audit_reads(request, shown, at)
    model = model_of(left.kind)
    last = last_judgements({ordered(left.pk, right.pk)}).get(ordered(left.pk, right.pk))
    context = {
        "pair": shown.mentions,
        "picture": pair_picture(explain(model, *(model.kind.compact(one.fields) for one in (left, right))), at),
        "form": form,
        "last": last if last and last.verdict != Judgement.Verdict.WITHDRAWN else None,
        "crumbs": [
            ("Subjects", reverse("registry:subjects")),
            (shown.title, reverse("registry:subject", args=[left.pk])),
        ],
    }
    return render(request, "registry/pair.html", context, status=422 if form and form.is_bound else 200)
