"""Files of tips: a row becomes a tip, is known, or is set aside with its reason; nothing is lost or half-written."""

import csv
from io import StringIO
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from manumit.errors import InputError
from manumit_desk.jobs.models import Job
from manumit_desk.jobs.work import Stopped
from manumit_desk.registry.models import Mention
from manumit_desk.tips.actions.files import bring_in, keep_file
from manumit_desk.tips.importing import read_tips
from manumit_desk.tips.models import Tip, TipEntry, TipImport
from tests.manumit_desk.cast import NOW
from tests.manumit_desk.tips.desk import Desks, log_in

HEADER = "id,what_happened,state,may_tell_police,contacts,received_at\n"
GOOD = HEADER + (
    "1,They lock them in,Texas,yes,956 555 0144|boss@sunset.example,2026-03-01\n"
    "2,He keeps their papers,LA,no,,2026-03-01 10:30\n"
)


def send(client: Client, content: str | bytes, name: str = "tips.csv") -> Any:
    plain = content.encode() if isinstance(content, str) else content
    return client.post("/tips/import/", {"file": SimpleUploadedFile(name, plain)})


@pytest.fixture
def client_of_line(desks: Desks) -> Client:
    """A browser of the Line's operator."""
    return log_in(desks.operator)


def bring(client: Client, captured: Any, content: str | bytes, name: str = "tips.csv") -> TipImport:
    with captured(execute=True):
        answer = send(client, content, name)
    assert answer.status_code == 302, answer.content.decode()
    return TipImport.all_objects.get(pk=UUID(answer["Location"].split("/")[-2]))


def test_each_row_becomes_a_tip_of_the_desk(
    desks: Desks, client_of_line: Client, django_capture_on_commit_callbacks: Any
) -> None:
    held = bring(client_of_line, django_capture_on_commit_callbacks, GOOD)
    assert (held.made, held.known, held.rejected, bytes(held.content)) == (2, 0, [], b"")
    first, second = Tip.all_objects.order_by("what_happened").reverse()
    assert (first.owner, first.channel, first.state, first.may_tell_police) == (desks.line, "import", "TX", True)
    assert (second.state, second.may_tell_police) == ("LA", False)
    assert TipEntry.all_objects.filter(tip=first).count() == 2
    assert Mention.objects.for_system().filter(file_id=first.pk).count() == 2


def test_the_same_file_again_makes_no_tip_twice(
    desks: Desks, client_of_line: Client, django_capture_on_commit_callbacks: Any
) -> None:
    bring(client_of_line, django_capture_on_commit_callbacks, GOOD)
    again = bring(client_of_line, django_capture_on_commit_callbacks, GOOD + "3,New,TX,,,\n")
    assert (again.made, again.known) == (1, 2)
    assert Tip.all_objects.count() == 3


def test_rows_without_a_number_are_known_by_what_they_say(
    desks: Desks, client_of_line: Client, django_capture_on_commit_callbacks: Any
) -> None:
    content = "what_happened,state\nThey lock them in,TX\nThey lock them in,TX\nSomething else,TX\n"
    held = bring(client_of_line, django_capture_on_commit_callbacks, content)
    assert (held.made, held.known) == (2, 1)


def test_what_cannot_be_used_is_set_aside_with_row_column_and_reason(
    desks: Desks, client_of_line: Client, django_capture_on_commit_callbacks: Any
) -> None:
    bad = "4,Good,TX,,,\n5,,TX,,,\n6,Bad state,Atlantis,,,\n7,Later,TX,,,2999-01-01\n8,Maybe,TX,perhaps,,\n"
    bad += '9,"=cmd()",ZZ,,,\n'
    held = bring(client_of_line, django_capture_on_commit_callbacks, HEADER + bad)
    assert held.made == 1
    where = [(row, column) for row, column, *_ in held.rejected]
    assert where == [(3, "what_happened"), (4, "state"), (5, "received_at"), (6, "may_tell_police"), (7, "state")]
    answer = client_of_line.get(f"/tips/import/{held.pk}/rejected.csv")
    header, *rows = csv.reader(StringIO(answer.content.decode()))
    assert header == ["row", "column", "reason", "text"]
    assert [row[0] for row in rows] == ["3", "4", "5", "6", "7"]
    assert all(row[2] for row in rows)


