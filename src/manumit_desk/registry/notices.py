"""E-mails about hits. They say that something waits, and nothing of what."""

from datetime import datetime

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction

from manumit_desk.registry.models import HitSide


def tell_of_hit(side: HitSide, *, at: datetime) -> None:
    """Tell an agency once that a hit waits for it, by e-mail to its contact, after the transaction is kept.

    Several hits raised in one act, such as a file of tips read in, are one message.
    """
    if side.notified_at is not None:
        return
    told_already = HitSide.objects.filter(agency=side.agency_id, notified_at=at).exists()
    HitSide.objects.filter(pk=side.pk).update(notified_at=at)
    address = side.agency.contact_email
    if address and not told_already:
        transaction.on_commit(lambda: _send(address))


def _send(address: str) -> None:
    send_mail(
        "Something waits for your agency in Manumit",
        f"A hit waits for an answer. Log in to see it: {settings.SITE_ADDRESS}/hits/\n\n"
        "This message says nothing about whom or what it concerns.",
        settings.DEFAULT_FROM_EMAIL,
        [address],
        fail_silently=True,
    )
