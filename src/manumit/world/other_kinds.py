"""Made-up contact points, places, vehicles and vessels."""

import numpy as np

from manumit.world.geography import AREA_CODES, STATES
from manumit.world.record import phone_written
from manumit.world.things import Luck, Row, Style, Thing, ThingKind, some_places, upper, written_place

_WORDS = (
    "sunny rosa lucky tiger angel blue nova star candy velvet midas echo ruby jade lotus coral amber onyx luna vega"
).split()
_DOMAINS = ("postbox.example", "freemail.example", "alderpost.example", "chat.example", "ads.example")
_HEX = "0123456789abcdef"
_NEXT = str.maketrans("0123456789", "1234567890")


def make_contacts(rng: np.random.Generator, count: int) -> list[Thing]:
    """True contact points; an eighth differ from the one before in one character."""
    luck = Luck(rng)
    things: list[Thing] = []
    for number in range(count):
        if things and luck.below(0.12):
            near = dict(things[-1])
            near["value"] = near["value"][:-1] + (
                near["value"][-1].translate(_NEXT) if near["value"][-1].isdigit() else "x"
            )
            things.append(near)
        else:
            things.append(_contact(luck, number))
    return things


def _contact(luck: Luck, number: int) -> Thing:
    kind = luck.one(("phone", "phone", "phone", "phone", "email", "email", "handle", "handle", "url", "wallet"))
    word = f"{luck.one(_WORDS)}{luck.one(('', '.', '_', ''))}{luck.one(_WORDS)}{int(luck() * 9999)}"
    value = {
        "phone": f"{luck.one(AREA_CODES)}{int(2_000_000 + luck() * 7_999_999)}",
        "email": f"{word}@{luck.one(_DOMAINS)}",
        "handle": word.replace(".", "_"),
        "url": f"{luck.one(_DOMAINS)}/{luck.one(('post', 'ad', 'profile'))}/{int(10**6 + luck() * 10**7)}",
        "wallet": "0x" + "".join(luck.one(_HEX) for _ in range(40)),
    }[kind]
    return {"type": kind, "value": value, "family": str(number)}


def mention_contact(luck: Luck, thing: Thing, style: Style) -> Row:
    """One mention: the same contact point in another notation."""
    kind, value = thing["type"], thing["value"]
    if kind == "phone":
        how = style.phone if luck.below(0.7) else int(luck() * 6)
        value = phone_written(value, how) + (luck.one((" ", " (cell)", " x12", "")) if luck.below(0.06) else "")
    elif kind == "email":
        value = luck.one((value, value, value.upper(), f"mailto:{value}", f"<{value}>", value.capitalize()))
    elif kind == "handle":
        value = luck.one(
            (
                value,
                f"@{value}",
                f"@{value.upper()}",
                f"https://social.example/{value}",
                f"social.example/{value}/",
            )
        )
    elif kind == "url":
        value = luck.one(
            (
                f"https://{value}",
                f"http://www.{value}/",
                value,
                f"https://{value}?utm_source=x",
                f"HTTPS://{value}",
            )
        )
    elif luck.below(0.2):
        value = value.upper().replace("0X", "0x")
    return {
        "type": kind if luck.below(0.6) else None,
        "value": value,
        "country": "US" if kind == "phone" and luck.below(0.2) else None,
    }


def make_places(rng: np.random.Generator, count: int) -> list[Thing]:
    """True places; a sixth stand in the same street as the one before."""
    luck, things = Luck(rng), some_places(rng, count)
    for number, place in enumerate(things):
        place["family"] = str(number)
        place["name"] = _place_name(luck) if luck.below(0.35) else ""
        if number and luck.below(0.16):
            before = things[number - 1]
            place |= {field: before[field] for field in ("street", "city", "state", "postcode", "family")}
            place["house"] = str(int(before["house"]) + luck_step(luck))
    return things


def luck_step(luck: Luck) -> int:
    """How far the neighbour's house number is."""
    return 1 + int(luck() * 9)


def _place_name(luck: Luck) -> str:
    kind = luck.one(
        (
            "Motel",
            "Inn",
            "Truck Stop",
            "Farm",
            "Spa",
            "Warehouse",
            "Bar & Grill",
            "Camp",
            "Packing House",
            "Hotel",
        )
    )
    return f"{luck.one(_WORDS).capitalize()} {luck.one(_WORDS).capitalize()} {kind}"


