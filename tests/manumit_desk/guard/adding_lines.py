"""A program of its own: several processes add lines to one audit at once, then it is verified. Prints JSON.

python tests/manumit_desk/guard/adding_lines.py PROCESSES LINES   (the database: MANUMIT_DATABASE)
"""

import json
import multiprocessing
import os
import sys
from datetime import UTC, datetime

import django

NOW = datetime(2026, 3, 2, tzinfo=UTC)


def add(lines: int) -> None:
    from manumit_desk.guard import audit

    for number in range(lines):
        audit.record("try", viewer=None, at=NOW, number=number)


def main(processes: int, lines: int) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "manumit_desk.settings"
    django.setup()
    from django.db import connection

    from manumit_desk.guard import audit
    from manumit_desk.guard.models import AuditEvent, AuditHead

    with connection.schema_editor() as editor:
        for model in (AuditEvent, AuditHead):
            editor.create_model(model)
    connection.close()
    fork = multiprocessing.get_context("fork")
    writers = [fork.Process(target=add, args=(lines,)) for _ in range(processes)]
    for writer in writers:
        writer.start()
    during = audit.verify()
    for writer in writers:
        writer.join()
    after = audit.verify()
    sys.stdout.write(json.dumps({"during": during.faults, "lines": after.lines, "after": after.faults}))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
