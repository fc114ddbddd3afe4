"""What time alone changes: consents and records that ran out, and hits that nobody answered. To be run each hour."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from manumit_desk.registry.actions import end_what_ran_out, escalate_overdue_hits


class Command(BaseCommand):
    """manumit_desk keep_up_hits"""

    help = "Take out what ran out, and hand hits that waited too long to the coordination centre."

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        ended = end_what_ran_out(at=at)
        overdue = escalate_overdue_hits(before=at - timedelta(hours=settings.HIT_ESCALATES_AFTER_HOURS), at=at)
        self.stdout.write(f"{ended} mentions ran out; {overdue} sides of hits went to the coordination centre.")
