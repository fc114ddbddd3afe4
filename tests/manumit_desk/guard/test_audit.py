"""The audit is a chain: whatever is done to its lines shows, and writers at once do not fork it."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg.conninfo import conninfo_to_dict
from typer.testing import CliRunner

from manumit_desk.agencies.roles import Role
from manumit_desk.guard import audit
from manumit_desk.guard.commands import audit as audit_commands
from manumit_desk.guard.models import AppendOnlyError, AuditEvent, AuditHead
from tests.manumit_desk.cast import NOW, Cast
from tests.manumit_desk.guard.records import make_case

LINES = 6
TABLE = "guard_auditevent"
COLUMNS = {
    "at": "2026-03-02 15:00:01",
    "user_id": 77,
    "agency_id": 77,
    "action": "nothing",
    "record_kind": "tips.tip",
    "record_id": "x",
    "owner_id": 77,
    "handling": "open",
    "detail": '{"n": 99}',
    "previous_hash": "1" * 64,
    "hash": "2" * 64,
}


def write(cast: Cast) -> None:
    for number in range(LINES):
        audit.record("try", viewer=cast.detective, at=NOW, n=number)


def sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def change(number: int, column: str) -> None:
    sql(f"UPDATE {TABLE} SET {column} = %s WHERE number = %s", COLUMNS[column], number)


def remove(number: int) -> None:
    sql(f"DELETE FROM {TABLE} WHERE number = %s", number)


def exchange(number: int, other: int) -> None:
    for old, new in ((number, 1000), (other, number), (1000, other)):
        sql(f"UPDATE {TABLE} SET number = %s WHERE number = %s", new, old)


numbers = st.integers(1, LINES)
TAMPERING: st.SearchStrategy[Callable[[], None]] = st.one_of(
    st.builds(lambda number, column: lambda: change(number, column), numbers, st.sampled_from(sorted(COLUMNS))),
    st.builds(lambda number: lambda: remove(number), numbers),
    st.tuples(numbers, numbers).filter(lambda pair: pair[0] != pair[1]).map(lambda pair: lambda: exchange(*pair)),
)


@given(tamper=TAMPERING)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_line_changed_taken_out_or_moved_is_found(cast: Cast, tamper: Callable[[], None]) -> None:
    with transaction.atomic():
        write(cast)
        assert audit.verify().faults == ()
        tamper()
        assert audit.verify().faults
        transaction.set_rollback(True)


def test_the_first_line_taken_out_is_found(cast: Cast) -> None:
    write(cast)
    remove(1)
    assert audit.verify().faults[0] == "line 1 is missing"


def test_lines_cut_off_at_the_end_are_found_by_the_head_and_by_a_hash_kept_elsewhere(cast: Cast) -> None:
    write(cast)
    kept = audit.verify().last_hash
    assert audit.verify(kept).faults == ()
    remove(LINES)
    assert audit.verify().faults == (f"the newest line should be {LINES}; the audit ends at {LINES - 1}",)
    last = AuditEvent.objects.get(number=LINES - 1)
    AuditHead.objects.update(number=last.number, hash=last.hash)  # somebody who covers their tracks
    assert audit.verify().faults == ()
    assert audit.verify(kept).faults == ("no line has the expected hash: lines were cut off or replaced",)


@pytest.mark.parametrize(
    "detail",
    [1.5, 1e22, float("nan"), "a\0b", "\ud800", (1, 2), {"b": 1, "a": {2: None}}, {"x"}, 2**70, True],
    ids=repr,
)
def test_a_detail_of_any_kind_is_kept_so_that_its_hash_holds(cast: Cast, detail: object) -> None:
    audit.record("try", viewer=None, at=NOW, detail=detail)
    assert audit.verify().faults == ()


def test_lines_are_neither_changed_nor_deleted(cast: Cast) -> None:
    write(cast)
    line = AuditEvent.objects.first()
    assert line is not None
    for attempt in (
        line.save,
        line.delete,
        AuditEvent.objects.all().delete,
        lambda: AuditEvent.objects.update(action="x"),
    ):
        with pytest.raises(AppendOnlyError):
            attempt()


def test_an_act_that_is_undone_leaves_no_line(cast: Cast) -> None:
    write(cast)
    with transaction.atomic():
        audit.record("try", viewer=None, at=NOW)
        transaction.set_rollback(True)
    assert audit.verify() == audit.Verified(LINES, AuditEvent.objects.get(number=LINES).hash, ())


def run_writers(database: str, folder: Path) -> dict[str, Any]:
    program = Path(__file__).with_name("adding_lines.py")
    done = subprocess.run(
        [sys.executable, str(program), "4", "25"],
        env={**os.environ, "MANUMIT_DATABASE": database, "MANUMIT_DATA": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said: dict[str, Any] = json.loads(done.stdout)
    return said


WHOLE = {"during": [], "lines": 100, "after": []}


def test_writers_at_once_do_not_fork_the_chain_on_sqlite(tmp_path: Path) -> None:
    assert run_writers(str(tmp_path / "desk.sqlite3"), tmp_path) == WHOLE


def test_writers_at_once_do_not_fork_the_chain_on_postgresql(tmp_path: Path, own_postgres_dsn: str) -> None:
    parts = conninfo_to_dict(own_postgres_dsn)
    address = f"postgresql://{parts['user']}@/{parts['dbname']}?host={parts['host']}"
    assert run_writers(address, tmp_path) == WHOLE


def test_the_command_says_that_the_audit_is_whole_and_fails_when_it_is_not(cast: Cast) -> None:
    write(cast)
    whole = CliRunner().invoke(audit_commands, ["verify", "--json"])
    assert (whole.exit_code, json.loads(whole.stdout)["lines"]) == (0, LINES)
    assert CliRunner().invoke(audit_commands, ["verify", "--expect", audit.verify().last_hash]).exit_code == 0
    assert CliRunner().invoke(audit_commands, ["verify", "--expect", "no hash"]).exit_code == 2
    change(3, "action")
    broken = CliRunner().invoke(audit_commands, ["verify"])
    assert broken.exit_code == 1
    assert "line 3 was changed" in broken.stdout


def test_supervisors_see_what_their_agency_did_and_what_was_done_with_its_records(cast: Cast, client: Any) -> None:
    case = make_case(cast.police, "law_enforcement")
    audit.record("read", viewer=cast.agent, at=NOW, held=case)
    audit.record("read", viewer=cast.agent, at=NOW, held=make_case(cast.task_force, "law_enforcement"))
    audit.record("read", viewer=cast.detective, at=NOW, held=case)
    from manumit_desk.guard.access import NotThere
    from manumit_desk.guard.queries import audit_rows

    rows = audit_rows(cast.viewer(cast.police, Role.SUPERVISOR), page=None).object_list
    assert [(row.number, row.who) for row in rows] == [(3, "Investigator"), (1, "Harbor County Task Force")]
    with pytest.raises(NotThere):
        audit_rows(cast.detective, page=None)
