"""Commands that the desk adds to the command line: `manumit audit verify`.

The library does not know them: pyproject.toml names them to it as an entry point. Django is loaded when one runs.
"""

import json
import os
import re
from typing import Annotated

import typer

from manumit.errors import InputError

audit = typer.Typer(help="The desk's audit: who did what to which record.", no_args_is_help=True, rich_markup_mode=None)


@audit.callback()
def _of_the_desk() -> None:
    """The desk's audit: who did what to which record."""


@audit.command("verify")
def verify_command(
    expect: Annotated[
        str | None, typer.Option(help="A hash that this printed before: some line must still have it.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object on stdout.")] = False,
) -> None:
    """Read the whole audit and say whether a line was changed, moved or taken out; exit code 1 when one was.

    Note down the last hash that it prints, somewhere else: given with --expect, it shows that nothing was cut off.
    """
    if expect is not None and not re.fullmatch("[0-9a-f]{64}", expect.strip().lower()):
        raise typer.BadParameter(
            "a hash has 64 characters from 0 to f, as this command prints it", param_hint="--expect"
        )
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "manumit_desk.settings")
    import django

    django.setup()
    from django.db import DatabaseError

    from manumit_desk.guard.audit import verify

    try:
        found = verify(expect.strip().lower() if expect else None)
    except DatabaseError as error:
        raise InputError(
            "there is no desk's database here, or it is not up to date",
            remedy="set MANUMIT_DATA or MANUMIT_DATABASE to the desk's, or run: python -m manumit_desk migrate",
        ) from error
    if as_json:
        typer.echo(json.dumps({"lines": found.lines, "last_hash": found.last_hash, "faults": found.faults}))
    else:
        typer.echo(f"{found.lines} lines, last hash {found.last_hash}")
        for fault in found.faults:
            typer.echo(f"  {fault}")
        typer.echo("The audit is NOT whole." if found.faults else "The audit is whole.")
    if found.faults:
        raise typer.Exit(1)
