"""Certificates: signed, checked by anybody, naming nobody who did not agree, revoked."""

import json

import jwt
import pytest
from django.test import Client

from manumit_desk.agencies.roles import Role
from manumit_desk.training.models import Certificate, Completion
from tests.manumit_desk.accounts.people import logged_in
from tests.manumit_desk.cast import Cast
from tests.manumit_desk.training.rosters import ANA, HEADER, bring

pytestmark = pytest.mark.django_db


def made(cast: Cast, **said: str) -> Certificate:
    bring(HEADER + ANA, cast.detective)
    seat = Completion.objects.for_system().get()
    assert logged_in(cast.detective).post(f"/training/seats/{seat.pk}/certify/", said).status_code == 302
    found: Certificate = Certificate.objects.for_system().get()
    return found


def test_the_public_page_says_valid_with_course_and_day_and_no_name(cast: Cast) -> None:
    one = made(cast)
    answer = Client().get(f"/training/verify/{one.code}/")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "This certificate is valid" in text
    assert "Signs" in text
    assert "Jan. 15, 2026" in text
    for secret in ("Ruiz", "rail.example", "Austin", "Rivera"):
        assert secret not in text


def test_it_names_who_agreed_and_speaks_spanish(cast: Cast) -> None:
    one = made(cast, shows_name="on")
    text = Client().get(f"/training/verify/{one.code}/", headers={"Accept-Language": "es"}).content.decode()
    assert "Ana Ruiz" in text
    assert "Este certificado es válido" in text


def test_an_unknown_code_is_unknown(cast: Cast) -> None:
    answer = Client().get("/training/verify/nothing/")
    assert answer.status_code == 404
    assert b"We do not know this certificate" in answer.content


def test_a_revoked_certificate_says_so_on_its_page_and_in_the_list(cast: Cast) -> None:
    one = made(cast)
    logged_in(cast.detective).post(f"/training/certificates/{one.pk}/revoke/", {"why": "wrong person"})
    text = Client().get(f"/training/verify/{one.code}/").content.decode()
    assert "This certificate was revoked" in text
    assert "wrong person" not in text
    listed = Client().get("/training/revoked.json").json()["revokedCredentials"]
    assert [entry["id"].endswith(f"/{one.code}/") for entry in listed] == [True]


def test_the_file_is_a_badge_that_the_public_key_checks(cast: Cast) -> None:
    one = made(cast)
    file = logged_in(cast.detective).get(f"/training/certificates/{one.pk}/certificate.jwt").content.decode()
    key = jwt.PyJWK(Client().get("/training/keys.json").json()["keys"][0])
    said = jwt.decode(file, key, algorithms=["EdDSA"])
    assert said["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert said["credentialSubject"]["achievement"]["name"] == "Signs"
    assert "Ruiz" not in json.dumps(said)
    head, body, sign = file.split(".")
    with pytest.raises(jwt.InvalidSignatureError):
        jwt.decode(f"{head}.{body}.{'A' if sign[0] != 'A' else 'B'}{sign[1:]}", key, algorithms=["EdDSA"])


def test_another_agency_neither_makes_nor_revokes_nor_fetches(cast: Cast) -> None:
    one = made(cast)
    other = logged_in(cast.agent)
    assert other.post(f"/training/seats/{one.completion_id}/certify/", {}).status_code == 404
    assert other.post(f"/training/certificates/{one.pk}/revoke/", {"why": "x"}).status_code == 404
    assert other.get(f"/training/certificates/{one.pk}/certificate.jwt").status_code == 404


def test_an_overseer_sees_courses_and_map_but_no_people(cast: Cast) -> None:
    made(cast)
    overseer = logged_in(cast.viewer(cast.police, Role.OVERSEER))
    course = Completion.objects.for_system().get().course_id
    for path in ("/training/", "/training/map/", f"/training/courses/{course}/"):
        page = overseer.get(path)
        assert page.status_code == 200
        assert b"Ruiz" not in page.content
    assert overseer.get("/training/people/").status_code == 404
