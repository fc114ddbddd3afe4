"""Make the front end ready: python -m manumit_desk.shell.frontend [--tests FOLDER]."""

import argparse
import sys
from pathlib import Path

from manumit_desk.shell.frontend.build import BuildError, build

parser = argparse.ArgumentParser(prog="manumit_desk.shell.frontend", description=__doc__)
parser.add_argument("--tests", type=Path, metavar="FOLDER", help="put there, too, what only tests need")
try:
    build(for_tests=parser.parse_args().tests)
except BuildError as error:
    sys.exit(str(error))