def mention_place(luck: Luck, thing: Thing, style: Style) -> Row:
    """One mention of a place: its address, and now and then its name."""
    row = written_place(luck, thing, style)
    if thing["name"] and luck.below(0.6):
        row["name"] = thing["name"].upper() if style.upper else thing["name"]
        if luck.below(0.12):
            row["address"] = None
    row["country"] = luck.one(("XD", "Alderland")) if luck.below(0.3) else None
    return row


_CARS = (
    "Ford:F-150,Focus,Transit,Explorer", "Toyota:Corolla,Camry,Hilux,Sienna", "Honda:Civic,Accord,CR-V",
    "Chevrolet:Silverado,Malibu,Express",
    "Nissan:Altima,Sentra,Frontier", "Volkswagen:Golf,Jetta,Passat", "Hyundai:Elantra,Sonata",
    "Dodge:Ram 1500,Caravan", "BMW:320i,X5",
)  # fmt: skip
_MAKES = tuple((make, tuple(models.split(","))) for make, _, models in (car.partition(":") for car in _CARS))
_SHORT_MAKES = {"Chevrolet": ("Chevy", "CHEV"), "Volkswagen": ("VW", "VOLK"), "Toyota": ("TOYT", "Toyota"),
    "Nissan": ("NISS", "Datsun"), "Honda": ("HOND", "honda")}  # fmt: skip
_COLOURS = ("white", "black", "silver", "grey", "blue", "red", "green", "brown", "gold")
_NEAR_COLOURS = {"silver": "grey", "grey": "silver", "black": "dark blue", "gold": "beige", "white": "cream"}
_UP = "ABCDEFGHJKLMNPRSTUVWXYZ"
_VIN = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789"
_VIN_VALUES = dict(
    zip(
        "ABCDEFGHJKLMNPRSTUVWXYZ",
        (1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 7, 9, 2, 3, 4, 5, 6, 7, 8, 9),
        strict=True,
    )
)
_VIN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)


def vin_of(seventeen: str) -> str:
    """A vehicle identification number with its check digit (49 CFR 565.15) at the ninth place."""
    total = sum(
        weight * _VIN_VALUES.get(sign, int(sign) if sign.isdigit() else 0)
        for sign, weight in zip(seventeen, _VIN_WEIGHTS, strict=True)
    )
    return seventeen[:8] + ("X" if total % 11 == 10 else str(total % 11)) + seventeen[9:]


def make_vehicles(rng: np.random.Generator, count: int) -> list[Thing]:
    """True vehicles; a seventh look like the one before: the same make and colour, a plate that differs in
    one sign.
    """
    luck = Luck(rng)
    things: list[Thing] = []
    for number in range(count):
        make, models = _MAKES[int(luck() ** 1.5 * len(_MAKES))]
        # No maker has a code that begins with O or I; 9X is held by none.
        thing = {
            "plate": _plate(luck), "state": str(int(luck() * len(STATES))), "make": make,
            "model": luck.one(models),
            "colour": luck.one(_COLOURS), "year": str(int(1994 + luck() * 31)), "family": str(number),
            "vin": vin_of("9X" + "".join(luck.one(_VIN) for _ in range(9)) + f"{int(luck() * 10**6):06d}"),
        }  # fmt: skip
        if things and luck.below(0.14):
            before = things[-1]
            thing |= {field: before[field] for field in ("make", "model", "colour", "state", "family")}
            thing["plate"] = before["plate"][:-1] + (
                before["plate"][-1].translate(_NEXT) if before["plate"][-1].isdigit() else "Q"
            )
        things.append(thing)
    return things


def _plate(luck: Luck) -> str:
    shape = luck.one(("LLL0000", "0LLL000", "LL00000", "LLL000", "000LLL"))
    return "".join(luck.one(_UP) if sign == "L" else str(int(luck() * 10)) for sign in shape)


def mention_vehicle(luck: Luck, thing: Thing, style: Style) -> Row:
    """One mention: a witness has part of a plate and a colour, a register has all."""
    plate = thing["plate"]
    if luck.below(0.2):
        plate = f"{plate[:3]}{luck.one(('-', ' '))}{plate[3:]}"
    if luck.below(0.04):
        plate = plate[: luck_step(luck) % 4 + 3]
    colour = _NEAR_COLOURS.get(thing["colour"], thing["colour"]) if luck.below(0.1) else thing["colour"]
    make = luck.one(_SHORT_MAKES[thing["make"]]) if thing["make"] in _SHORT_MAKES and luck.below(0.3) else thing["make"]
    row: Row = {
        "plate": plate if luck.below(0.9) else None,
        "region": STATES[int(thing["state"])][1 - style.region] if luck.below(0.75) else None,
        "vin": thing["vin"] if luck.below(0.35) else None,
        "make": make if luck.below(0.8) else None,
        "model": thing["model"] if luck.below(0.55) else None,
        "colour": colour if luck.below(0.6) else None,
        "year": str(int(thing["year"]) + (luck_step(luck) % 2 if luck.below(0.08) else 0)) if luck.below(0.5) else None,
    }
    return upper(row) if style.upper else row


