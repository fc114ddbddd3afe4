"""Make an agency, for a first installation or a new partner."""

import argparse
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from manumit_desk.agencies.models import Agency, AgencyKind
from manumit_desk.guard import audit


class Command(BaseCommand):
    """python -m manumit_desk create_agency --name ... --short-name ... --kind local"""

    help = "Make an agency."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--name", required=True)
        parser.add_argument("--short-name", required=True)
        parser.add_argument("--kind", required=True, choices=AgencyKind.values)
        parser.add_argument("--state", default="", help="two letters; none for a national agency")
        parser.add_argument("--takes-tips-in", default="", help="states whose tips it takes, as in 'TX NM'; US for all")
        parser.add_argument("--contact-email", default="")
        for flag, said in (
            ("law-enforcement", "it is a law-enforcement agency"),
            ("victim-services", "it serves victims: nothing is matched without consent"),
            ("coordination-centre", "it sees every pointer and no content"),
        ):
            parser.add_argument(f"--{flag}", action="store_true", help=said)

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        agency = Agency(
            name=options["name"],
            short_name=options["short_name"],
            kind=options["kind"],
            state=options["state"].upper(),
            takes_tips_in=options["takes_tips_in"].upper(),
            contact_email=options["contact_email"],
            is_law_enforcement=options["law_enforcement"],
            is_victim_services=options["victim_services"],
            is_coordination_centre=options["coordination_centre"],
        )
        try:
            agency.full_clean()
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from None
        agency.save()
        audit.record("create agency", viewer=None, at=timezone.now(), agency=agency.pk)
        self.stdout.write(f"{agency.name} ({agency.short_name}) is number {agency.pk}.")
