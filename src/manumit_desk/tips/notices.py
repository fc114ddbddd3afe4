"""E-mails to a desk. They say that a tip waits, and nothing of what it says."""

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction

from manumit_desk.agencies.models import Agency


def tell_desk(agency: Agency) -> None:
    """Tell a desk's contact that a tip waits, after the transaction is kept."""
    address = agency.contact_email
    if address:
        transaction.on_commit(lambda: _send(address))


def _send(address: str) -> None:
    send_mail(
        "Something waits for your agency in Manumit",
        f"A tip waits. Log in to see it: {settings.SITE_ADDRESS}/tips/\n\n"
        "This message says nothing about whom or what it concerns.",
        settings.DEFAULT_FROM_EMAIL,
        [address],
        fail_silently=True,
    )
