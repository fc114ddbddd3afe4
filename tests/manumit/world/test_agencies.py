import polars as pl

from manumit.world.agencies import FIELDS, make_agencies
from manumit.world.dates import LAYOUTS
from tests.manumit.world.nation import mentions_with_truth, small

_SHAPES = {
    "1985-03-12": r"^\d{4}-\d\d-\d\d$", "03/12/1985": r"^\d\d/\d\d/\d{4}$", "12.03.1985": r"^\d\d\.\d\d\.\d{4}$",
    "20 Mar 1985": r"^\d+ [A-Z][a-z]{2} \d{4}$", "19850312": r"^\d{8}$",
}  # fmt: skip


def test_agencies_of_every_level_hold_records() -> None:
    agencies = small().tables["agencies"]
    levels = set(agencies.filter(pl.col("id").is_in(small().mentions()["agency"].unique().implode()))["level"])
    assert levels == {"federal", "state", "local", "tribal", "ngo", "international"}


def test_an_agency_keeps_only_its_own_columns() -> None:
    agencies, mentions = small().tables["agencies"], small().mentions()
    for field in ("birth_date", "sex", "tribe", "address", "phone", "email", "nationality"):
        without = agencies.filter(pl.col(f"fills_{field}") == 0)["id"]
        held = mentions.filter(pl.col("agency").is_in(without.implode()))
        assert held.height > 0
        assert held[field].null_count() == held.height, field


def test_agencies_fill_columns_to_different_degrees() -> None:
    fills = make_agencies(1).fills
    assert fills.shape[1] == len(FIELDS)
    assert (fills == 0).any()
    assert ((fills > 0.1) & (fills < 0.9)).any()


def test_each_agency_writes_dates_in_its_own_layout() -> None:
    table = mentions_with_truth().filter(
        pl.col("birth_date").is_not_null() & (pl.col("birth_date").str.len_chars() > 7)
    )
    for layout, shape in _SHAPES.items():
        of_layout = table.filter(pl.col("style_date") == layout)
        assert of_layout["birth_date"].str.contains(shape).all(), layout
    assert table["style_date"].n_unique() > len(LAYOUTS) * 0.7


def test_some_agencies_write_in_capitals_and_some_in_one_string() -> None:
    table = mentions_with_truth()
    capitals = table.filter(pl.col("style_case") == 1)["family_name"].drop_nulls()
    assert (capitals == capitals.str.to_uppercase()).all()
    in_one = table.filter(pl.col("style_name") == "FAMILY, Given Middle")["name"].drop_nulls()
    assert in_one.str.contains(", ").mean() > 0.6  # type: ignore[operator]
    split = table.filter(pl.col("style_name") == "given, family")
    assert split["name"].null_count() == split.height


def test_some_mentions_are_in_the_native_script() -> None:
    names = (
        mentions_with_truth().select(pl.concat_str("name", "given_name", "family_name", ignore_nulls=True)).to_series()
    )
    for script in (r"\p{Cyrillic}", r"\p{Han}", r"\p{Arabic}", r"\p{Hangul}", r"\p{Devanagari}"):
        assert names.str.contains(script).sum() > 2, script


def test_minors_are_held_by_child_welfare_and_people_of_old_only_by_old_registers() -> None:
    table = mentions_with_truth().join(small().tables["people"].select("person", "historic"), on="person")
    assert set(table.filter(pl.col("historic"))["holds"]) == {"historic"}
    assert "historic" not in set(table.filter(~pl.col("historic"))["holds"])


def test_tribal_agencies_name_the_tribe() -> None:
    held = mentions_with_truth().filter(pl.col("kind") == "tribal_enrolment")
    assert held["tribe"].is_not_null().mean() > 0.6  # type: ignore[operator]


def test_agencies_are_not_equally_dirty() -> None:
    dirt = make_agencies(1).dirt
    assert dirt.min() < 0.02
    assert dirt.max() > 0.25
