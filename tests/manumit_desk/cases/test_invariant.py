"""Whatever is done to a joint case: the audit is whole, and the partner sees no victim without a consent that lives."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from manumit_desk.cases.actions.cases import close_case, edit_case, set_status
from manumit_desk.cases.actions.consents import end_consent
from manumit_desk.cases.actions.joint import join_agency, leave_case, take_out
from manumit_desk.cases.actions.parties import add_party, edit_party
from manumit_desk.cases.models import Case, Party
from manumit_desk.guard import audit
from manumit_desk.guard.consents import consents_about, live_consents
from manumit_desk.guard.permission import RefusedError, may_see
from tests.manumit_desk.cases.matter import MARISOL, Matter, consent
from tests.manumit_desk.cast import Cast

Step = Callable[[Cast, Case, Party, Any], object]


def _end_all(cast: Cast, case: Case, victim: Party, at: Any) -> None:
    for one in consents_about(victim):
        end_consent(victim, one, viewer=cast.detective, at=at)


STEPS: dict[str, Step] = {
    "join": lambda cast, case, _, at: join_agency(case, cast.task_force, viewer=cast.detective, at=at),
    "leave": lambda cast, case, _, at: leave_case(case, viewer=cast.agent, at=at),
    "take out": lambda cast, case, _, at: take_out(case, cast.task_force, viewer=cast.detective, at=at),
    "consent": lambda cast, _, victim, at: consent(victim, cast.task_force, viewer=cast.detective, at=at),
    "consent to another": lambda cast, _, victim, at: consent(victim, cast.nation, viewer=cast.detective, at=at),
    "partner consents": lambda cast, _, victim, at: consent(victim, cast.task_force, viewer=cast.agent, at=at),
    "end": _end_all,
    "close": lambda cast, case, _, at: close_case(case, reason="referred", viewer=cast.detective, at=at),
    "reopen": lambda cast, case, _, at: set_status(case, Case.Status.OPEN, viewer=cast.detective, at=at),
    "closer": lambda cast, case, _, at: edit_case(
        case, {"handling": "victim_confidential"}, viewer=cast.detective, at=at
    ),
    "wider": lambda cast, case, _, at: edit_case(case, {"handling": "agency"}, viewer=cast.detective, at=at),
    "edit": lambda cast, _, victim, at: edit_party(
        victim, role="victim", fields={**MARISOL, "city": "Rivera"}, viewer=cast.detective, at=at
    ),
    "partner adds": lambda cast, case, _, at: add_party(
        case, kind="person", role="witness", fields=MARISOL, viewer=cast.agent, at=at
    ),
}


def _do(step: Step, *given_to: Any) -> None:
    """One step, or none of it where the rules refuse."""
    try:
        with transaction.atomic():
            step(*given_to)
    except (RefusedError, ValidationError):
        pass


@given(names=st.lists(st.sampled_from(sorted(STEPS)), max_size=7))
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_partner_never_sees_the_victim_without_a_living_consent(
    cast: Cast, matter: Matter, names: list[str]
) -> None:
    at = timezone.now()
    with transaction.atomic():
        case = Case.all_objects.select_related("owner").get(pk=matter.case.pk)
        for name in names:
            victim = Party.all_objects.select_related("owner", "case").get(pk=matter.victim.pk)
            _do(STEPS[name], cast, case, victim, at)
            case.refresh_from_db()
            victim = Party.all_objects.get(pk=matter.victim.pk)
            live = live_consents(timezone.localdate(at)).filter(record_id=victim.pk, to_agencies=cast.task_force)
            assert victim.handling == "victim_confidential"
            assert may_see(cast.agent, victim) == live.exists(), name
        assert audit.verify().faults == ()
        transaction.set_rollback(True)
