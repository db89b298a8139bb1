"""The certificate on paper and as a credential of the European Learning Model."""

import io
import json

import pypdf
import pytest
from django.urls import reverse

from courses.credentials import services
from courses.credentials.models import Certificate
from courses.credentials.paper import certificate_pdf
from people.emails import absolute_url
from tests.coursework import factories
from tests.credentials.test_services import NAME, revoker
from tests.publishing.test_publications import text_of
from tests.verapdf import failures

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate(graduate, course):
    return services.issue(user=graduate, subject=course, name=NAME)


def fetched(client, name, certificate):
    return client.get(reverse(f"credentials:{name}", args=[certificate.number]))


def test_the_pdf_says_all_and_is_valid_pdf_ua(certificate, graduate, signed_in):
    response = fetched(signed_in(graduate), "pdf", certificate)
    assert response["Content-Type"] == "application/pdf"
    assert "no-store" in response["Cache-Control"]
    assert failures({"certificate": response.content}) == {"certificate": []}
    text = text_of(response.content)
    for words in (NAME, certificate.number, "Diagnoza potrzeb", "8 godzin", "Nazywa potrzeby swojej gminy"):
        assert words in text
    links = [
        item.get_object()["/A"]["/URI"]
        for page in pypdf.PdfReader(io.BytesIO(response.content)).pages
        for item in page.get("/Annots", [])
    ]
    assert set(links) == {absolute_url("credentials:check", certificate.number)}


def test_files_are_the_holder_s_and_not_of_a_revoked_certificate(certificate, graduate, signed_in):
    other = signed_in(factories.UserFactory.create())
    assert [fetched(other, name, certificate).status_code for name in ("pdf", "elm")] == [404, 404]
    services.revoke(by=revoker(), certificate=certificate, reason="Powód")
    mine = signed_in(graduate)
    assert [fetched(mine, name, certificate).status_code for name in ("pdf", "elm")] == [404, 404]


def test_the_european_learning_model_has_the_achievement_and_no_seal(certificate, graduate, signed_in):
    Certificate.objects.update(expires_on="2030-06-30")
    response = fetched(signed_in(graduate), "elm", certificate)
    assert response["Content-Type"] == "application/ld+json"
    found = json.loads(response.content)
    assert "proof" not in found
    assert found["type"] == ["VerifiableCredential", "EuropeanDigitalCredential"]
    assert found["expirationDate"] == "2030-06-30T23:59:59+02:00"
    assert found["identifier"][0]["notation"] == certificate.number
    person = found["credentialSubject"]
    assert person["fullName"] == {"pl": [NAME]}
    (claim,) = person["hasClaim"]
    specification = claim["specifiedBy"]
    assert (claim["title"], specification["volumeOfLearning"]) == ({"pl": ["Diagnoza potrzeb"]}, "PT8H")
    assert [item["title"] for item in specification["learningOutcome"]] == [{"pl": ["Nazywa potrzeby swojej gminy"]}]
    assert "creditPoint" not in specification


@pytest.mark.parametrize("length", [8, 16, 24])
def test_the_address_to_check_at_is_printed_as_it_is_typed(certificate, settings, length):
    """Wherever its line ends: Polish repeats a hyphen that a line is broken at."""
    settings.WAGTAILADMIN_BASE_URL = f"https://{'s' * length}.example.org"
    printed = "".join(text_of(certificate_pdf(certificate)).split())
    assert absolute_url("credentials:check", certificate.number) in printed
