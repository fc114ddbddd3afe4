"""The command line: every engine from a terminal. Results go to stdout, messages to stderr."""

import signal
import sys
from typing import NoReturn

_interrupted = False


def main() -> None:
    """Run the command line: 0 done, 2 bad input, 130 interrupted; anything else is a defect."""
    signal.signal(signal.SIGINT, _interrupt)
    signal.signal(signal.SIGTERM, _end)
    try:
        from manumit.cli.app import run_app  # slow to load: Ctrl-C must end that quietly too

        run_app()
    except (KeyboardInterrupt, Exception):  # DuckDB turns an interruption into an error of its own
        if not _interrupted:
            raise
        print("Stopped; nothing was written.", file=sys.stderr)  # noqa: T201
        sys.exit(130)


def _interrupt(_signal: int, _frame: object) -> NoReturn:
    """Ctrl-C: remembered, whatever a library makes of it."""
    global _interrupted  # noqa: PLW0603
    _interrupted = True
    raise KeyboardInterrupt


def _end(_signal: int, _frame: object) -> NoReturn:
    """Asked to end by the system: clean up as after Ctrl-C, so that nothing half-written stays."""
    sys.exit(143)
