"""Say the one-time code of a made-up account."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from manumit_desk.agencies.models import User
from manumit_desk.demo.codes import NoDemoAccountError, one_time_code


class Command(BaseCommand):
    """python -m manumit_desk one_time_code investigator@rcpd.example"""

    help = "Say the code that the log-in asks for; for made-up accounts only."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email=options["email"].lower()).first()
        try:
            if user is None:
                raise NoDemoAccountError
            self.stdout.write(one_time_code(user))
        except NoDemoAccountError:
            raise CommandError("There is no made-up account with this address; load_demo lists them.") from None
