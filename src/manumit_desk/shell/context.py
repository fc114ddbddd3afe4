"""What every page needs to know: who looks, and which links to show them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

DESK_NAME = "Manumit"
# The viewer is the room's below's business: any object with these, or None.
Viewer = Any


def anybody(viewer: Viewer) -> bool:
    """Every member."""
    return viewer is not None


def works_with_records(viewer: Viewer) -> bool:
    """Members whose role sees their agency's records."""
    return bool(getattr(viewer, "works_with_records", False))


@dataclass(frozen=True, slots=True)
class Link:
    """A line of the navigation: its text, the name of its address, and who may use it."""

    text: str
    name: str
    for_whom: Callable[[Viewer], bool]


NAVIGATION: Sequence[Link] = (
    Link("Today", "today", anybody),
    Link("Search", "search", works_with_records),
    Link("Tips", "tips:list", works_with_records),
    Link("Cases", "cases:list", works_with_records),
    Link("Hits", "registry:hits", works_with_records),
    Link("Subjects", "registry:subjects", works_with_records),
    Link("Training", "training:list", anybody),
    Link("Plan", "plan:list", anybody),
    Link("Measures", "measures:list", anybody),
    Link("Agency", "accounts:admin", anybody),
)


@dataclass(frozen=True, slots=True)
class ShownLink:
    """A link as the page shows it."""

    text: str
    address: str
    is_here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What the base pages show around a room's own content. Texts are empty for a stranger."""

    name: str
    home: str
    agency: str = ""
    role: str = ""
    person: str = ""
    is_member: bool = False
    is_logged_in: bool = False
    links: tuple[ShownLink, ...] = ()


def page(request: HttpRequest) -> dict[str, Page]:
    """Django's context processor: `page` in every template."""
    viewer = getattr(request, "viewer", None)
    user = getattr(request, "user", None)
    is_logged_in = bool(user and user.is_authenticated)
    home = address_of("today") or "/"
    if viewer is None:
        person = str(user) if is_logged_in else ""
        return {"page": Page(name=DESK_NAME, home=home, person=person, is_logged_in=is_logged_in)}
    role = viewer.role
    return {
        "page": Page(
            name=DESK_NAME,
            home=home,
            agency=viewer.agency_name,
            role=str(getattr(role, "label", role)),
            person=viewer.name,
            is_member=True,
            is_logged_in=True,
            links=links_for(viewer, request.path),
        )
    }


def links_for(viewer: Viewer, path: str) -> tuple[ShownLink, ...]:
    """The links that exist and that the viewer may use; the one nearest above `path` is marked as here."""
    known = [(link.text, address_of(link.name)) for link in NAVIGATION if link.for_whom(viewer)]
    found = [(text, address) for text, address in known if address]
    above = [address for _, address in found if path == address or (address != "/" and path.startswith(address))]
    here = max(above, key=len, default=None)
    return tuple(ShownLink(text, address, address == here) for text, address in found)


def address_of(name: str) -> str | None:
    """The address with this name; None while no room has one."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return None
