"""Rows of the Human Trafficking Case Data Standard: what is written is read back, what is not allowed is set aside."""

import csv
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manumit.errors import InputError
from manumit.formats import htcds
from manumit.formats.formulas import with_formula, without_formula

TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=40).map(str.strip).filter(
    lambda text: text and text not in htcds_nothing()
)  # fmt: skip


def htcds_nothing() -> frozenset[str]:
    from manumit.formats.rows import NOTHING

    return NOTHING


def values(field: htcds.Field) -> st.SearchStrategy[str]:
    codes = list(htcds.choices(field.list)) or ["MX", "USA"]
    if field.several:
        return st.lists(st.sampled_from(codes), min_size=1, unique=True).map(";".join)
    if field.holds == "one of":
        return st.sampled_from(codes)
    of = {
        "date": st.dates().map(str),
        "number": st.integers(-9, 10**6).map(str),
        "degrees": st.floats(-90, 90).map(lambda one: f"{one:.5f}"),
        "yes or no": st.sampled_from(["true", "false"]),
    }
    return of.get(field.holds, TEXT)


@st.composite
def rows(draw: st.DrawFn) -> dict[str, str]:
    chosen = draw(st.lists(st.sampled_from(list(htcds.fields().values())), min_size=1, max_size=6, unique=True))
    row = {"case": "C-4F7K2Q", "record": "person"}
    return row | {field.name: draw(values(field)) for field in chosen}


def write(path: Path, rows: list[Mapping[str, str]]) -> Path:
    path.write_text("".join(htcds.htcds_lines(rows)), encoding="utf-8", newline="")
    return path


@given(st.lists(rows(), min_size=1, max_size=4))
def test_what_is_written_is_read_back(tmp_path_factory: pytest.TempPathFactory, made: list[Mapping[str, str]]) -> None:
    reading = htcds.read_htcds(write(tmp_path_factory.mktemp("htcds") / "out.csv", made))
    assert reading.rejected == []
    assert reading.rows == made


def test_the_standard_has_84_fields_of_which_40_are_core() -> None:
    assert len(htcds.fields()) == 84
    assert sum(one.is_core for one in htcds.fields().values()) == 40
    assert all(htcds.choices(one.list) or one.list.startswith("ISO") for one in htcds.fields().values() if one.list)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("prs_Birthdate", "31/01/1999", "no day"),
        ("vic_AgeWhenTrafficked", "nine", "no number"),
        ("hte_Latitude", "999", "outside"),
        ("con_Consent", "perhaps", "neither"),
        ("vic_TraffickingStatus", "Certain", "not among the choices"),
        ("vic_MethodsOfControl", "DebtBondage;Magic", "not among the choices"),
        ("prs_Citizenship", "Mexico", "no code"),
    ],
)
def test_a_row_with_a_value_that_is_not_allowed_is_set_aside_and_the_others_stay(
    tmp_path: Path, field: str, value: str, said: str
) -> None:
    path = tmp_path / "in.csv"
    path.write_text(f"prs_FirstName,{field}\nAna,\nMei,{value}\n", encoding="utf-8")
    reading = htcds.read_htcds(path)
    assert reading.rows == [{"prs_FirstName": "Ana"}]
    [set_aside] = reading.rejected
    assert (set_aside.row, set_aside.column) == (3, field)
    assert said in set_aside.reason


def test_labels_are_read_as_their_codes_and_answers_in_one_spelling(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text(
        "vic_MethodsOfControl,con_Consent,shoe size\nDebt bondage; takes earnings,Yes,38\n", encoding="utf-8"
    )
    reading = htcds.read_htcds(path)
    assert reading.rows == [{"vic_MethodsOfControl": "DebtBondage;TakesEarnings", "con_Consent": "true"}]
    assert reading.left_out == ("shoe size",)


def test_a_file_without_any_field_of_the_standard_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text("name,age\nAna,17\n", encoding="utf-8")
    with pytest.raises(InputError, match="no column is a field of the standard"):
        htcds.read_htcds(path)


def test_writing_a_value_that_is_not_allowed_names_row_and_column() -> None:
    with pytest.raises(InputError, match="row 3, column prs_Gender"):
        list(htcds.htcds_lines([{"prs_Gender": "Feminine"}, {"prs_Gender": "Robot"}]))


def test_a_value_is_never_a_formula_to_a_spreadsheet() -> None:
    [_, line] = htcds.htcds_lines(
        [{"prs_FirstName": '=HYPERLINK("http://x.example")', "prs_MobilePhone": "+1 555 0100"}]
    )
    cells = next(csv.reader([line]))
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


@given(st.text(alphabet="'=+-@\t\rab", max_size=8))
def test_the_apostrophe_before_a_formula_is_taken_away_again(text: str) -> None:
    assert with_formula(without_formula(text)) == text


def test_the_core_fields_that_are_missing_are_named() -> None:
    assert "vic_TypeOfExploitation" in htcds.missing_core({"vic_TraffickingStatus": "x"}, "vic_")
    assert "vic_TraffickingStatus" not in htcds.missing_core({"vic_TraffickingStatus": "x"}, "vic_")