def test_only_the_agency_sees_its_files(
    desks: Desks, client_of_line: Client, django_capture_on_commit_callbacks: Any
) -> None:
    held = bring(client_of_line, django_capture_on_commit_callbacks, GOOD)
    for path in (f"/tips/import/{held.pk}/", f"/tips/import/{held.pk}/rejected.csv"):
        assert client_of_line.get(path).status_code == 200
        assert log_in(desks.detective).get(path).status_code == 404
        assert Client().get(path).status_code == 302


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("tips.xlsx", b"PK\x03\x04rest", "spreadsheet"),
        ("tips.csv", b"\x1f\x8brest", "archive"),
        ("tips.zip", b"PK\x03\x04" + b"\0" * 1000, "archive"),
    ],
)
def test_packed_files_are_refused_in_words_and_never_unpacked(
    desks: Desks, client_of_line: Client, name: str, content: bytes, said: str
) -> None:
    answer = send(client_of_line, content, name)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not TipImport.all_objects.exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"state\nTX\n", "what_happened"),
        (b"what_happened,colour\nx,y\n", "colour"),
        (b"what_happened\n", "no rows"),
        (b"\xff\xfe", "UTF-16"),
        (b"%PDF-1.7\0\0\0\0\0", "not a text file"),
        ("what_happened\nni\xf1o\n".encode("latin-1"), "UTF-8"),
        (b"what_happened\nnul \0 here\n", "NUL"),
    ],
)
def test_what_is_no_such_table_fails_with_words_on_the_job(
    desks: Desks, client_of_line: Client, django_capture_on_commit_callbacks: Any, content: bytes, said: str
) -> None:
    held = bring(client_of_line, django_capture_on_commit_callbacks, content)
    job = Job.objects.get(pk=held.job_id)
    assert (job.state, said in job.problem) == (Job.State.FAILED, True), job.problem
    assert "tips.csv" in job.problem
    assert not Tip.all_objects.exists()
    assert bytes(held.content) == b""


@override_settings(LARGEST_TIP_FILE=1_000)
def test_a_file_that_is_too_large_is_refused_before_it_is_read(desks: Desks, client_of_line: Client) -> None:
    assert send(client_of_line, GOOD + "x" * 1_500).status_code == 422
    claimed = client_of_line.post("/tips/import/", data=b"x", content_type="text/csv", CONTENT_LENGTH=str(2 * 2**30))
    assert claimed.status_code == 413


@override_settings(MOST_TIPS_IN_FILE=1)
def test_too_many_rows_are_refused_as_a_whole(
    desks: Desks, client_of_line: Client, django_capture_on_commit_callbacks: Any
) -> None:
    held = bring(client_of_line, django_capture_on_commit_callbacks, GOOD)
    assert "2 rows" in Job.objects.get(pk=held.job_id).problem
    assert not Tip.all_objects.exists()


def test_a_job_that_is_stopped_leaves_nothing(desks: Desks, tmp_path: Any) -> None:
    path = tmp_path / "tips.csv"
    path.write_text("what_happened\n" + "".join(f"Tip {n}\n" for n in range(60)), encoding="utf-8")
    rows, aside = read_tips(path, "tips.csv")
    held = keep_file("tips.csv", path.read_bytes(), viewer=desks.operator, at=NOW)

    def stop_in_the_middle(stage: str, done: float) -> None:
        if done > 0.5:
            raise Stopped

    with pytest.raises(Stopped):
        bring_in(held, rows, aside, viewer=desks.operator, at=NOW, progress=stop_in_the_middle)
    assert not Tip.all_objects.exists()
    assert not Mention.objects.for_system().exists()


def test_who_does_not_work_with_records_brings_in_nothing(desks: Desks) -> None:
    from manumit_desk.agencies.roles import Role

    overseer = desks.cast.viewer(desks.line, Role.OVERSEER)
    assert log_in(overseer).get("/tips/import/").status_code == 404


CELL = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=20)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=8))
def test_no_row_is_lost_whatever_it_holds(rows: list[tuple[str, str, str]], tmp_path: Any) -> None:
    path = tmp_path / "any.csv"
    written = StringIO()
    writer = csv.writer(written)
    writer.writerow(("what_happened", "state", "child"))
    writer.writerows(rows)
    path.write_text(written.getvalue(), encoding="utf-8", newline="")
    meant = sum(any(cell.strip() for cell in row) for row in rows)
    try:
        used, aside = read_tips(path, "any.csv")
    except InputError:
        return  # the whole file was refused, in words
    assert len(used) + len(aside) == meant
