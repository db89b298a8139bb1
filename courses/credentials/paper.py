"""A certificate on paper: PDF/UA-1 with a code that leads to its page."""

import io
from dataclasses import dataclass
from datetime import date
from typing import Any

import segno
from django.utils import translation
from django.utils.translation import gettext as _

from courses.credentials.cards import CertificateCard, Fact, OutcomesCard
from courses.credentials.models import Certificate, Document
from courses.credentials.wording import own_card
from people.emails import absolute_url
from publishing.publications import render_pdf, render_pictures

TEMPLATE = "certificate"
CODE = "code.svg"
PIXELS = 110
"""Of a picture, for each inch: A4 is about 900 pixels wide."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of the interface on the paper."""

    number: str
    issued_to: str
    for_completing: str
    outcomes: str
    known: str
    known_text: str
    basis: str
    expires: str
    check: str
    code_alt: str
    bridge_alt: str


@dataclass(frozen=True, slots=True)
class Paper:
    """What ``templates/typst/certificate.typ`` reads."""

    kind: str
    number: str
    name: str
    title: str
    issuer: str
    place: str
    issued_on: date
    expires_on: date | None
    facts: tuple[Fact, ...]
    outcomes: tuple[OutcomesCard, ...]
    known: tuple[str, ...]
    basis: str
    steps: int
    code: str
    url: str
    words: Words


def certificate_pdf(certificate: Certificate) -> bytes:
    """The certificate in the language of its course. Raises ``publishing.publications.PdfError``."""
    paper, given = _document(certificate)
    return render_pdf(TEMPLATE, paper, **given)


def certificate_pictures(certificate: Certificate) -> list[bytes]:
    """The pages of the certificate as PNG. Raises ``publishing.publications.PdfError``."""
    paper, given = _document(certificate)
    return render_pictures(TEMPLATE, paper, pixels=PIXELS, **given)


def _document(certificate: Certificate) -> tuple[Paper, dict[str, Any]]:
    """What the template reads, and the title, the language and the files of the document."""
    language = certificate.content.achievement.language
    with translation.override(language):
        paper = _paper(certificate, own_card(certificate))
    title = f"{paper.kind} {paper.number}"
    return paper, {"title": title, "language": language, "files": {CODE: _code(paper.url)}}


def _paper(certificate: Certificate, card: CertificateCard) -> Paper:
    content, url = certificate.content, absolute_url("credentials:check", certificate.number)
    return Paper(
        kind=card.document,
        number=card.number,
        name=card.name,
        title=card.title,
        issuer=card.issuer,
        place=content.place,
        issued_on=card.issued_on,
        expires_on=card.expires_on,
        facts=card.facts,
        outcomes=card.outcomes,
        known=card.known,
        basis=", ".join(card.basis),
        steps=content.steps,
        code=CODE,
        url=url,
        words=_words(content.document, url, content.steps),
    )


def _words(document: str, url: str, steps: int) -> Words:
    studies = document == Document.POSTGRADUATE
    return Words(
        number=_("No."),
        issued_to=_("Issued to"),
        for_completing=_("for completing the postgraduate studies") if studies else _("for completing"),
        outcomes=_("Learning outcomes"),
        known=_("Known beforehand"),
        known_text=_("These lessons were skipped after a test at the start of the course:"),
        basis=_("Rests on"),
        expires=_("Valid until"),
        check=_("Whether this certificate is valid can be checked at"),
        code_alt=_("QR code with the address %(url)s") % {"url": url},
        bridge_alt=_("The whole footbridge is laid, planks: %(number)d") % {"number": steps},
    )


def _code(url: str) -> bytes:
    out = io.BytesIO()
    segno.make(url, error="m", micro=False).save(out, kind="svg", dark="#16302b", border=2, scale=4)
    return out.getvalue()
