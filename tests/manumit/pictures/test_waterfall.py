import pytest

from manumit.link.explain import Waterfall, explain
from manumit.pictures.render import svg
from manumit.pictures.waterfall import draw_waterfall, table_waterfall
from tests.manumit.link.toy import PEOPLE, toy_model


@pytest.fixture(scope="module")
def waterfall() -> Waterfall:
    model = toy_model("person")
    return explain(model, *(model.kind.compact(row) for row in PEOPLE[:2]))


def test_the_table_walks_from_the_prior_to_the_total(waterfall: Waterfall) -> None:
    table = table_waterfall(waterfall)
    assert table["step"][0] == "before looking"
    assert table["end"][-2] == pytest.approx(waterfall.weight)
    assert table["end"][-1] == pytest.approx(waterfall.weight)


def test_what_is_not_known_is_an_empty_slot(waterfall: Waterfall) -> None:
    table = table_waterfall(waterfall)
    suffix = table.filter(table["step"].str.starts_with("suffix"))
    assert suffix["weight"].to_list() == [None]


def test_the_picture_is_an_svg_that_says_what_it_shows(waterfall: Waterfall) -> None:
    drawn = svg(draw_waterfall(waterfall, names=("A", "B")))
    assert drawn.startswith("<svg")
    assert "same given name" in drawn
    assert "not a verdict" in drawn


def test_a_value_with_markup_stays_text(waterfall: Waterfall) -> None:
    drawn = svg(draw_waterfall(waterfall, names=("<script>alert(1)</script>", "B")))
    assert "<script>" not in drawn
