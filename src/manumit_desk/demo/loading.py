"""Fills a desk with what is made up, through the same acts that people use: hits arise by real matching."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.db import transaction
from django.utils import timezone

from manumit_desk.agencies.models import Agency, Agreement, User
from manumit_desk.agencies.viewer import Viewer
from manumit_desk.cases.actions.cases import open_case
from manumit_desk.cases.actions.charges import add_charge, decide_charge
from manumit_desk.cases.actions.consents import consent_to_share
from manumit_desk.cases.actions.joint import join_agency
from manumit_desk.cases.actions.parties import add_party
from manumit_desk.cases.actions.parts import add_event, add_note, add_task
from manumit_desk.cases.models import Case
from manumit_desk.demo.agencies import Staff, make_staff
from manumit_desk.demo.bulk import OWNER
from manumit_desk.demo.codes import give_second_factor
from manumit_desk.demo.matters import EVENTS, NOTES, SPANISH_TIPS, TASKS, TIPS, TITLES
from manumit_desk.demo.people import Pool
from manumit_desk.plan.models import Plan
from manumit_desk.plan.transfer import import_actions, import_requirements, shipped
from manumit_desk.tips.actions import assign_tip, close_tip, confirm_receipt, receive_tip
from manumit_desk.tips.draft import Named, TipDraft
from manumit_desk.tips.models import Tip

SEED = 1865
TIP_COUNT, CASE_COUNT = 60, 80
DAYS = 90
"""How far back the made-up records go."""
TIP_DESKS = ("Lighthouse", "RCPD", "HCTF", "SBI")
CASE_DESKS = ("RCPD", "HCTF", "GFO", "SBI", "BayDA", "Pine", "HarborHouse", "CasaClara", "LSD", "Norte")
Progress = Callable[[str, float], None]


class NotEmptyError(RuntimeError):
    """There are real accounts on this desk."""


@dataclass(slots=True)
class Scene:
    """Who is there, what there is in common, chance, and now."""

    staff: Staff
    pool: Pool
    chance: Random
    now: datetime

    def moment(self, at_least: timedelta = timedelta(hours=1)) -> datetime:
        """Some moment of the past weeks, more of them lately."""
        ago = timedelta(days=DAYS) * self.chance.random() ** 2
        return self.now - max(ago, at_least)

    def words(self, text: str) -> str:
        """A text with the names in it filled in."""
        firm, suspect, vehicle = self.pool.firm(), self.pool.suspect(), self.pool.vehicle()
        nick = suspect.get("other_names") or suspect["given_name"]
        return text.format(firm=firm["name"], nick=nick, phone=self.pool.phone(), plate=vehicle["plate"])


def _plan() -> None:
    """The published plans, overseen by the coordination center."""
    import_actions(shipped("actions.csv"))
    import_requirements(shipped("requirements.csv"))
    Plan.objects.update(overseer=Agency.objects.get(short_name=OWNER))


def is_loaded() -> bool:
    """Whether the made-up desk is there already."""
    return User.objects.filter(is_demo=True).exists()


@transaction.atomic
def load_demo(*, now: datetime, progress: Progress) -> None:
    """Make it all, or nothing. NotEmptyError where somebody real has an account."""
    if User.objects.filter(is_demo=False).exists():
        raise NotEmptyError("This desk has real accounts: made-up records are never put beside real ones.")
    chance = Random(SEED)  # noqa: S311 - nothing secret, and the same each time
    scene = Scene(make_staff(), Pool(chance), chance, now)
    for user in User.objects.filter(is_demo=True):
        give_second_factor(user)
    _agree(scene)
    _plan()
    for steps, said, share in ((_tips(scene), "tips", 0.3), (_cases(scene), "cases", 0.7)):
        start = 0.0 if said == "tips" else 0.3
        total = TIP_COUNT if said == "tips" else CASE_COUNT
        for done, _ in enumerate(steps, 1):
            progress(said, start + share * done / total)


def _agree(scene: Scene) -> None:
    today = timezone.localdate(scene.now)
    agreement = Agreement.objects.create(
        title="Gulf deconfliction agreement",
        handlings=["law_enforcement"],
        from_date=today - timedelta(days=200),
        until_date=today + timedelta(days=165),
    )
    agreement.parties.set([scene.staff.agencies[short] for short in ("HCTF", "GFO", "BayDA")])


def _tips(scene: Scene) -> Iterator[Tip]:
    for moment in sorted(scene.moment() for _ in range(TIP_COUNT)):
        yield _tip(scene, moment)


def _tip(scene: Scene, at: datetime) -> Tip:
    chance = scene.chance
    is_spanish = chance.random() < 0.2
    concern, text = chance.choice(SPANISH_TIPS if is_spanish else TIPS)
    by_phone = chance.random() < 0.5
    desk = scene.staff.agencies[chance.choice(TIP_DESKS)]
    draft = TipDraft(
        what_happened=scene.words(text),
        where_text=scene.pool.firm()["city"],
        state=desk.state or chance.choice(["TX", "LA", "NM"]),
        language="es" if is_spanish else "en",
        concern=concern,
        child="yes" if "15" in text else "unknown",
        in_danger_now="yes" if chance.random() < 0.1 else "unknown",
        may_tell_police=chance.random() < 0.7,
        may_call_back=by_phone,
        is_anonymous=not by_phone,
        caller_name="Made-up Caller" if by_phone else "",
        caller_phone=scene.pool.phone() if by_phone else "",
        named=tuple(_named(scene)),
    )
    viewer = next(
        one for (short, _), one in scene.staff.viewers.items() if short == desk.short_name and one.works_with_records
    )
    tip = receive_tip(draft, channel=Tip.Channel.HOTLINE if by_phone else Tip.Channel.WEB, owner=desk,
                      viewer=viewer if by_phone else None, at=at).tip  # fmt: skip
    _work_on(scene, tip, viewer, at)
    return tip


def _named(scene: Scene) -> Iterator[Named]:
    chance = scene.chance
    if chance.random() < 0.7:
        yield Named(kind="contact", role="contact", fields={"value": scene.pool.phone(), "country": "US"})
    if chance.random() < 0.5:
        yield Named(kind="organisation", role="business", fields=scene.pool.firm())
    if chance.random() < 0.4:
        yield Named(kind="person", role="suspect", fields=scene.pool.suspect())
    if chance.random() < 0.25:
        yield Named(kind="vehicle", role="vehicle", fields=scene.pool.vehicle())


def _work_on(scene: Scene, tip: Tip, viewer: Viewer, at: datetime) -> None:
    """Most tips were read, some are with somebody, a few are closed."""
    soon = min(at + timedelta(hours=2), scene.now)
    if scene.chance.random() < 0.7:
        confirm_receipt(tip, viewer=viewer, at=soon)
        if scene.chance.random() < 0.6:
            assign_tip(tip, to_user_id=viewer.user_id, viewer=viewer, at=soon)
        if scene.chance.random() < 0.2 and tip.child != "yes":  # a child's clocks must be met first
            close_tip(tip, reason="not_trafficking", viewer=viewer, at=min(at + timedelta(days=2), scene.now))


def _cases(scene: Scene) -> Iterator[Case]:
    for moment in sorted(scene.moment(timedelta(hours=3)) for _ in range(CASE_COUNT)):
        yield _case(scene, moment)


def _case(scene: Scene, at: datetime) -> Case:
    chance = scene.chance
    short = chance.choice(CASE_DESKS)
    agency = scene.staff.agencies[short]
    who: dict[str, Any] = {"viewer": scene.staff.at(short), "at": at}
    if agency.is_victim_services:
        return _services(scene, who)
    kind, concern, title = chance.choice(TITLES)
    if short == "BayDA":
        kind = "prosecution"
    case = open_case(title=scene.words(title), kind=kind, concern=concern, state=agency.state, **who)
    suspect = add_party(case, kind="person", role="suspect", fields=scene.pool.suspect(), **who)
    if chance.random() < 0.5:
        add_party(case, kind="organisation", role="business", fields=scene.pool.firm(), **who)
    if chance.random() < 0.4:
        add_party(case, kind="contact", role="contact", fields={"value": scene.pool.phone(), "country": "US"}, **who)
    if chance.random() < 0.3:
        add_party(case, kind="vehicle", role="vehicle", fields=scene.pool.vehicle(), **who)
    if chance.random() < 0.3:
        add_party(case, kind="person", role="victim", fields=scene.pool.survivor(), **who)
    _parts(scene, case, who)
    if kind == "prosecution":
        charge = add_charge(case, defendant=suspect, statute="18-1589", filed_date=timezone.localdate(at), **who)
        if chance.random() < 0.5:
            decide_charge(
                charge,
                result="convicted",
                decided_date=timezone.localdate(scene.now),
                viewer=who["viewer"],
                at=scene.now,
            )
    _join(scene, case, who)
    return case


def _services(scene: Scene, who: dict[str, Any]) -> Case:
    """A survivor who is helped; now and then with a written consent that her name may be compared."""
    case = open_case(title="Housing and papers", kind="victim_services", **who)
    survivor = add_party(case, kind="person", role="victim", fields=scene.pool.survivor(), **who)
    add_note(case, text="Asked for a lawyer and for a bed where her brother may visit.", **who)
    if scene.chance.random() < 0.3:
        consent_to_share(
            survivor, to_agencies=[scene.staff.agencies["HCTF"]], what="My name and date of birth.",
            purpose="So that the task force knows that I am safe.", linking=True,
            until_date=timezone.localdate(scene.now) + timedelta(days=60), informed=True, written=True,
            not_a_condition=True, **{**who, "at": scene.now},
        )  # fmt: skip
    return case


def _parts(scene: Scene, case: Case, who: dict[str, Any]) -> None:
    chance, at = scene.chance, who["at"]
    add_note(case, text=chance.choice(NOTES), **who)
    if chance.random() < 0.5:
        stage, what = chance.choice(EVENTS)
        add_event(
            case, happened_at=at - timedelta(days=3), what=what, stage=stage, city=scene.pool.firm()["city"], **who
        )
    if chance.random() < 0.6:
        due = timezone.localdate(at) + timedelta(days=chance.randrange(3, 60))
        add_task(case, what=chance.choice(TASKS), due_date=due, who_id=who["viewer"].user_id, **who)


def _join(scene: Scene, case: Case, who: dict[str, Any]) -> None:
    partners = {"RCPD": "GFO", "HCTF": "BayDA", "GFO": "HCTF", "SBI": "RCPD"}
    partner = partners.get(case.owner.short_name)
    if partner and scene.chance.random() < 0.25:
        join_agency(case, scene.staff.agencies[partner], **who)
        add_note(case, text=scene.chance.choice(NOTES), viewer=scene.staff.at(partner), at=who["at"])
