import math
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from manumit.errors import InputError
from manumit.link.kinds import KINDS
from manumit.link.model import LevelShares, Model, probability
from manumit.link.normalise import normalise
from tests.manumit.link.toy import PEOPLE, toy_model


@pytest.mark.parametrize("kind", list(KINDS))
def test_a_model_is_shipped_for_every_kind(kind: str) -> None:
    model = Model.load(kind)
    assert model.kind_name == kind
    assert model.trained


def test_a_model_reads_back_as_it_was_written() -> None:
    model = toy_model("person")
    assert Model.from_json(model.to_json()) == model


def test_agreeing_on_a_rare_value_says_more() -> None:
    model = toy_model("person")
    given = model.kind.comparisons[0]
    top = len(given.levels)
    common, rare = ({"given": name} for name in ("maria", "zebulon"))
    assert model.level_weight(given, top, common, common) == pytest.approx(math.log2(0.3 / 0.05))
    assert model.level_weight(given, top, rare, rare) == pytest.approx(math.log2(0.3 / 0.001))


def test_two_spellings_weigh_by_the_commoner_one() -> None:
    model = toy_model("person")
    given = model.kind.comparisons[0]
    almost = next(number for number in range(9) if "almost alike" in given.words(number))
    common, rare = ({"given": name} for name in ("maria", "marja"))
    assert model.level_weight(given, almost, common, rare) == model.level_weight(given, almost, common, common)


def test_nothing_known_weighs_nothing() -> None:
    model = toy_model("person")
    assert model.level_weight(model.kind.comparisons[0], -1, {}, {}) == 0.0


def test_a_list_at_hand_teaches_the_frequencies() -> None:
    rows = [{"id": str(number), "city": "Gallup", "given_name": f"name{number}"} for number in range(5000)]
    model = toy_model("person").adapted(normalise("person", pl.DataFrame(rows)))
    assert model.frequency("city", "gallup") > 0.7
    assert model.frequency("given", "maria") < 0.05


def test_a_list_at_hand_teaches_what_chance_does() -> None:
    rows = [{"id": str(number), "city": "Gallup", "sex": "F"} for number in range(500)]
    before = toy_model("person")
    after = before.adapted(normalise("person", pl.DataFrame(rows)))
    town = next(number for number in range(9) if after.kind.comparisons[6].words(number) == "same town")
    assert after.shares["residence"][town].u > 0.9 > before.shares["residence"][town].u
    for level, same in zip(after.shares["birth"], before.shares["birth"], strict=True):
        assert (level.m, level.u) == pytest.approx((same.m, same.u))


def test_the_prior_follows_how_many_have_a_double() -> None:
    people = [{"given_name": f"Anna{number}", "birth_date": f"19{number % 90 + 10}-01-01"} for number in range(150)]
    alone, doubled, often = (
        toy_model("person").adapted(
            normalise("person", pl.DataFrame([{"id": str(i), **row} for i, row in enumerate(people * times)]))
        )
        for times in (1, 2, 5)
    )
    assert alone.prior * 150 < doubled.prior * 300 < often.prior * 750


def test_a_short_list_teaches_little() -> None:
    model = toy_model("person")
    short = model.adapted(normalise("person", pl.DataFrame(PEOPLE, infer_schema_length=None)))
    assert (short.shares, short.prior) == (model.shares, 1 / 100)


def test_probabilities_follow_weights() -> None:
    assert probability(0) == 0.5
    assert probability(-5000) == 0.0
    assert probability(1) == pytest.approx(2 / 3)


def test_a_model_for_other_comparisons_is_refused() -> None:
    shares = dict(toy_model("person").shares)
    shares["sex"] = (LevelShares(0.5, 0.5),)
    with pytest.raises(InputError, match="other comparisons"):
        replace(toy_model("person"), shares=shares)


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"format": 9}', "not json"])
def test_a_file_that_is_no_model_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "m.json").write_text(text)
    with pytest.raises(InputError):
        Model.load(tmp_path / "m.json")
    with pytest.raises(InputError, match="cannot be read"):
        Model.load(tmp_path / "none.json")


def test_the_weight_does_not_depend_on_the_side() -> None:
    model = toy_model("person")
    rows = [model.kind.compact(row) for row in PEOPLE]
    for one in rows:
        for other in rows:
            assert model.weight(one, other) == pytest.approx(model.weight(other, one))
