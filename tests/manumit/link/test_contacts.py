import pytest
from hypothesis import given
from hypothesis import strategies as st

from manumit.link import contacts


@pytest.mark.parametrize(
    "text", ["505-555-0123", "(505) 555 0123", "+1 505.555.0123", "15055550123", "505 555 0123 ext. 9"]
)
def test_one_phone_number_in_any_spelling(text: str) -> None:
    assert contacts.phone(text) == "+15055550123"


def test_a_local_number_is_read_in_its_country() -> None:
    assert contacts.phone("020 7946 0018", "GB") == "+442079460018"


def test_an_email_is_equal_however_its_provider_lets_it_be_written() -> None:
    assert contacts.email("John.Smith+jobs@GMail.com") == contacts.email("mailto:johnsmith@googlemail.com")
    assert contacts.email("a.b@example.org") == "a.b@example.org"


def test_an_identifier_keeps_its_type_and_loses_its_punctuation() -> None:
    assert contacts.identifier("SSN: 123-45-6789") == "ssn:123456789"
    assert contacts.identifier("A 12/3") == "id:A123"


@pytest.mark.parametrize("text", ["000-00-0000", "ssn: unknown", "", "x", "999999999", "mrn: N/A"])
def test_a_placeholder_is_no_identifier(text: str) -> None:
    assert contacts.identifier(text) is None


def test_several_values_in_one_field_come_apart() -> None:
    assert contacts.several("a; b|c ||") == ["a", "b", "c"]
    assert contacts.several(None) == []


@pytest.mark.parametrize(
    ("text", "type_", "value"),
    [
        ("https://www.Example.com/Ad/?id=7#top", "url", "url:example.com/Ad?id=7"),
        ("@Some_User", "handle", "handle:some_user"),
        (
            "0xABCDEF0123456789ABCDEF0123456789ABCDEF01",
            "wallet",
            "wallet:0xabcdef0123456789abcdef0123456789abcdef01",
        ),
        ("bob@example.org", "email", "email:bob@example.org"),
        ("505 555 0123", "phone", "phone:+15055550123"),
    ],
)
def test_a_contact_point_shows_its_type(text: str, type_: str, value: str) -> None:
    assert contacts.read_contact(text) == contacts.Contact(type_, value)
    assert contacts.read_contact(text, type_) == contacts.Contact(type_, value)


def test_a_stated_type_is_believed() -> None:
    assert contacts.read_contact("5055550123", "handle") == contacts.Contact("handle", "handle:5055550123")
    assert contacts.read_contact("not a number", "phone") is None


@given(st.text(max_size=60))
def test_no_text_breaks_a_reader_and_reading_twice_is_reading_once(text: str) -> None:
    for reader in (
        contacts.phone,
        contacts.email,
        contacts.url,
        contacts.wallet,
        contacts.handle,
        contacts.identifier,
    ):
        once = reader(text)
        assert once is None or reader(once) == once
