"""Work on tips that is done in the background."""

from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from django.utils import timezone
from django_tasks import task

from manumit.errors import InputError
from manumit_desk.jobs.work import running
from manumit_desk.tips.access import access_import
from manumit_desk.tips.actions.files import bring_in, undo
from manumit_desk.tips.importing import read_tips


@task()
def import_file(job_id: str, import_id: str) -> None:
    """Read a file that was kept, and make its rows tips. Everything it tells stands on the job's page."""
    with running(job_id) as (viewer, progress, finish):
        at = timezone.now()
        held = access_import(viewer, UUID(import_id), at=at)
        progress("Reading the file", 0.0)
        try:
            with TemporaryDirectory(prefix="manumit-") as folder:
                path = Path(folder) / f"tips{_ending(held.name)}"
                path.write_bytes(bytes(held.content))
                rows, aside = read_tips(path, held.name)
        except InputError:
            undo(held, viewer=viewer, at=at)
            raise
        made, known = bring_in(held, rows, aside, viewer=viewer, at=at, progress=progress)
        finish({"made": made, "known": known, "set_aside": len(aside), "import": import_id})


def _ending(name: str) -> str:
    """The file's ending where it is one that we read; else text."""
    ending = Path(name).suffix.lower()
    return ending if ending in {".csv", ".tsv", ".txt", ".jsonl", ".ndjson", ".json", ".parquet"} else ".csv"
