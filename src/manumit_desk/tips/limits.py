"""How often strangers may send and ask, without keeping who they are.

A sender is counted under two bytes of a keyed hash of their network address, with another key each day. On PostgreSQL
counts lie in a table, and rows that ran out stay there for a while, also in backups: so few bytes fit tens of thousands
of networks, and tell nobody who it was even to who has the key. Now and then two senders share a count.
"""

from dataclasses import dataclass
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

BYTES_KEPT = 2


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many acts of one sender, and of all senders together, in so many seconds."""

    name: str
    of_one: int
    of_all: int
    seconds: int = 3600


def limit_of_tips() -> Limit:
    """How many tips the public form takes."""
    return Limit("tips", settings.TIPS_PER_SENDER_AND_HOUR, settings.TIPS_PER_HOUR)


def limit_of_codes() -> Limit:
    """How many follow-up codes may be tried."""
    return Limit("codes", settings.TIP_CODES_PER_SENDER_AND_HOUR, settings.TIP_CODES_PER_HOUR)


def must_wait(request: HttpRequest, limit: Limit) -> int:
    """Count an act. 0: it may go on; else the seconds after which the sender may try again."""
    for key, most in ((_key(request, limit), limit.of_one), (f"tips:{limit.name}:all", limit.of_all)):
        cache.add(key, 0, limit.seconds)
        try:
            count = cache.incr(key)
        except ValueError:  # it ran out between the two
            cache.set(key, 1, limit.seconds)
            count = 1
        if count > most:
            return limit.seconds
    return 0


def _key(request: HttpRequest, limit: Limit) -> str:
    hashed = salted_hmac(f"sender of tips {timezone.localdate()}", _network(request), algorithm="sha256").digest()
    return f"tips:{limit.name}:{hashed[:BYTES_KEPT].hex()}"


def _network(request: HttpRequest) -> str:
    """The sender's address; of IPv6 the network of one household (/64), in which addresses change at will."""
    written = _address(request)
    try:
        address = ip_address(written)
    except ValueError:
        return "unknown"
    return str(ip_network((address, 64), strict=False)) if address.version == 6 else str(address)


def _address(request: HttpRequest) -> str:
    """The address that the outermost of our own front servers saw; what a sender claims beyond it is not believed."""
    own = settings.FRONT_SERVERS
    passed = [one.strip() for one in request.headers.get("X-Forwarded-For", "").split(",") if one.strip()]
    if own and len(passed) >= own:
        return passed[-own]
    return str(request.META.get("REMOTE_ADDR", ""))


def first_time(token: str) -> bool:
    """Whether a form with this token is sent for the first time in the last hours; a reload sends it again."""
    return cache.add(f"tips:once:{token}", 1, 6 * 3600)
