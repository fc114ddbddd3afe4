"""The command line: every engine from a terminal. Results go to stdout, messages to stderr."""

import signal
import sys


def main() -> None:
    """Run the command line: 0 done, 2 bad input, 130 interrupted; anything else is a defect."""
    signal.signal(signal.SIGTERM, _ended)
    try:
        from manumit.cli.app import run_app  # slow to load: Ctrl-C must end that quietly too

        run_app()
    except KeyboardInterrupt:
        print("Stopped; nothing was written.", file=sys.stderr)  # noqa: T201
        sys.exit(130)


def _ended(_signal: int, _frame: object) -> None:
    """Asked to end by the system: go as after Ctrl-C, so that nothing half-written stays."""
    sys.exit(143)
