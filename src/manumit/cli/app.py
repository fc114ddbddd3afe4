"""All commands in one list."""

import sys
from importlib.metadata import entry_points, version
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from manumit.cli.demo import demo
from manumit.cli.estimate import estimate
from manumit.cli.explain import explain_command
from manumit.cli.link import run
from manumit.cli.live import index_command, match_command
from manumit.cli.screen import say
from manumit.cli.train import train_command
from manumit.cli.world import world
from manumit.errors import ManumitError

SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class _FilesByDefault(TyperGroup):
    """`manumit link FILES…` is `manumit link run FILES…`: only a subcommand's name is taken for one."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and args[0] not in ctx.help_option_names:
            args = ["run", *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    name="manumit",
    help="Lets the agencies that fight human trafficking find where their records concern the same people.",
    no_args_is_help=True,
    context_settings=SETTINGS,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
)
link = typer.Typer(
    cls=_FilesByDefault,
    help="""Who is who: which records are of one person, organisation, contact point, place, vehicle or vessel.

    manumit link FILES… is short for manumit link run FILES…

    Try:

        manumit link people.csv --kind person --out clusters.parquet
    """,
    no_args_is_help=True,
    context_settings=SETTINGS,
    rich_markup_mode=None,
)
link.command("run")(run)
link.command("explain")(explain_command)
link.command("train")(train_command)
link.command("index")(index_command)
link.command("match")(match_command)
app.add_typer(link, name="link")
app.command("estimate")(estimate)
app.command("world")(world)
app.command("demo")(demo)
for _extension in sorted(entry_points(group="manumit.commands")):  # what other packages, such as the desk, add
    app.add_typer(_extension.load(), name=_extension.name)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"manumit {version('manumit')}")
        raise typer.Exit


@app.callback()
def _main(
    _asked: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version.")
    ] = False,
) -> None:
    """Lets the agencies that fight human trafficking find where their records concern the same people."""


def run_app() -> None:
    """Run the command that the arguments ask for, and say in one line what was wrong with the input."""
    try:
        app(prog_name="manumit")
    except ManumitError as error:
        say(f"manumit: {error}")
        sys.exit(2)
    except SystemExit as stopped:
        if stopped.code == 130:
            say("Stopped; nothing was written.")
        raise
