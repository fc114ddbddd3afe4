"""The command line: every engine from a terminal. Results go to stdout, messages to stderr."""

import sys
from importlib.metadata import version
from typing import Annotated

import typer
from typer.core import TyperGroup

from manumit.cli import link as link_commands
from manumit.cli.demo import demo
from manumit.cli.screen import say
from manumit.cli.world import world
from manumit.errors import ManumitError

SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class _BatchByDefault(TyperGroup):
    """`manumit link FILES…` is `manumit link run FILES…`: only a subcommand's name is taken for one."""

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands:
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
    cls=_BatchByDefault,
    help="Who is who: which records are of one person, organisation, contact point, place, vehicle or vessel.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
link.command("run", help=None)(link_commands.run)
link.command("train")(link_commands.train_command)
link.command("explain")(link_commands.explain_command)
link.command("index")(link_commands.index_command)
link.command("match")(link_commands.match_command)
app.add_typer(link, name="link")
app.command("world")(world)
app.command("demo")(demo)


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


def main() -> None:
    """Run the command line: 0 done, 2 bad input, 130 interrupted; anything else is a defect."""
    try:
        app()
    except ManumitError as error:
        say(f"manumit: {error}")
        sys.exit(2)
    except KeyboardInterrupt:
        say("Stopped; nothing was written.")
        sys.exit(130)