_FLAGS = (
    ("PA", "Panama"),
    ("LR", "Liberia"),
    ("TW", "Taiwan"),
    ("CN", "China"),
    ("TH", "Thailand"),
    ("XD", "Alderland"),
    ("KR", "South Korea"),
    ("TG", "Togo"),
)
_SHIPS = (
    "Pacific Ocean Sea Star Fortune Dragon Hai Feng Yuan Da Shun Jin Fu Lucky Golden Southern "
    "Fishery Victory Glory Pearl Aurora Santa Maria Carmen"
).split()
_PREFIXES = ("MV ", "M/V ", "F/V ", "FV ", "MT ", "")


def imo_of(six: int) -> str:
    """An IMO number: six digits and the check digit that their weighted sum ends with."""
    digits = f"{six:06d}"
    return digits + str(sum(int(digit) * weight for digit, weight in zip(digits, range(7, 1, -1), strict=True)) % 10)


def make_vessels(rng: np.random.Generator, count: int) -> list[Thing]:
    """True vessels; a quarter are sister ships: the same name with another number."""
    luck = Luck(rng)
    things: list[Thing] = []
    for number in range(count):
        sister = things[-1] if things and luck.below(0.25) else None
        flag = luck.one([code for code, _ in _FLAGS])
        things.append(
            {
                "core": sister["core"] if sister else f"{luck.one(_SHIPS)} {luck.one(_SHIPS)}",
                "number": str(int(1 + luck() * 98)) if sister or luck.below(0.4) else "",
                "former": f"{luck.one(_SHIPS)} {luck.one(_SHIPS)}" if luck.below(0.2) else "",
                "flag": sister["flag"] if sister and luck.below(0.8) else flag,
                "imo": imo_of(100_000 + int(luck() * 99_999)) if luck.below(0.6) else "",
                "mmsi": f"799{int(luck() * 10**6):06d}",
                "call_sign": "9Z" + luck.one(_UP) + luck.one(_UP) + str(int(luck() * 10)),
                "family": sister["family"] if sister else str(number),
            }
        )
    return things


def mention_vessel(luck: Luck, thing: Thing, style: Style) -> Row:
    """One mention: name with or without prefix and "No.", numbers now and then, a former name."""
    number = thing["number"]
    marked = f"{luck.one(('', 'No. ', 'No.', 'NO ', '#'))}{number}" if number else ""
    name = f"{luck.one(_PREFIXES) if luck.below(0.35) else ''}{thing['core']} {marked}".strip()
    names = dict(_FLAGS)
    former = thing["former"]
    if former and luck.below(0.15):
        name, former = former, name
    row: Row = {
        "name": name,
        "other_names": (f"ex {former}" if luck.below(0.5) else former) if former and luck.below(0.4) else None,
        "imo": (f"IMO {thing['imo']}" if luck.below(0.2) else thing["imo"])
        if thing["imo"] and luck.below(0.6)
        else None,
        "mmsi": thing["mmsi"] if luck.below(0.4) else None,
        "call_sign": thing["call_sign"] if luck.below(0.35) else None,
        "flag": (thing["flag"] if luck.below(0.5) else names[thing["flag"]]) if luck.below(0.75) else None,
    }
    return upper(row) if style.upper else row


CONTACT = ThingKind("contact", ("type", "value", "country"), 0.2, make_contacts, mention_contact, ())
PLACE = ThingKind(
    "place", ("name", "address", "city", "region", "postcode", "country"), 0.15, make_places, mention_place,
    ("name", "address", "city", "postcode"),
)  # fmt: skip
VEHICLE = ThingKind(
    "vehicle", ("plate", "region", "vin", "make", "model", "colour", "year"), 0.12, make_vehicles,
    mention_vehicle,
    ("plate", "vin", "model"),
)  # fmt: skip
VESSEL = ThingKind(
    "vessel", ("name", "other_names", "imo", "mmsi", "call_sign", "flag"), 0.012, make_vessels,
    mention_vessel,
    ("name", "imo", "mmsi", "call_sign"),
)  # fmt: skip
