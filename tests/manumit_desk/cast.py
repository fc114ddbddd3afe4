"""The same cast in every test of the desk: four agencies, their people, and a stranger."""

from dataclasses import dataclass
from datetime import UTC, datetime

from manumit_desk.agencies.models import Agency, Membership, User
from manumit_desk.agencies.roles import Role
from manumit_desk.agencies.viewer import Viewer

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Cast:
    """Rivera City police and Harbor County task force (law enforcement), Harbor House (a shelter), the Pine Nation
    (tribal police), and the coordination centre.
    """

    police: Agency
    task_force: Agency
    shelter: Agency
    nation: Agency
    centre: Agency

    def viewer(self, agency: Agency, role: Role = Role.INVESTIGATOR, *, second_factor: bool = True) -> Viewer:
        """Somebody of an agency in a role; the same person each time."""
        email = f"{role}@{agency.short_name.lower().replace(' ', '-')}.example"
        user = User.objects.filter(email=email).first() or User.objects.create_user(email, name=f"{role.label}")
        membership, _ = Membership.objects.get_or_create(
            user=user, agency=agency, role=role, defaults={"from_date": NOW.date().replace(year=2020)}
        )
        return Viewer.of(membership, has_second_factor=second_factor)

    @property
    def detective(self) -> Viewer:
        return self.viewer(self.police)

    @property
    def agent(self) -> Viewer:
        return self.viewer(self.task_force)

    @property
    def advocate(self) -> Viewer:
        return self.viewer(self.shelter, Role.ADVOCATE)

    @property
    def analyst(self) -> Viewer:
        return self.viewer(self.centre, Role.ANALYST)


def make_cast() -> Cast:
    """The agencies; people come as they are asked for."""
    make = Agency.objects.create
    contact = {"contact_name": "Duty officer", "contact_phone": "555 0100"}
    return Cast(
        police=make(name="Rivera City Police", short_name="RCPD", kind="local", state="TX", is_law_enforcement=True,
                    takes_tips_in="TX", contact_email="desk@rcpd.example", **contact),
        task_force=make(name="Harbor County Task Force", short_name="HCTF", kind="local", state="LA",
                        is_law_enforcement=True, takes_tips_in="LA", contact_email="desk@hctf.example", **contact),
        shelter=make(name="Harbor House", short_name="Harbor House", kind="ngo", state="LA", is_victim_services=True,
                     contact_email="desk@harborhouse.example", **contact),
        nation=make(name="Pine Nation Police", short_name="Pine", kind="tribal", state="NM", is_law_enforcement=True,
                    contact_email="desk@pine.example", **contact),
        centre=make(name="Coordination Centre", short_name="CC", kind="federal", is_law_enforcement=True,
                    is_coordination_centre=True, takes_tips_in="US", contact_email="desk@centre.example", **contact),
    )  # fmt: skip
