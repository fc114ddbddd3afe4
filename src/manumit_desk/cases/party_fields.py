"""Which facts each kind of party has, in the words of its form; the fields are those that the registry compares."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError

from manumit.formats import htcds
from manumit.link.kinds import KINDS
from manumit_desk.cases.models import Party

LONGEST = 300
"""Characters in a fact."""
Asked = tuple[tuple[str, str, str], ...]

ASKED: dict[str, Asked] = {
    Party.Kind.PERSON: (
        ("given_name", "Given name", ""),
        ("family_name", "Family name", "All of them, in the order they are used."),
        ("name", "Name as it was written", "When you do not know which part is which."),
        ("other_names", "Other names", "Aliases and nicknames, parted by semicolons."),
        ("birth_date", "Date of birth", "For example 1999-05-31, or only 1999."),
        ("age", "Age", "If the date of birth is not known."),
        ("sex", "Sex", "Female, male or other."),
        ("nationality", "Nationality", "Two letters of the country, such as MX; several parted by semicolons."),
        ("phone", "Phone", "Several parted by semicolons."),
        ("email", "E-mail", ""),
        ("address", "Street and number", ""),
        ("city", "City", ""),
        ("region", "State", ""),
        ("postcode", "ZIP code", ""),
        ("identifier", "Number of a document", "With its kind, such as passport: X123."),
    ),
    Party.Kind.ORGANISATION: (
        ("name", "Name", ""),
        ("other_names", "Other names", "Parted by semicolons."),
        ("phone", "Phone", "Several parted by semicolons."),
        ("email", "E-mail", ""),
        ("website", "Website", ""),
        ("address", "Street and number", ""),
        ("city", "City", ""),
        ("region", "State", ""),
        ("postcode", "ZIP code", ""),
        ("identifier", "Number", "Such as ein: 12-3456789."),
    ),
    Party.Kind.CONTACT: (
        ("value", "Phone, e-mail, account or web address", "As it was written."),
        ("country", "Country", "Two letters; for phone numbers without a country code."),
    ),
    Party.Kind.PLACE: (
        ("name", "Name of the place", "Such as the motel's."),
        ("address", "Street and number", ""),
        ("city", "City", ""),
        ("region", "State", ""),
        ("postcode", "ZIP code", ""),
    ),
    Party.Kind.VEHICLE: (
        ("plate", "License plate", ""),
        ("region", "State of the plate", ""),
        ("make", "Make", ""),
        ("model", "Model", ""),
        ("colour", "Color", ""),
        ("year", "Year", ""),
        ("vin", "VIN", ""),
    ),
    Party.Kind.VESSEL: (
        ("name", "Name", ""),
        ("imo", "IMO number", ""),
        ("mmsi", "MMSI", ""),
        ("call_sign", "Call sign", ""),
        ("flag", "Flag", "Two letters of the country."),
    ),
}


def cleaned(kind: str, fields: Mapping[str, object]) -> dict[str, str]:
    """The facts that are known, as trimmed text. ValidationError by field: no such fact, too long, nothing known."""
    faults: dict[str, str] = {}
    known: dict[str, str] = {}
    for name, value in fields.items():
        text = str(value if value is not None else "").strip()
        if name not in KINDS[kind].raw_fields:
            faults[name] = "There is no such fact of this kind."
        elif len(text) > LONGEST:
            faults[name] = f"At most {LONGEST} characters."
        elif "\0" in text or any("\ud800" <= char <= "\udfff" for char in text):
            faults[name] = "The text holds a character that cannot be kept."
        elif text:
            known[name] = text
    if faults:
        raise ValidationError(faults)
    if not known:
        raise ValidationError("Enter at least one fact.")
    return known


def label_of(kind: str, fields: Mapping[str, str]) -> str:
    """A party in one line, as lists show it."""
    name = fields.get("name") or " ".join(filter(None, (fields.get("given_name"), fields.get("family_name"))))
    first = {
        Party.Kind.CONTACT: fields.get("value", ""),
        Party.Kind.VEHICLE: " ".join(filter(None, map(fields.get, ("plate", "region")))) or fields.get("vin", ""),
        Party.Kind.PLACE: name or fields.get("address", ""),
    }.get(Party.Kind(kind), name)
    rest = ", ".join(value for value in fields.values() if value)
    return first or rest[:80]


_OF_EVERYBODY = ("prs_MaritalStatus", "prs_NumberOfChildren", "prs_PrimaryLanguage", "prs_HighestLevelOfEducation")
_ASKED_ELSEWHERE = frozenset({"vic_AgreementToManagePersonalData"})
"""What the consents say."""


def asked_of(role: str) -> dict[str, htcds.Field]:
    """What the Human Trafficking Case Data Standard asks of a victim or a suspect beyond their facts, by its name."""
    prefix = {Party.Role.VICTIM: "vic_", Party.Role.SUSPECT: "per_"}.get(Party.Role(role), "none")
    return {
        name: field
        for name, field in htcds.fields().items()
        if (name.startswith(prefix) or name in _OF_EVERYBODY) and name not in _ASKED_ELSEWHERE
    }
