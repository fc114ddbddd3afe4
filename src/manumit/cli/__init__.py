"""The command line: every engine from a terminal. Results go to stdout, messages to stderr."""

import signal
import sys
from typing import NoReturn

_INTERRUPTED, _ENDED = 130, 143
_stopped_with = 0


def main() -> None:
    """Run the command line: 0 done, 2 bad input, 130 interrupted, 143 ended; anything else is a defect."""
    signal.signal(signal.SIGINT, _interrupt)
    signal.signal(signal.SIGTERM, _end)
    try:
        from manumit.cli.app import run_app  # slow to load: Ctrl-C must end that quietly too

        run_app()
    except (KeyboardInterrupt, Exception):  # DuckDB turns being stopped into an error of its own
        if not _stopped_with:
            raise
        if _stopped_with == _INTERRUPTED:
            print("Stopped; nothing was written.", file=sys.stderr)  # noqa: T201
        sys.exit(_stopped_with)


def _interrupt(_signal: int, _frame: object) -> NoReturn:
    """Ctrl-C: remembered, whatever a library makes of it."""
    _remember(_INTERRUPTED)
    raise KeyboardInterrupt


def _end(_signal: int, _frame: object) -> NoReturn:
    """Asked to end by the system: clean up as after Ctrl-C, so that nothing half-written stays."""
    _remember(_ENDED)
    sys.exit(_ENDED)


def _remember(code: int) -> None:
    global _stopped_with  # noqa: PLW0603
    _stopped_with = code
