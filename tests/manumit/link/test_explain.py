from manumit.link.explain import explain, one_in
from tests.manumit.link.toy import PEOPLE, toy_model


def test_the_text_shows_each_comparison_its_values_and_the_total() -> None:
    model = toy_model("person")
    waterfall = explain(model, *(model.kind.compact(row) for row in PEOPLE[:2]))
    text = waterfall.as_text()
    assert "same given name" in text
    assert "maria | maria" in text
    assert "suffix: not known on both" in text
    assert text.splitlines()[0].startswith("before looking: 1 in 100")
    assert f"{waterfall.weight:+.2f}" in text.splitlines()[-1]


def test_the_data_has_stable_names() -> None:
    model = toy_model("vessel")
    data = explain(model, *(model.kind.compact({"name": "Star", "imo": "9074729"}) for _ in "ab")).as_dict()
    assert set(data) == {"kind", "model", "prior", "steps", "weight", "probability"}
    assert set(data["steps"][0]) == {"comparison", "level", "words", "weight", "left", "right"}


def test_odds_are_said_as_people_say_them() -> None:
    assert one_in(-9.9658) == "1 in 1,001"
    assert one_in(3) == "8 to 1"
