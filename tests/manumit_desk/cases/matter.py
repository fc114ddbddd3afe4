"""One joint case as all tests of this room know it: the police's, worked with the task force; a part of each kind."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from manumit_desk.agencies.models import Agency
from manumit_desk.agencies.viewer import Viewer
from manumit_desk.cases.actions.cases import open_case
from manumit_desk.cases.actions.charges import add_charge, decide_charge
from manumit_desk.cases.actions.consents import consent_to_share
from manumit_desk.cases.actions.documents import add_document
from manumit_desk.cases.actions.joint import join_agency
from manumit_desk.cases.actions.parties import add_party
from manumit_desk.cases.actions.parts import add_event, add_note, add_task
from manumit_desk.cases.models import Case, CasePart, Charge, Outcome, Party
from manumit_desk.guard.models import Consent
from tests.manumit_desk.cast import NOW, Cast

SECRET = "Marisol Quetzal"
ROLF = {"given_name": "Rolf", "family_name": "Brandt", "phone": "+1 504 555 0142"}
MARISOL = {"given_name": "Marisol", "family_name": "Quetzal"}
ANA = {"given_name": "Ana", "family_name": "Ixchel"}
PDF = b"%PDF-1.7\n" + SECRET.encode() + b"\n%%EOF\n"


@dataclass(frozen=True, slots=True)
class Matter:
    """The case, its suspect, the police's victim and the task force's, and parts that are handled like the case."""

    case: Case
    suspect: Party
    victim: Party
    partners_victim: Party
    charge: Charge
    outcome: Outcome
    shown: tuple[CasePart, ...]


def make_matter(cast: Cast) -> Matter:
    """The joint case, as two detectives would enter it."""
    who: dict[str, Any] = {"viewer": cast.detective, "at": NOW}
    case = open_case(title="Night work at the motel", kind="investigation", state="TX", **who)
    join_agency(case, cast.task_force, **who)
    suspect = person(case, "suspect", ROLF, **who)
    victim = person(case, "victim", MARISOL, **who)
    partners = person(case, "victim", ANA, viewer=cast.agent)
    charge = add_charge(case, defendant=suspect, statute="18-1591", filed_date=NOW.date(), **who)
    outcome = decide_charge(charge, result="convicted", decided_date=NOW.date(), **who)
    shown = (
        suspect,
        charge,
        outcome,
        add_note(case, text="The clerk saw the van twice.", **who),
        add_event(case, happened_at=NOW - timedelta(days=1), what="The van was seen", **who),
        add_task(case, what="Ask for the register", **who),
        add_document(case, upload("register.pdf", PDF), **who),
    )
    return Matter(case, suspect, victim, partners, charge, outcome, shown)


def person(
    case: Case, role: str, fields: Mapping[str, str], *, viewer: Viewer, at: datetime = NOW, handling: str = ""
) -> Party:
    """A person in a case."""
    return add_party(case, kind="person", role=role, fields=fields, handling=handling, viewer=viewer, at=at)


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, content)


def consent(party: Party, *to: Agency, viewer: Viewer, at: datetime, days: int = 30, linking: bool = False) -> Consent:
    """A consent as the law asks for it, and the party shown by it."""
    return consent_to_share(
        party,
        to_agencies=to,
        what="My name and what I need",
        purpose="So that they help me",
        linking=linking,
        until_date=at.date() + timedelta(days=days),
        informed=True,
        written=True,
        not_a_condition=True,
        viewer=viewer,
        at=at,
    )
