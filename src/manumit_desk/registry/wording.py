"""The registry's facts in words that people read: how strong, what is in common, what a mention says in short."""

from manumit_desk.registry.models import Mention

_CONTACTS = {
    "phone": "a telephone number",
    "email": "an e-mail address",
    "url": "a web address",
    "handle": "an account name",
    "wallet": "a wallet",
}
_KINDS = {
    "person": "a person",
    "organisation": "an organization",
    "contact": "a contact point",
    "place": "a place",
    "vehicle": "a vehicle",
    "vessel": "a vessel",
}
_SHORT = {
    "person": (("name", "given_name", "middle_name", "family_name"), ("birth_date", "birth_year", "age")),
    "organisation": (("name",), ("city",)),
    "contact": (("value",), ()),
    "place": (("name", "address"), ("city", "region")),
    "vehicle": (("plate", "vin"), ("region", "make", "model", "colour")),
    "vessel": (("name", "imo"), ("flag",)),
}
MOST = 1_000_000


def strength(weight: float) -> str:
    """How strong a match of so many bits is, in a word."""
    if weight >= 13:
        return "very strong"
    return "strong" if weight >= 7 else "fair"


def wrong_one_in(weight: float) -> str:
    """How many matches like this one are wrong: 10 bits are 1 in 1,000."""
    odds = 2 ** min(weight, 40) + 1
    if odds >= MOST:
        return "fewer than 1 in a million like it is wrong"
    return f"about 1 in {rounded(odds):,} like it is wrong"


def rounded(number: float) -> int:
    """A number with two figures: 1,025 is 1,000, 35.4 is 35."""
    whole = round(number)
    step = 10 ** max(len(str(whole)) - 2, 0)
    return int(round(whole / step) * step)


def in_common(kind: str, contact_type: str = "") -> str:
    """What a pair of mentions shares: a telephone number in common."""
    return f"{_CONTACTS.get(contact_type, _KINDS['contact']) if kind == 'contact' else _KINDS[kind]} in common"


def what(kind: str, contact_type: str = "") -> str:
    """What a mention is of, as a heading: Telephone number."""
    words = in_common(kind, contact_type).removesuffix(" in common").partition(" ")[2]
    return words[:1].upper() + words[1:]


def in_short(mention: Mention) -> str:
    """What a mention says, in a few words: its name, and what tells it from namesakes."""
    first, then = _SHORT[mention.kind]
    fields = mention.fields
    names = [fields[name] for name in first if fields.get(name)]
    more = [fields[name] for name in then if fields.get(name)]
    named = names[0] if "name" in fields and names else " ".join(names)
    if not named:  # only an identifier, a number or a place is known
        named, *more = [value for name, value in fields.items() if name not in ("type", "country")] or ["nothing more"]
    return ", ".join([named, *more[:3]])[:160]


def contact_type(mention: Mention) -> str:
    """The type of a contact point, as its record says it; empty for other kinds."""
    return str(mention.fields.get("type", "")).lower() if mention.kind == "contact" else ""
