"""Load the plans and authorities that come with Manumit."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from manumit_desk.agencies.models import Agency
from manumit_desk.plan.models import Plan
from manumit_desk.plan.transfer import import_actions, import_requirements, shipped


class Command(BaseCommand):
    """Reads the published plans' facts; running it again changes nothing."""

    help = "Load the national action plans of 2020 and 2021, later commitments, and the duties in law behind them."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--overseer", help="The short name of the agency that oversees the plans.")

    def handle(self, *args: Any, overseer: str | None = None, **options: Any) -> None:
        agency = None
        if overseer:
            agency = Agency.objects.filter(short_name=overseer).first()
            if agency is None:
                raise CommandError(f"there is no agency with the short name '{overseer}'")
        actions = import_actions(shipped("actions.csv"))
        duties = import_requirements(shipped("requirements.csv"))
        if agency:
            Plan.objects.filter(overseer__isnull=True).update(overseer=agency)
        self.stdout.write(f"{actions.read} actions and principles, {actions.new} of them new; {duties.new} new duties")
