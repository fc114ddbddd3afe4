"""E-mails about hits. They say that something waits, and nothing of what."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction

from manumit_desk.registry.models import HitSide


def tell_of_hits(sides: Sequence[HitSide], *, at: datetime) -> None:
    """Tell each agency once that a hit waits for it, by e-mail to its contact, after the transaction is kept.

    Several hits raised in one act, such as a file of tips read in, are one message.
    """
    fresh = [side for side in sides if side.notified_at is None]
    if not fresh:
        return
    agencies = {side.agency_id: side.agency for side in fresh}
    told = HitSide.objects.filter(agency__in=agencies, notified_at=at).values_list("agency", flat=True).distinct()
    told_already = set(told)
    HitSide.objects.filter(pk__in=[side.pk for side in fresh]).update(notified_at=at)
    for number, agency in agencies.items():
        if agency.contact_email and number not in told_already:
            transaction.on_commit(partial(_send, agency.contact_email))


def _send(address: str) -> None:
    send_mail(
        "Something waits for your agency in Manumit",
        f"A hit waits for an answer. Log in to see it: {settings.SITE_ADDRESS}/hits/\n\n"
        "This message says nothing about whom or what it concerns.",
        settings.DEFAULT_FROM_EMAIL,
        [address],
        fail_silently=True,
    )
