"""What a plan's pages show: the scoreboard, one action, the review, the authorities. Plain values only."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from manumit_desk.agencies.viewer import Viewer
from manumit_desk.measures.measure import Figure, Period, all_measures, figure, fiscal_year_of
from manumit_desk.plan.access import may_edit, may_report
from manumit_desk.plan.models import Action, ActionMeasure, ActionParty, Authority, Blocker, Plan, Update

SOON_DAYS = 60
"""An action due within so many days is shown as due soon."""
ENDED = (Action.Status.DONE, Action.Status.DROPPED)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionLine:
    """An action as one line of a list."""

    number: int
    name: str
    pillar: str
    status: str
    status_words: str
    leads: str
    due_date: date | None
    due_words: str
    is_late: bool
    is_soon: bool
    waits_for: tuple[str, ...]
    last_said: str
    has_proof: bool


@dataclass(frozen=True, slots=True)
class PillarScore:
    """How many actions of a pillar stand where."""

    title: str
    total: int
    done: int
    under_way: int
    not_started: int
    late: int


@dataclass(frozen=True, slots=True)
class Scoreboard:
    """A plan at a glance: each pillar, the red list, and what lacks a date or a proof."""

    plan_id: int
    title: str
    overseer: str
    pillars: tuple[PillarScore, ...]
    late: tuple[ActionLine, ...]
    soon: tuple[ActionLine, ...]
    without_date: int
    without_product: int
    may_edit: bool


@dataclass(frozen=True, slots=True)
class Progress:
    """A measure of an action: its figure now beside baseline and target."""

    code: str
    title: str
    unit: str
    figure: Figure | None
    baseline: float | None
    target: float | None
    share: float | None


@dataclass(frozen=True, slots=True)
class Said:
    """One report on an action."""

    at: datetime
    agency: str
    status: str
    text: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """What an action waits for."""

    number: int
    text: str
    waiting_for: str
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionPage:
    """All that is known of one action."""

    line: ActionLine
    plan_id: int
    plan: str
    principle: str
    kind: str
    product: str
    proof: str
    source: str
    partners: str
    requirements: tuple[tuple[str, str], ...]
    progress: tuple[Progress, ...]
    said: tuple[Said, ...]
    waiting: tuple[Waiting, ...]
    may_report: bool
    may_edit: bool


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """What a meeting looks through: what is late, who is waited for, what changed since the last one."""

    plan_id: int
    plan: str
    since: datetime | None
    late: tuple[ActionLine, ...]
    waiting: tuple[tuple[str, tuple[tuple[ActionLine, str], ...]], ...]
    changed: tuple[tuple[ActionLine, Said], ...]
    silent: tuple[ActionLine, ...]
    may_edit: bool


def plans() -> list[tuple[int, str, int]]:
    """Every plan: number, name, how many actions."""
    return [(one.pk, str(one), Action.objects.filter(pillar__plan=one).count()) for one in Plan.objects.all()]


def _actions(plan: Plan) -> QuerySet[Action]:
    return (
        Action.objects.filter(pillar__plan=plan)
        .select_related("pillar", "principle")
        .prefetch_related(
            "parties",
            Prefetch("blockers", Blocker.objects.filter(resolved_at__isnull=True)),
            Prefetch("updates", Update.objects.select_related("agency")),
        )
    )


def action_lines(plan: Plan, today: date) -> list[ActionLine]:
    """Every action of a plan, in its order."""
    return [_line(action, today) for action in _actions(plan)]


def _line(action: Action, today: date) -> ActionLine:
    ended = action.status in ENDED
    due = action.due_date
    updates = list(action.updates.all())
    return ActionLine(
        number=action.pk,
        name=str(action),
        pillar=action.pillar.title,
        status=action.status,
        status_words=action.get_status_display(),
        leads=_names(action, ActionParty.Part.LEAD),
        due_date=due,
        due_words=action.due_text,
        is_late=bool(due and due < today and not ended),
        is_soon=bool(due and 0 <= (due - today).days <= SOON_DAYS and not ended),
        waits_for=tuple(blocker.waiting_for for blocker in action.blockers.all()),
        last_said=updates[0].text if updates else "",
        has_proof=bool(action.proof),
    )


def _names(action: Action, part: str) -> str:
    return ", ".join(party.name for party in action.parties.all() if party.part == part)


def scoreboard(plan: Plan, viewer: Viewer, today: date) -> Scoreboard:
    """The plan at a glance."""
    lines = action_lines(plan, today)
    pillars = tuple(_score(pillar.title, lines) for pillar in plan.pillars.all())
    open_actions = Action.objects.filter(pillar__plan=plan).exclude(status__in=ENDED)
    return Scoreboard(
        plan.pk,
        str(plan),
        plan.overseer.name if plan.overseer else "",
        pillars,
        tuple(sorted((line for line in lines if line.is_late), key=_by_due)),
        tuple(sorted((line for line in lines if line.is_soon), key=_by_due)),
        open_actions.filter(due_date__isnull=True).count(),
        open_actions.filter(product="").count(),
        may_edit(viewer, plan),
    )


def _by_due(line: ActionLine) -> date:
    return line.due_date or date.max


def _score(title: str, lines: Iterable[ActionLine]) -> PillarScore:
    held = [line for line in lines if line.pillar == title]
    counted = [line.status for line in held]
    return PillarScore(
        title,
        len(held),
        counted.count(Action.Status.DONE),
        counted.count(Action.Status.UNDER_WAY),
        counted.count(Action.Status.NOT_STARTED),
        sum(line.is_late for line in held),
    )


def action_page(action: Action, viewer: Viewer, at: datetime) -> ActionPage:
    """All that is known of one action, its measures as they stand now."""
    today = timezone.localdate(at)
    plan = action.pillar.plan
    return ActionPage(
        line=_line(action, today),
        plan_id=plan.pk,
        plan=str(plan),
        principle=action.principle.title if action.principle else "",
        kind=action.kind,
        product=action.product,
        proof=action.proof,
        source=action.source,
        partners=_names(action, ActionParty.Part.PARTNER),
        requirements=tuple(
            (one.authority.citation, one.duty) for one in action.requirements.select_related("authority")
        ),
        progress=tuple(_progress(one, viewer, at) for one in action.measures.all()),
        said=tuple(_said(one) for one in action.updates.select_related("agency")),
        waiting=tuple(
            Waiting(one.pk, one.text, one.waiting_for, one.since)
            for one in action.blockers.filter(resolved_at__isnull=True)
        ),
        may_report=may_report(viewer, action),
        may_edit=may_edit(viewer, plan),
    )


def _said(update: Update) -> Said:
    return Said(update.said_at, update.agency.name, update.get_status_display(), update.text)


def _progress(held: ActionMeasure, viewer: Viewer, at: datetime) -> Progress:
    measure = all_measures().get(held.code)
    if measure is None:
        return Progress(held.code, held.code, "", None, held.baseline, held.target, None)
    period = Period.fiscal_year(fiscal_year_of(timezone.localdate(at)), as_of=at)
    found = figure(measure, period, viewer, scope="all")
    share = None
    if found.net is not None and held.target is not None and held.target != (held.baseline or 0):
        share = (found.net - (held.baseline or 0)) / (held.target - (held.baseline or 0))
    return Progress(held.code, measure.title, measure.unit, found, held.baseline, held.target, share)


def review_page(plan: Plan, viewer: Viewer, today: date) -> ReviewPage:
    """What a review meeting looks through."""
    last = plan.reviews.first()
    since = last.held_at if last else None
    held = {line.number: line for line in action_lines(plan, today)}
    waiting: dict[str, list[tuple[ActionLine, str]]] = {}
    for blocker in Blocker.objects.filter(action__in=held, resolved_at__isnull=True).order_by("waiting_for", "since"):
        waiting.setdefault(blocker.waiting_for, []).append((held[blocker.action_id], blocker.text))
    newer = Q(said_at__gt=since) if since else Q()
    updates = list(Update.objects.filter(newer, action__in=held).select_related("agency"))
    told = {update.action_id for update in updates}
    return ReviewPage(
        plan.pk,
        str(plan),
        since,
        tuple(sorted((line for line in held.values() if line.is_late), key=_by_due)),
        tuple((who, tuple(lines)) for who, lines in waiting.items()),
        tuple((held[update.action_id], _said(update)) for update in updates),
        tuple(line for line in held.values() if line.status not in ENDED and line.number not in told),
        may_edit(viewer, plan),
    )


@dataclass(frozen=True, slots=True)
class Duty:
    """What an authority requires, and the actions that meet it."""

    citation: str
    kind: str
    who: str
    duty: str
    clock: str
    actions: tuple[tuple[int, str], ...]


def duties() -> list[Duty]:
    """Every requirement of every authority; one that no action meets has none."""
    return [
        Duty(
            authority.citation,
            authority.get_kind_display(),
            requirement.who,
            requirement.duty,
            requirement.clock,
            tuple((action.pk, str(action)) for action in requirement.actions.all()),
        )
        for authority in Authority.objects.prefetch_related("requirements__actions")
        for requirement in authority.requirements.all()
    ]
