"""Make the first administrator of an agency; further members are made on the pages."""

import argparse
import getpass
import sys
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from manumit_desk.agencies.models import Agency, Membership, User
from manumit_desk.agencies.roles import Role
from manumit_desk.guard import audit


class Command(BaseCommand):
    """python -m manumit_desk create_administrator --agency SHORT --email ... --name ..."""

    help = "Make an administrator of accounts for an agency; asks for a password, or reads it from standard input."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--agency", required=True, help="the agency's short name")
        parser.add_argument("--email", required=True)
        parser.add_argument("--name", required=True)

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        agency = Agency.objects.filter(short_name=options["agency"]).first()
        if agency is None:
            raise CommandError(f"There is no agency {options['agency']}; make it with create_agency.")
        user = self._user(options["email"].lower(), options["name"])
        now = timezone.now()
        Membership.objects.get_or_create(
            user=user, agency=agency, role=Role.ADMINISTRATOR, defaults={"from_date": timezone.localdate(now)}
        )
        audit.record("create administrator", viewer=None, at=now, agency=agency.pk, member=user.pk)
        self.stdout.write(f"{user.email} administers {agency.name}, and sets up a second factor at the first log-in.")

    def _user(self, email: str, name: str) -> User:
        known = User.objects.filter(email=email).first()
        if known is not None:
            return known
        password = getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
        user = User(email=email, name=name)
        try:
            validate_email(email)
            validate_password(password, user)
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from None
        return User.objects.create_user(email, password, name=name)
