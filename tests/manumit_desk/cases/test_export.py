"""Cases as files: only what the viewer may see, victims of the own agency only, no formulas, written down first."""

import csv
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from manumit.formats.htcds import read_htcds
from manumit_desk.agencies.viewer import Viewer
from manumit_desk.cases.actions.cases import edit_case
from manumit_desk.cases.actions.exporting import export_htcds, export_plain
from manumit_desk.cases.actions.parties import describe_party
from manumit_desk.cases.actions.parts import add_event
from manumit_desk.cases.queries.listing import CaseFilters
from manumit_desk.guard.models import AuditEvent
from tests.manumit_desk.cases.matter import Matter, consent, person
from tests.manumit_desk.cast import NOW, Cast

ALL = CaseFilters()


def htcds_rows(viewer: Viewer, tmp_path: Path, *, with_names: bool = True) -> list[dict[str, str]]:
    """The rows of an export, read back by the reader of the standard."""
    path = tmp_path / "out.csv"
    path.write_text("".join(export_htcds(ALL, with_names=with_names, viewer=viewer, at=NOW)), encoding="utf-8")
    reading = read_htcds(path)
    assert reading.rejected == []
    return reading.rows


def test_the_standards_file_holds_people_and_events_and_reads_back(cast: Cast, matter: Matter, tmp_path: Path) -> None:
    answers = {
        "vic_MethodsOfControl": "DebtBondage;FalsePromises",
        "vic_TraffickingStatus": "PossibleVictimOfTrafficking",
    }
    describe_party(matter.victim, answers, viewer=cast.detective, at=NOW)
    edit_case(matter.case, {"sectors": ["construction"]}, viewer=cast.detective, at=NOW)
    rows = htcds_rows(cast.detective, tmp_path)
    victim = next(row for row in rows if row.get("prs_FirstName") == "Marisol")
    assert victim["case"] == matter.case.reference
    assert victim["vic_MethodsOfControl"] == answers["vic_MethodsOfControl"]
    assert (victim["vic_ForcedLabourIndustry"], victim["con_Consent"], victim["cas_Status"]) == (
        "F_Construction",
        "false",
        "Active",
    )
    event = next(row for row in rows if row["record"] == "event")
    assert (event["hte_Description"], event["hte_Date"]) == ("The van was seen", "2026-03-01")


def test_no_other_agencys_victim_is_in_a_file_even_with_consent(cast: Cast, matter: Matter, tmp_path: Path) -> None:
    now = timezone.now()
    consent(matter.victim, cast.task_force, viewer=cast.detective, at=now)
    person(matter.case, "victim", {"given_name": "Ines"}, handling="case", viewer=cast.detective)
    add_event(
        matter.case, happened_at=NOW - timedelta(days=2), what="She was taken", handling="victim_confidential",
        viewer=cast.detective, at=NOW,
    )  # fmt: skip
    named = {row.get("prs_FirstName") for row in htcds_rows(cast.agent, tmp_path)}
    assert {"Rolf", "Ana"} <= named
    assert not {"Marisol", "Ines"} & named
    assert {"Rolf", "Marisol", "Ines"} <= {row.get("prs_FirstName") for row in htcds_rows(cast.detective, tmp_path)}
    assert "She was taken" not in "".join(export_htcds(ALL, with_names=True, viewer=cast.agent, at=NOW))


def test_names_are_left_out_unless_they_are_asked_for(cast: Cast, matter: Matter, tmp_path: Path) -> None:
    for row in htcds_rows(cast.detective, tmp_path, with_names=False):
        assert not {name for name in row if name in ("prs_FirstName", "prs_SecondName", "prs_MobilePhone")}


def test_the_audit_names_each_victims_record_before_a_line_leaves(cast: Cast, matter: Matter) -> None:
    lines = export_htcds(ALL, with_names=False, viewer=cast.detective, at=NOW)
    assert AuditEvent.objects.filter(action="export", record_id=str(matter.victim.pk)).count() == 1
    assert AuditEvent.objects.filter(action="export", record_id="").count() == 1
    assert next(iter(lines)).startswith("case,record,org_Name")


def test_other_agencies_get_an_empty_file(cast: Cast, matter: Matter) -> None:
    assert len(list(export_htcds(ALL, with_names=True, viewer=cast.advocate, at=NOW))) == 1
    assert len(list(export_plain(ALL, viewer=cast.advocate, at=NOW))) == 1


def test_the_plain_list_follows_the_filters_and_holds_no_formula(cast: Cast, matter: Matter) -> None:
    edit_case(matter.case, {"title": '=HYPERLINK("http://x.example")'}, viewer=cast.detective, at=NOW)
    [_, line] = export_plain(CaseFilters(kind="investigation"), viewer=cast.detective, at=NOW)
    cells = next(csv.reader([line]))
    assert cells[1] == '\'=HYPERLINK("http://x.example")'
    assert len(list(export_plain(CaseFilters(kind="prosecution"), viewer=cast.detective, at=NOW))) == 1


@pytest.mark.parametrize("form", ["csv", "htcds"])
def test_a_file_is_saved_from_the_page_of_the_list(cast: Cast, matter: Matter, as_: Any, form: str) -> None:
    browser: Client = as_(cast.detective)
    answer: Any = browser.post(f"{reverse('cases:export')}?state=TX", {"form": form})
    assert matter.case.reference in b"".join(answer.streaming_content).decode()
    assert answer["Content-Disposition"].startswith("attachment")
    assert browser.post(reverse("cases:export"), {"form": "xml"}).status_code == 422
