import pytest
from hypothesis import given
from hypothesis import strategies as st

from manumit.link.dates import PartialDate, read_date, usual_order


@pytest.mark.parametrize(
    "text",
    ["1980-03-14", "1980-03-14T00:00:00", "19800314", "14/03/1980", "03/14/1980", "14.3.1980", "14 Mar 1980",
     "March 14, 1980", "14 de marzo de 1980", "14-MAR-80", "14th March 1980", "19800314.0"],
)  # fmt: skip
def test_one_date_however_it_is_written(text: str) -> None:
    assert read_date(text) == PartialDate(1980, 3, 14)


def test_the_usual_order_decides_a_date_that_can_be_read_both_ways() -> None:
    assert read_date("03/04/1980", "mdy") == PartialDate(1980, 3, 4)
    assert read_date("03/04/1980", "dmy") == PartialDate(1980, 4, 3)


def test_a_column_shows_its_order_by_the_dates_that_can_be_read_one_way_only() -> None:
    assert usual_order(["01/02/1990", "25/12/1990", "13/01/1991", "01/31/1991"]) == "dmy"
    assert usual_order(["12/25/1990", "01/02/1990"]) == "mdy"
    assert usual_order([]) == "mdy"


def test_partial_dates_keep_what_is_known() -> None:
    assert read_date("1980") == PartialDate(1980)
    assert read_date("1980-00-00") == PartialDate(1980)
    assert read_date("March 1980") == PartialDate(1980, 3)
    assert read_date("abt 1980") == PartialDate(1980)


def test_impossible_digits_are_kept_as_written() -> None:
    assert read_date("19561345") == PartialDate(1956, 13, 45)


@pytest.mark.parametrize("text", ["", "unknown", "0000-00-00", "99", "1", "12345", "9999-99-99"])
def test_what_is_no_date_is_unknown(text: str) -> None:
    assert read_date(text) == PartialDate()


@given(st.text(max_size=40))
def test_no_text_breaks_a_date_and_what_is_read_reads_again(text: str) -> None:
    date = read_date(text)
    assert date.iso() is None or read_date(date.iso() or "") in (date, PartialDate(date.year))
