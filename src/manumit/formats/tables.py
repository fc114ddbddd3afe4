"""Reading tables of text from CSV, JSON Lines, JSON and Parquet files.

Rows that cannot be used are set aside with row number, column and reason; files that are no table raise InputError.
Row numbers are those that a person sees in an editor: the header of a CSV file is row 1.
"""

from pathlib import Path

from manumit.errors import InputError
from manumit.formats.csv_tables import read_csv
from manumit.formats.json_tables import read_json
from manumit.formats.parquet_tables import read_parquet
from manumit.formats.rows import REMEDY_UTF8, ROW, Reading, Rejected

__all__ = ["ROW", "Reading", "Rejected", "read_table"]


def read_table(path: Path, *, most_rows: int | None = None) -> Reading:
    """The table in a file, by its ending: .csv, .tsv, .txt; .jsonl, .ndjson, .json; .parquet.

    Every value is text, trimmed, or null. Raises InputError for a file that is missing, empty or no table, and for a
    packed one (Parquet) of more than `most_rows`, before it is unpacked.
    """
    file = str(path)
    start = _start(path)
    if not start.strip():
        raise InputError("the file is empty", file=file, remedy="give a file with a header and records")
    if start.startswith(b"PAR1") or path.suffix == ".parquet":
        return read_parquet(path, most_rows=most_rows)
    _refuse_binary(start, file)
    return read_json(path) if path.suffix in (".jsonl", ".ndjson", ".json") else read_csv(path)


def _start(path: Path) -> bytes:
    if path.is_dir():
        raise InputError("this is a folder", file=str(path), remedy="give a file")
    if not path.exists():
        raise InputError("there is no such file", file=str(path), remedy="look at the name and the folder")
    try:
        with path.open("rb") as opened:
            return opened.read(4096)
    except OSError as error:
        said = f"the file cannot be read: {error.strerror}"
        raise InputError(said, file=str(path), remedy="look at its permissions") from error


def _refuse_binary(start: bytes, file: str) -> None:
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError("this is UTF-16 text, not UTF-8", file=file, row=1, remedy=REMEDY_UTF8)
    if start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise InputError("this is a spreadsheet or an archive", file=file, remedy="export the sheet as CSV UTF-8")
    if start.count(b"\0") > len(start) // 100 + 1:
        raise InputError("this is not a text file", file=file, row=1, remedy="give CSV, JSON Lines or Parquet")
