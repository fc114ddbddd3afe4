"""Who is looking: one person in one agency in one role, as plain values that rules can ask."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from manumit_desk.agencies.models import Membership
from manumit_desk.agencies.roles import SEES_VICTIMS, WORKS_WITH_RECORDS, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """A member at work. `handlings` narrows what a token may see (None: no narrowing).

    `has_second_factor` is whether this session, or the person who made the token, logged in with one. `agreed` is what
    agreements in force let the agency see of each other, `memory` what guard asked and put together so far: both are
    kept for one page or call (None: asked and put together each time).
    """

    user_id: int
    name: str
    email: str
    membership_id: int
    agency_id: int
    agency_name: str
    agency_kind: str
    role: Role
    is_law_enforcement: bool
    is_victim_services: bool
    is_coordination_centre: bool
    has_second_factor: bool
    handlings: frozenset[str] | None = None
    agreed: Mapping[int, frozenset[str]] | None = field(default=None, compare=False, repr=False)
    memory: dict[Any, Any] | None = field(default=None, compare=False, repr=False)

    @property
    def works_with_records(self) -> bool:
        """Whether the role sees its agency's records at all."""
        return self.role in WORKS_WITH_RECORDS

    @property
    def sees_victims(self) -> bool:
        """Whether the role may meet a victim's record, with a second factor."""
        return self.role in SEES_VICTIMS and self.has_second_factor

    @property
    def is_centre_analyst(self) -> bool:
        """Whether this is somebody at the coordination centre who sees all pointers."""
        return self.is_coordination_centre and self.works_with_records

    @classmethod
    def of(
        cls,
        membership: Membership,
        *,
        has_second_factor: bool,
        handlings: frozenset[str] | None = None,
        agreed: Mapping[int, frozenset[str]] | None = None,
    ) -> "Viewer":
        """The viewer that a membership makes; its user and agency should be loaded with it."""
        user, agency = membership.user, membership.agency
        return cls(
            user_id=user.pk,
            name=user.name,
            email=user.email,
            membership_id=membership.pk,
            agency_id=agency.pk,
            agency_name=agency.name,
            agency_kind=agency.kind,
            role=Role(membership.role),
            is_law_enforcement=agency.is_law_enforcement,
            is_victim_services=agency.is_victim_services,
            is_coordination_centre=agency.is_coordination_centre,
            has_second_factor=has_second_factor,
            handlings=handlings,
            agreed=agreed,
            memory=None if agreed is None else {},
        )
