"""The file for Europass keeps to the application profile for European Digital Credentials."""

import json
from base64 import b64decode
from copy import deepcopy
from io import BytesIO

import pytest
from PIL import Image

from courses.catalogue.models import Course
from courses.credentials import services
from courses.credentials.elm import elm_of
from courses.credentials.models import CourseCertificateRule, CredentialSettings, ProgrammeCertificateRule
from courses.credentials.paper import certificate_pictures
from tests.courses_tree import make_programme
from tests.credentials.elm_profile import PROFILE, properties_in, violations
from tests.credentials.test_services import NAME

pytestmark = pytest.mark.django_db
NIP = "5260001246"


@pytest.fixture
def owner(db):
    settings = CredentialSettings.current()
    settings.issuer, settings.nip = "Fundacja Most", NIP
    settings.save()
    return settings


@pytest.fixture
def credential(graduate, course, owner):
    """Of a course with everything that a certificate can say."""
    Course.objects.filter(pk=course.pk).update(ects=2)
    CourseCertificateRule.objects.update(valid_months=12, expiry_reason="Prawo się zmienia.")
    course.refresh_from_db()
    made = elm_of(services.issue(user=graduate, subject=course, name=NAME))
    return json.loads(json.dumps(made))  # as a reader has it: no part is the same object as another


def test_a_certificate_with_everything_keeps_to_the_profile(credential):
    assert violations(credential) == []
    used = {kind for _node, kind, _name in properties_in(credential)}
    assert used == {kind for kind, properties in PROFILE.items() if properties}


def test_what_viewers_show_is_the_certificate_on_paper(graduate, course, owner):
    made = services.issue(user=graduate, subject=course, name=NAME)
    (shown,) = elm_of(made)["displayParameter"]["individualDisplay"]
    assert [detail["page"] for detail in shown["displayDetail"]] == [1]
    content = b64decode(shown["displayDetail"][0]["image"]["content"])
    assert content == certificate_pictures(made)[0]
    with Image.open(BytesIO(content)) as picture:
        width, height = picture.size
        assert (picture.format, abs(height / width - 2**0.5) < 0.01) == ("PNG", True)  # A4


def test_one_of_a_programme_without_hours_and_outcomes_does(graduate, course, owner):
    programme = make_programme("Cykl", course)
    ProgrammeCertificateRule.objects.create(page=programme)
    assert violations(elm_of(services.issue(user=graduate, subject=programme, name=NAME))) == []


def test_what_the_profile_asks_for_cannot_be_left_out(credential):
    """Without each such property in turn, the check fails: it is no check that passes everything."""
    needed = [place for place, found in enumerate(_properties(credential)) if PROFILE[found[1]][found[2]].least]
    for place in needed:
        broken = deepcopy(credential)
        node, kind, name = _properties(broken)[place]
        del node[name]
        assert f"{kind}.{name}: 0 values" in violations(broken)


def _properties(credential):
    return list(properties_in(credential))


@pytest.mark.parametrize(
    ("change", "violation"),
    [
        (lambda found: found.update(isued="2026-11-30"), "EuropeanDigitalCredential.isued: not in the profile"),
        (
            lambda found: found.update(issued="2026-11-30"),
            "EuropeanDigitalCredential.issued: '2026-11-30' is no moment",
        ),
        (
            lambda found: found["displayParameter"]["primaryLanguage"]["inScheme"].update(id="http://example.org/"),
            "DisplayParameter.primaryLanguage: not of http://publications.europa.eu/resource/authority/language",
        ),
    ],
)
def test_other_mistakes_are_found_too(credential, change, violation):
    broken = deepcopy(credential)
    change(broken)
    assert violations(broken) == [violation]


@pytest.mark.parametrize(("issuer", "nip"), [("Fundacja Most", None), ("Fundacja Kładka", NIP)])
def test_the_number_of_an_owner_that_is_unknown_or_called_otherwise_is_not_given(graduate, course, owner, issuer, nip):
    made = services.issue(user=graduate, subject=course, name=NAME)
    owner.issuer, owner.nip = issuer, nip
    owner.save()
    found = elm_of(made)
    assert found["issuer"]["legalName"] == {"pl": ["Fundacja Most"]}
    assert violations(found) == ["Organisation.eIDASIdentifier: 0 values"] * 2
