"""Made-up organisations: growers, packers, importers, recruiters and suppliers, with sister companies that
must not merge.
"""

import numpy as np

from manumit.world.cultures import cultures
from manumit.world.draw import draw
from manumit.world.geography import AREA_CODES, NATION, geography
from manumit.world.letters import latin
from manumit.world.names import names_of
from manumit.world.record import phone_written
from manumit.world.things import Luck, Row, Style, Thing, ThingKind, some_places, upper, written_place

_FIRST = (
    "Silver Golden Blue Pacific Atlantic Northern Southern Green Royal Star Sun Eagle Phoenix "
    "Dragon Ocean Summit Valley Harbor "
    "Premier Global United Prime Apex Delta Omega Unity Evergreen Crown Diamond Liberty Pioneer "
    "Alpine Coastal Metro Horizon Titan"
).split()
_SECTORS = {
    "english": (
        "Farms", "Farm Labor", "Packing", "Seafood", "Logistics", "Staffing Services", "Manufacturing",
        "Textiles", "Trading",
        "Import Export", "Recruitment", "Construction", "Cleaning Services", "Hospitality Group",
        "Foods International", "Nursery",
        "Electronics", "Garment Factory", "Holdings", "Transport", "Massage & Spa", "Landscaping", "Poultry",
        "Solar Materials",
    ),
    "spanish": ("Agrícola", "Empacadora", "Servicios", "Transportes", "Comercializadora", "Textiles",
    "Pesquera", "Agropecuaria", "Reclutadora"),
    "chinese": ("Seafood", "Textile", "Import & Export", "Trading", "Electronics", "Garment", "New Material",
    "Technology", "Food"),
    "german": ("Handel", "Logistik", "Maschinenbau", "Textil", "Bau", "Personal"),
    "cyrillic": ("Торговый Дом", "Рыбпром", "Строй", "Текстиль", "Агро"),
    "indic": ("Exports", "Manpower Consultants", "Textiles", "Spinning Mills", "Enterprises", "Agro Foods"),
}  # fmt: skip
_FORMS = {
    "english": (("LLC", "L.L.C.", "llc", "Limited Liability Company"), ("Inc.", "Inc", "Incorporated",
    "INC"), ("Corp.", "Corporation", "Corp"), ("Ltd", "Ltd.", "Limited"), ("", "", "")),
    "spanish": (("S.A. de C.V.", "SA de CV", "S.A. DE C.V.", "S A DE C V"), ("S. de R.L.", "S de RL"),
    ("S.A.", "SA", "Sociedad Anónima")),
    "chinese": (("Co., Ltd.", "Co Ltd", "Company Limited", "Co.,Ltd", "CO. LTD"), ("Group Co., Ltd.",
    "Group Co Ltd", "Group")),
    "german": (("GmbH", "G.m.b.H.", "Gesellschaft mbH"), ("AG", "A.G."), ("GmbH & Co. KG", "GmbH & Co KG")),
    "cyrillic": (("OOO", "LLC", "ООО"), ("AO", "JSC", "АО")),
    "indic": (("Pvt. Ltd.", "Private Limited", "Pvt Ltd", "(P) Ltd."), ("Ltd.", "Limited"), ("", "& Co.")),
}  # fmt: skip
_KIN = ("Brothers", "& Sons", "Family", "& Co")
_NATIVE_SECTORS = {
    "Seafood": "水产", "Textile": "纺织", "Import & Export": "进出口", "Trading": "贸易",
    "Electronics": "电子",
    "Garment": "服装",
    "New Material": "新材料", "Technology": "科技", "Food": "食品",
}  # fmt: skip
_SHORTER = (
    ("Manufacturing", "Mfg"), ("International", "Intl"), ("Services", "Svcs"), ("Transport", "Trans"),
    (" & ", " and "), (" and ", " & "),
    ("Company", "Co"), ("Import & Export", "Imp. & Exp."), ("Import Export", "Imp/Exp"), ("Group", "Grp"),
    ("Construction", "Constr."),
    ("Technology", "Tech"), ("Brothers", "Bros"), ("Holdings", "Hldgs"), ("Comercializadora", "Comerc."),
    ("Recruitment", "Recruiting"),
)  # fmt: skip
_STYLES = {
    "chinese": "chinese",
    "taiwanese": "chinese",
    "russian": "cyrillic",
    "ukrainian": "cyrillic",
    "german": "german",
    "dutch": "german",
}


def _style_of(key: str, spelling: str) -> str:
    return _STYLES.get(key) or (
        "spanish" if spelling == "spanish" else "indic" if spelling in ("indic", "arabic") else "english"
    )


def make_organisations(rng: np.random.Generator, count: int) -> list[Thing]:
    """True organisations; a sixth are sisters of the one before: the same first words, often house and
    telephone.
    """
    luck, places = Luck(rng), some_places(rng, count)
    shares = np.cumsum([culture.share for culture in cultures()])
    of = draw(rng, shares / shares[-1], count).tolist()
    things: list[Thing] = []
    for number, place in enumerate(places):
        sister = things[-1] if things and luck.below(0.16) else None
        things.append(organisation(luck, number, place, of[number], sister))
    return things


