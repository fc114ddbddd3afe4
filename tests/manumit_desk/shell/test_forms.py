"""Forms: label, hint, error and control belong together, and nothing typed is lost."""

from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from django import forms
from django.core.files import File
from django.test import Client

from manumit_desk.shell.fields import Answer
from tests.manumit_desk.shell.conftest import tree
from tests.manumit_desk.shell.gallery import EveryControl

pytestmark = pytest.mark.urls("tests.manumit_desk.shell.gallery")


def drawn(form: forms.Form) -> BeautifulSoup:
    return BeautifulSoup(str(form), "html.parser")


def test_every_control_has_a_label_of_its_own() -> None:
    shown = drawn(EveryControl())
    labelled = {label["for"] for label in shown.find_all("label")}
    controls = {one["id"] for one in shown.find_all(["input", "select", "textarea"]) if one.get("type") != "hidden"}
    assert controls == labelled


@pytest.mark.parametrize(
    ("field", "kind"),
    [
        ("name", "usa-input"),
        ("day", "usa-input"),
        ("story", "usa-textarea"),
        ("kind", "usa-select"),
        ("file", "usa-file-input"),
        ("agree", "usa-checkbox__input"),
        ("many", "usa-checkbox__input"),
        ("minor", "usa-radio__input"),
    ],
)
def test_each_control_is_dressed_by_its_kind(field: str, kind: str) -> None:
    assert kind in drawn(EveryControl()).find(attrs={"name": field})["class"]


def test_a_hidden_control_is_not_dressed_and_not_labelled() -> None:
    hidden = drawn(EveryControl()).find(attrs={"name": "hidden"})
    assert not hidden.get("class")


def test_a_controls_own_class_is_kept() -> None:
    class Wide(forms.Form):
        name = forms.CharField(widget=forms.TextInput(attrs={"class": "wide"}))

    assert drawn(Wide()).find("input")["class"] == ["usa-input", "wide"]


def test_drawing_a_form_twice_gives_the_same() -> None:
    form = EveryControl()
    first = str(form)
    assert str(form) == first


def test_an_error_stands_beside_its_field_and_the_field_names_it() -> None:
    shown = drawn(EveryControl({"name": ""}))
    control = shown.find(attrs={"name": "name"})
    named = control["aria-describedby"].split()
    assert control["aria-invalid"] == "true"
    assert named == ["id_name_helptext", "id_name_error"]
    assert shown.find(id="id_name_error").get_text(strip=True) == "This field is required."


def test_the_summary_links_to_every_field_that_needs_a_look() -> None:
    shown = drawn(EveryControl({}))
    links = [link["href"].removeprefix("#") for link in shown.find(class_="desk-summary").find_all("a")]
    assert len(links) == len(EveryControl({}).errors)
    assert all(shown.find(id=link).name in {"input", "select", "textarea"} for link in links)


def test_what_was_typed_comes_back_as_text() -> None:
    typed = "<script>alert(1)</script>"
    response = Client().post("/form/", {"name": typed, "minor": "no", "many": ["b"]})
    shown = tree(response)
    assert typed.encode() not in response.content
    assert shown.find(attrs={"name": "name"})["value"] == typed
    assert shown.find("input", attrs={"name": "minor", "value": "no"}).has_attr("checked")
    assert shown.find("input", attrs={"name": "many", "value": "b"}).has_attr("checked")


def test_a_choice_of_several_is_a_group_with_its_question() -> None:
    group = drawn(EveryControl()).find(attrs={"name": "minor"}).find_parent("fieldset")
    assert group.legend.get_text(strip=True) == "Is a child in danger?"


def test_what_may_be_left_out_says_so() -> None:
    labels = [label.get_text(" ", strip=True) for label in drawn(EveryControl()).find_all("label")]
    assert "What happened (optional)" in labels
    assert "Name" in labels


def test_a_form_of_filters_says_it_nowhere() -> None:
    form = EveryControl()
    form.mark_optional = False  # type: ignore[attr-defined]
    assert "optional" not in str(form)


def test_a_placeholder_never_stands_for_a_label() -> None:
    class Placeholder(forms.Form):
        name = forms.CharField(widget=forms.TextInput(attrs={"placeholder": "Name"}))

    assert "placeholder" not in str(Placeholder())


def test_a_form_with_a_file_is_sent_as_one_with_files() -> None:
    assert tree(Client().get("/form/")).main.form["enctype"] == "multipart/form-data"


def test_the_browser_leaves_the_checking_to_us() -> None:
    assert tree(Client().get("/form/")).main.form.has_attr("novalidate")


def test_no_stored_address_of_a_file_is_shown() -> None:
    class WithFile(forms.Form):
        file = forms.FileField(widget=forms.ClearableFileInput())

    stored = File(BytesIO(), name="report.pdf")
    stored.url = "/secret/place"  # type: ignore[attr-defined]
    assert "/secret/place" not in str(WithFile(initial={"file": stored}))


@pytest.mark.parametrize(("sent", "meant"), [("yes", True), ("no", False), ("unknown", None)])
def test_yes_no_and_not_known_are_three_answers(sent: str, meant: bool | None) -> None:
    class Asked(forms.Form):
        minor = Answer()

    form = Asked({"minor": sent})
    assert form.is_valid()
    assert form.cleaned_data["minor"] is meant


def test_an_answer_given_before_is_chosen_again() -> None:
    class Asked(forms.Form):
        minor = Answer()

    assert drawn(Asked(initial={"minor": False})).find("input", attrs={"value": "no"}).has_attr("checked")
