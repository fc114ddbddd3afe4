"""Generated mentions for property tests: hostile in script and spelling, alike enough to reach every level."""

from hypothesis import strategies as st

from manumit.link.kinds import KINDS

_NAMES = [
    "Maria",
    "María",
    "Mary",
    "mhmd",
    "محمد",
    "Mohammed",
    "Александр",
    "Alexander",
    "O'Brien",
    "王小明",
    "Li",
    "J",
]
_WORDS = st.sampled_from(_NAMES) | st.text(max_size=8)
_TEXTS = {
    "birth_date": [
        "1980-03-04",
        "04/03/1980",
        "1980",
        "19800304",
        "1880-03-04",
        "1980-03-05",
        "1980-13-45",
        "Mar 1980",
    ],
    "birth_year": ["1980", "1981"],
    "age": ["40", "41 Years"],
    "age_date": ["2020-05-01"],
    "sex": ["M", "female", "?"],
    "postcode": ["87102", "87103", "87102-1234"],
    "city": ["Albuquerque", "Alburquerque", "Gallup"],
    "address": ["12 Main Street", "12 Main St", "14 Main Street"],
    "house": ["12"],
    "phone": ["505-555-0123", "+1 505 555 0123", "5", "unknown"],
    "email": ["a.b@gmail.com", "ab@gmail.com", "x"],
    "identifier": ["ssn: 123-45-6789", "ssn:123456798", "mrn:9", "000"],
    "plate": ["ABC 012", "ABC O12", "ABD012"],
    "vin": ["1HGCM82633A004352", "1HGCM82633A004353"],
    "imo": ["9074729", "IMO 9074729", "9074720"],
    "value": ["505-555-0123", "a.b@gmail.com", "@user", "example.com/x"],
}


def raw_mentions(kind: str) -> st.SearchStrategy[dict[str, str | None]]:
    """Raw mentions of a kind, without an id: every field absent, usual, or any text at all."""
    return st.fixed_dictionaries(
        {field: st.none() | st.sampled_from(_TEXTS.get(field, _NAMES)) | _WORDS for field in KINDS[kind].raw_fields}
    )


def tables(kind: str, max_size: int = 8) -> st.SearchStrategy[list[dict[str, str | None]]]:
    """Several raw mentions with ids."""
    return st.lists(raw_mentions(kind), min_size=2, max_size=max_size).map(
        lambda rows: [{"id": f"m{number}", **row} for number, row in enumerate(rows)]
    )