def organisation(luck: Luck, number: int, place: Thing, of: int, sister: Thing | None) -> Thing:
    """One organisation: of the people at position `of` of the cultures, or of the same as the one it is a sister of."""
    of = int(sister["of"]) if sister else of
    culture = cultures()[of]
    style = sister["style"] if sister else _style_of(culture.key, culture.spelling)
    core, native = (sister["core"], sister["native_core"]) if sister else _core(luck, of, style)
    sector = luck.one(_SECTORS[style])
    if sister and luck.below(0.3):
        sector = f"{sister['sector'].rstrip('I ')} {luck.one(('II', '2', 'West', 'North', place['city']))}"
    elif sister and sector == sister["sector"]:
        sector = luck.one([other for other in _SECTORS[style] if other != sector])
    where = sister if sister and luck.below(0.5) else place
    foreign = (
        culture.country if culture.country and style in ("chinese", "indic", "cyrillic") and luck.below(0.6) else None
    )
    area = AREA_CODES[int(geography().state[0] + int(place["state"])) % len(AREA_CODES)]
    phone = sister["phone"] if sister and luck.below(0.4) else f"{area}{int(2_000_000 + luck() * 7_999_999)}"
    return {
        **{field: where[field] for field in ("house", "street", "city", "state", "postcode")},
        "of": str(of), "style": style, "core": core, "native_core": native, "sector": sector,
        "form": str(int(luck() * len(_FORMS[style]))),
        "country": foreign[1] if foreign else NATION[1], "code": foreign[0] if foreign else NATION[0],
        "phone": phone,
        "tax": str(int(10**8 + luck() * 9 * 10**8)),
        "trade": f"{luck.one(_FIRST)} {luck.one(_FIRST)}" if luck.below(0.25) else "",
        "former": _core(luck, of, style)[0] if luck.below(0.1) else "",
        "family": sister["family"] if sister else str(number),
    }  # fmt: skip


def _core(luck: Luck, of: int, style: str) -> tuple[str, str]:
    """The words by which an organisation is known, and their native form."""
    pools = names_of(cultures()[of])
    family = pools.family[0]
    person = min(int(np.searchsorted(family.weights, luck())), len(family) - 1)
    if style == "chinese":
        words = [int(luck() * len(pools.given[0])) for _ in range(2)]
        native = luck.one(cultures()[of].cities) + pools.given[0].native[words[0]][:2]
        return " ".join(latin(part) for part in (native[:2], native[2:])), native
    if style == "cyrillic":
        native = family.native[person] or "Восток"
        return latin(native), native
    if luck.below(0.3):
        return family.latin[person], ""
    if luck.below(0.2):
        return (
            f"{family.latin[person]} {luck.one(('y Hijos', 'Hermanos') if style == 'spanish' else _KIN)}",
            "",
        )
    return f"{luck.one(_FIRST)} {luck.one((*_FIRST, *geography().towns[:40].tolist()))}", ""


def _full(thing: Thing, form: str) -> str:
    sector = latin(thing["sector"]) if thing["style"] == "cyrillic" else thing["sector"]
    words = [sector, thing["core"]] if thing["style"] in ("spanish", "cyrillic") else [thing["core"], sector]
    return (
        " ".join(word for word in (form, *words) if word)
        if thing["style"] == "cyrillic"
        else " ".join(word for word in (*words, form) if word)
    )


def mention_organisation(luck: Luck, thing: Thing, style: Style) -> Row:
    """One mention: legal form spelled, dropped or apart; words shortened; trade, former or native name;
    some of the rest.
    """
    forms = _FORMS[thing["style"]][int(thing["form"])]
    form = luck.one(forms) if luck.below(0.72) else ""
    apart = bool(form) and luck.below(0.08)
    name = _full(thing, "" if apart else form)
    for long, short in _SHORTER:
        if long in name and luck.below(0.18):
            name = name.replace(long, short)
    if luck.below(0.05):
        name = luck.one(("The ", "M/S ", "c/o ", "", "")) + name
    name = name.replace(",", "").replace(".", "") if luck.below(0.2) else name
    row: Row = {"name": name, "legal_form": form if apart else None}
    if thing["native_core"] and luck.below(style.native):
        sector = _NATIVE_SECTORS.get(thing["sector"], "") if thing["style"] == "chinese" else thing["sector"]
        row["name"] = thing["native_core"] + sector + ("有限公司" if thing["style"] == "chinese" else "")
    row["other_names"] = _others(luck, thing, row)
    where = written_place(luck, thing, style) if luck.below(style.fill) else {}
    return (upper(row) if style.upper else row) | where | _about(luck, thing, style)


def _others(luck: Luck, thing: Thing, row: Row) -> str | None:
    if thing["trade"] and luck.below(0.3):
        if luck.below(0.25):
            row["name"], other = thing["trade"], row["name"]
            return other if luck.below(0.5) else None
        return f"dba {thing['trade']}" if luck.below(0.4) else thing["trade"]
    if thing["former"] and luck.below(0.3):
        return f"formerly {thing['former']}"
    return None


def _about(luck: Luck, thing: Thing, style: Style) -> Row:
    domain = (
        "".join(letter for letter in latin(thing["core"]).lower() if letter.isascii() and letter.isalnum())[:18]
        or "firm"
    )
    return {
        "country": thing["country" if luck.below(0.5) else "code"] if luck.below(0.6) else None,
        "phone": phone_written(thing["phone"], style.phone) if luck.below(0.4) else None,
        "email": f"{luck.one(('info', 'sales', 'office'))}@{domain}{thing['family']}.example"
        if luck.below(0.2)
        else None,
        "website": f"{luck.one(('www.', 'https://', 'http://www.'))}{domain}{thing['family']}.example"
        if luck.below(0.2)
        else None,
        "identifier": f"tax_id:{thing['tax']}" if luck.below(0.25) else None,
    }


ORGANISATION = ThingKind(
    name="organisation",
    fields=("name", "other_names", "legal_form", "address", "city", "region", "postcode", "country", "phone",
    "email", "website", "identifier"),
    per_person=0.1,
    make=make_organisations,
    mention=mention_organisation,
    spoiled=("name", "address", "city", "postcode"),
)  # fmt: skip
