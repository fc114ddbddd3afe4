"""Columns are guessed by what registers call them; the answer is never evidence; dates keep their column's order."""

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from manumit.errors import InputError
from manumit.formats.tables import ROW, read_table
from manumit.link.columns import guess_columns, mapped_columns, to_mentions
from manumit.link.kinds import KINDS, kind_named


def guessed(kind: str, *headers: str) -> dict[str, str]:
    """The guess, with the columns of a field in one string."""
    return {field: " + ".join(columns) for field, columns in guess_columns(kind, headers).items()}


@pytest.mark.parametrize(
    ("headers", "fields"),
    [
        ("PatientID|PatFirst|PatLast|DOB|Sex|Zip", "identifier|given_name|family_name|birth_date|sex|postcode"),
        ("Client Name|D.O.B.|Mobile|Town/City|Post Code", "name|birth_date|phone|city|postcode"),
        ("Aktenzeichen|Name|Vorname|geb.|PLZ|Wohnort", "id|family_name|given_name|birth_date|postcode|city"),
        ("Nom|Prénom|Date de naissance|Commune de naissance", "family_name|given_name|birth_date|birth_place"),
        ("numero|nom|naissance|paroisse", "id|name|birth_date|city"),
        ("Case Number|DLC|Legal Last Name|Missing Age|Biological Sex", "id|age_date|family_name|age|sex"),
        ("NAM|SEX|DOB|POB|OLN", "name|sex|birth_date|birth_place|identifier"),
        ("Фамилия|Имя|Отчество|Дата рождения", "family_name|given_name|middle_name|birth_date"),
        ("姓名|性别|出生日期|电话", "name|sex|birth_date|phone"),
        ("Nombre(s)|Fecha de Nacimiento|CURP|Municipio", "given_name|birth_date|identifier|city"),
        ("firstName|lastName|dateOfBirth|zipCode", "given_name|family_name|birth_date|postcode"),
        ("by|bm|bd|fname_c1|lname_c1", "birth_year|birth_month|birth_day|given_name|family_name"),
    ],
)
def test_headers_of_many_registers_are_known(headers: str, fields: str) -> None:
    expected = dict(zip(fields.split("|"), headers.split("|"), strict=True))
    assert guessed("person", *headers.split("|")) == expected


def test_several_columns_may_feed_one_field() -> None:
    found = guessed("person", "Apellido Paterno", "Apellido Materno", "street_number", "address_1")
    assert found == {"family_name": "Apellido Paterno + Apellido Materno", "address": "street_number + address_1"}


def test_the_names_of_others_are_not_the_persons_name() -> None:
    assert guessed("person", "mother_name", "father_name", "emergency_contact_phone", "first_name") == {
        "given_name": "first_name"
    }


@pytest.mark.parametrize(
    "header", ["cluster", "Cluster ID", "truth", "true_id", "person_id", "EntityID", "is_duplicate"]
)
def test_a_column_that_tells_the_answer_is_never_evidence(header: str) -> None:
    for kind in KINDS:
        fields = kind_named(kind).raw_fields
        assert header not in guessed(kind, header, fields[0], fields[1]).values()


def test_a_column_asked_for_as_truth_is_left_out() -> None:
    assert guess_columns("person", ["ssn", "name"], leave_out=["ssn"]) == {"name": ["name"]}


def test_a_number_given_with_each_entry_is_evidence_only_where_it_comes_again() -> None:
    once = pl.DataFrame({"mrn": ["1", "2", "3"], "name": ["a", "b", "c"]})
    again = pl.DataFrame({"mrn": ["1", "2", "2"], "name": ["a", "b", "c"]})
    assert guess_columns("person", once.columns, table=once) == {"id": ["mrn"], "name": ["name"]}
    assert guess_columns("person", again.columns, table=again) == {"identifier": ["mrn"], "name": ["name"]}


def test_a_case_number_shared_by_several_people_is_no_id() -> None:
    table = pl.DataFrame({"case_number": ["1", "1"], "name": ["a", "b"]})
    assert guess_columns("person", table.columns, table=table) == {"name": ["name"]}


def test_a_table_of_nothing_known_is_refused_with_its_columns() -> None:
    with pytest.raises(InputError, match="there are: foo, bar"):
        guess_columns("person", ["foo", "bar"])


@given(st.lists(st.text(max_size=30), max_size=8))
def test_no_header_crashes_the_guess(headers: list[str]) -> None:
    for kind in KINDS:
        assert set(guess_columns(kind, [*headers, kind_named(kind).raw_fields[0]])) <= {
            *kind_named(kind).raw_fields,
            "id",
        }


def test_what_the_user_says_outranks_the_guess() -> None:
    headers = ["name", "title"]
    guess = guess_columns("person", headers)
    assert mapped_columns("person", ["given_name=name"], headers, guess) == {"given_name": ["name"]}
    assert mapped_columns("person", ["name="], headers, guess) == {}
    with pytest.raises(InputError, match="did you mean 'title'"):
        mapped_columns("person", ["name=titel"], headers, guess)
    with pytest.raises(InputError, match="has no field 'nose'"):
        mapped_columns("person", ["nose=name"], headers, guess)
    with pytest.raises(InputError, match="maps nothing"):
        mapped_columns("person", ["name"], headers, guess)


@pytest.mark.parametrize(
    ("dates", "read"),
    [
        (["25/12/1980", "03/04/1980"], ["1980-12-25", "1980-04-03"]),
        (["12/25/1980", "03/04/1980"], ["12/25/1980", "03/04/1980"]),
    ],
)
def test_dates_are_read_in_their_columns_order(dates: list[str], read: list[str], tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("dob\n" + "\n".join(dates))
    table = read_table(tmp_path / "a.csv").table
    assert to_mentions(table, guess_columns("person", ["dob"]))["birth_date"].to_list() == read


def test_ages_are_noted_on_the_day_of_the_list_where_nothing_else_says_it() -> None:
    table = pl.DataFrame({"age": ["40", "41"], "dlc": [None, "2001-02-03"], ROW: [2, 3]})
    mentions = to_mentions(table, {"age": ["age"], "age_date": ["dlc"]}, as_of="2024-05-06")
    assert mentions["age_date"].to_list() == ["2024-05-06", "2001-02-03"]
    assert mentions["id"].to_list() == ["2", "3"]
