"""The desk keeps its house rules: rooms with a page, keys that point down, and reading past guard only where it may."""

import re
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from manumit_desk.guard.held import GuardedManager, HeldObject
from tests.architecture.source import ROOT

DESK = ROOT / "src" / "manumit_desk"
PAST_GUARD = re.compile(r"\.(?:for_system\(\)|all_objects\b|_base_manager\b)")
MAY_READ_PAST_GUARD = re.compile(
    r"^(?:(?:guard|registry)/.*|[a-z]+/(?:actions(?:/\w+)?|measures|migrations/\w+)\.py"
    r"|(?:tips|training)/access\.py|tips/(?:states|mentions)\.py|demo/bulk\.py)$"
)
"""Acts, measures, matching; what a public code opens; and what follows from a tip's parts."""
TEMPLATES = sorted(DESK.rglob("*.html"))


def rooms() -> list[Path]:
    return sorted(path.parent for path in DESK.glob("*/apps.py"))


def floors() -> dict[str, int]:
    """The number of each room's floor, the lowest first."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    layers = next(one["layers"] for one in contracts if one["name"] == "The floors of the desk")
    return {room: number for number, layer in enumerate(reversed(layers)) for room in re.findall(r"\w+", layer)}


def held_kinds() -> list[type[HeldObject]]:
    return [model for model in apps.get_models() if issubclass(model, HeldObject)]


@pytest.mark.parametrize("room", rooms(), ids=lambda room: room.name)
def test_every_room_of_the_desk_says_what_it_is_for(room: Path) -> None:
    if room.name == "agencies":  # its pages are those of accounts
        room = room.parent / "accounts"
    text = (room / "README.md").read_text(encoding="utf-8")
    assert text.startswith("# ")
    assert len(text.split()) >= 30


def test_foreign_keys_point_to_the_same_room_or_down() -> None:
    floor = floors()
    wrong = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey | models.ManyToManyField)
        and model._meta.app_label in floor
        and (target := field.related_model._meta.app_label) in floor  # type: ignore[union-attr]
        and target != model._meta.app_label
        and floor[target] >= floor[model._meta.app_label]
    ]
    assert wrong == []


@pytest.mark.parametrize("kind", held_kinds(), ids=lambda kind: kind.__name__)
def test_a_held_object_is_read_through_a_manager_that_asks_who_looks(kind: type[HeldObject]) -> None:
    assert isinstance(kind._default_manager, GuardedManager)
    assert kind._meta.base_manager_name == "all_objects"
    if whole := kind.whole_kind():
        assert issubclass(whole, HeldObject)
        assert not kind._meta.get_field(str(kind.container)).null


def test_nothing_reads_past_guard_but_where_it_may() -> None:
    readers = {
        str(path.relative_to(DESK))
        for path in DESK.rglob("*.py")
        if PAST_GUARD.search(path.read_text(encoding="utf-8"))
    }
    assert [path for path in sorted(readers) if not MAY_READ_PAST_GUARD.match(path)] == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(DESK)))
def test_no_template_turns_escaping_off_or_brings_script_or_style_of_its_own(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    assert "autoescape off" not in text
    assert re.findall(r"\sstyle=|\son\w+=|javascript:", text) == []
    assert re.findall(r"<(?:script|style)(?![^>]*(?:src=|nonce=|application/json))", text) == []
    assert re.findall(r"<(?:script|img|link|iframe)[^>]*https?://", text) == []


def test_models_and_migrations_agree(db: None) -> None:
    from django.core.management import call_command

    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
