"""The made-up agencies and their people."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.hashers import make_password

from manumit_desk.agencies.models import Agency, Membership, User
from manumit_desk.agencies.roles import Role
from manumit_desk.agencies.viewer import Viewer

PASSWORD = "made-up people only"  # noqa: S105 - printed for everybody to see
"""The password of every made-up account."""
DOMAIN = "example"
LE, VS = {"is_law_enforcement": True}, {"is_victim_services": True}

AGENCIES: tuple[tuple[str, str, str, str, dict[str, Any]], ...] = (
    ("National Coordination Center", "NCC", "federal", "", {**LE, "is_coordination_centre": True}),
    ("Lighthouse Hotline", "Lighthouse", "ngo", "", {"takes_tips_in": "US"}),
    ("Rivera City Police", "RCPD", "local", "TX", {**LE, "takes_tips_in": "TX"}),
    ("Harbor County Task Force", "HCTF", "local", "LA", {**LE, "takes_tips_in": "LA"}),
    ("Gulf Field Office", "GFO", "federal", "", LE),
    ("State Bureau of Investigation", "SBI", "state", "NM", {**LE, "takes_tips_in": "NM"}),
    ("Bay District Attorney", "BayDA", "local", "LA", LE),
    ("Pine Nation Police", "Pine", "tribal", "NM", {**LE, "tribal_linking_allowed": True}),
    ("Harbor House", "HarborHouse", "ngo", "LA", VS),
    ("Casa Clara", "CasaClara", "ngo", "TX", VS),
    ("Labor Standards Division", "LSD", "state", "TX", {}),
    ("Trade Remedy Office", "TRO", "federal", "", LE),
    ("Norte Prosecution Service", "Norte", "international", "", LE),
)
"""Name, short name, kind, state, and what else is set."""
STAFF: tuple[tuple[str, Role, str], ...] = (
    ("NCC", Role.ANALYST, "Avery Lindqvist"),
    ("NCC", Role.SUPERVISOR, "Marion Castellane"),
    ("NCC", Role.OVERSEER, "Teodor Vance"),
    ("Lighthouse", Role.TIP_DESK, "Odalys Ferrer"),
    ("Lighthouse", Role.SUPERVISOR, "Pim Okonjo"),
    ("RCPD", Role.INVESTIGATOR, "Dana Whitlock"),
    ("RCPD", Role.SUPERVISOR, "Ruben Salgado"),
    ("RCPD", Role.TIP_DESK, "Cleo Martins"),
    ("RCPD", Role.ADMINISTRATOR, "Ines Harrow"),
    ("HCTF", Role.INVESTIGATOR, "Jonah Thibodeau"),
    ("HCTF", Role.ANALYST, "Priya Landry"),
    ("HCTF", Role.SUPERVISOR, "Estelle Broussard"),
    ("GFO", Role.INVESTIGATOR, "Kit Amundsen"),
    ("GFO", Role.ANALYST, "Noor Beckett"),
    ("SBI", Role.INVESTIGATOR, "Lena Montoya"),
    ("SBI", Role.TIP_DESK, "Gus Pettibone"),
    ("BayDA", Role.INVESTIGATOR, "Simone Achard"),
    ("Pine", Role.INVESTIGATOR, "Wyatt Yellowpine"),
    ("Pine", Role.SUPERVISOR, "Della Rainwater"),
    ("HarborHouse", Role.ADVOCATE, "Grace Abiola"),
    ("HarborHouse", Role.SUPERVISOR, "Tamsin Keller"),
    ("CasaClara", Role.ADVOCATE, "Luz Marroquin"),
    ("LSD", Role.INVESTIGATOR, "Hollis Grady"),
    ("TRO", Role.ANALYST, "Mei Farrow"),
    ("Norte", Role.INVESTIGATOR, "Rafael Quirarte"),
)
SINCE = date(2024, 1, 1)


@dataclass(frozen=True, slots=True)
class Staff:
    """The made-up agencies by short name, and who works where."""

    agencies: dict[str, Agency]
    viewers: dict[tuple[str, Role], Viewer]

    def at(self, short: str) -> Viewer:
        """Somebody of an agency who works with records."""
        return next(
            viewer for (where, _), viewer in self.viewers.items() if where == short and viewer.works_with_records
        )


def make_staff() -> Staff:
    """Make the agencies and people."""
    agencies = {
        short: Agency.objects.create(
            name=name, short_name=short, kind=kind, state=state, contact_name="Duty desk",
            contact_phone=f"+1 202 555 01{number:02}", contact_email=f"desk@{short.lower()}.{DOMAIN}", **more,
        )
        for number, (name, short, kind, state, more) in enumerate(AGENCIES)
    }  # fmt: skip
    password = make_password(PASSWORD)  # the same for all: hashing is slow on purpose
    viewers = {}
    for short, role, name in STAFF:
        user = User.objects.create(email=address(short, role), name=name, password=password, is_demo=True)
        membership = Membership.objects.create(user=user, agency=agencies[short], role=role, from_date=SINCE)
        viewers[short, role] = Viewer.of(membership, has_second_factor=True)
    return Staff(agencies, viewers)


def address(short: str, role: Role) -> str:
    """Where a made-up person gets e-mail, and logs in: investigator@rcpd.example."""
    return f"{str(role).replace('_', '-')}@{short.lower()}.{DOMAIN}"
