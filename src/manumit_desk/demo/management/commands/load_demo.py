"""Fill an empty desk with made-up agencies, people, tips and cases, and say how to log in."""

import argparse
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from manumit_desk.demo.agencies import PASSWORD, STAFF, address
from manumit_desk.demo.bulk import load_mentions
from manumit_desk.demo.loading import NotEmptyError, is_loaded, load_demo


class Command(BaseCommand):
    """python -m manumit_desk load_demo [--mentions N]"""

    help = "Fill an empty desk with made-up agencies, people, tips and cases; again, it only says how to log in."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--mentions", type=int, default=0, metavar="N", help="also load N made-up mentions in bulk")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if not is_loaded():
                load_demo(now=timezone.now(), progress=self._progress)
                self._progress("done", 1.0, last=True)
        except NotEmptyError as refused:
            raise CommandError(str(refused)) from None
        if options["mentions"]:
            load_mentions(options["mentions"], now=timezone.now(), progress=self._progress)
            self._progress("done", 1.0, last=True)
        self._say_how_to_log_in()

    def _progress(self, stage: str, done: float, *, last: bool = False) -> None:
        if sys.stderr.isatty():
            self.stderr.write(f"\r\033[KMade-up desk: {stage} {done:4.0%}", ending="\n" if last else "")
            self.stderr.flush()

    def _say_how_to_log_in(self) -> None:
        rows = [(f"{role.label}, {short}", address(short, role)) for short, role, _ in _one_of_each_role()]
        wide = max(len(who) for who, _ in rows)
        listed = "\n".join(f"  {who:<{wide}}  {email}" for who, email in rows)
        self.stdout.write(
            "Everything on this desk is made up: no agency, person, firm or number in it exists.\n\n"
            f"Log in at {settings.SITE_ADDRESS} with the password: {PASSWORD}\n{listed}\n\n"
            "The log-in then asks for a one-time code. It is printed by:\n"
            "  .venv/bin/python -m manumit_desk one_time_code E-MAIL"
        )


def _one_of_each_role() -> list[tuple[str, Any, str]]:
    """For each role its first place, and a second agency's investigator and advocate to see the other side."""
    shown: list[tuple[str, Any, str]] = []
    for short, role, name in STAFF:
        if role not in [one for _, one, _ in shown] or short in ("HCTF", "CasaClara", "Pine"):
            shown.append((short, role, name))
    return shown
