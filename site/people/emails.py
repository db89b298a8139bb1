"""E-mails as text and HTML, and the kinds of e-mails that users may choose not to get."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from people.models import EmailOptOut, User

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SIGNATURE = "\n-- \n"
"""What separates the text from the signature (RFC 3676, 4.3)."""
# No time is signed: the link does not expire, and is the same in every e-mail of the kind.
_signer = signing.Signer(salt="people.emails")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of e-mail that a user may choose not to get; ``concerns`` tells whom it is offered to."""

    name: str
    label: "str | _StrPromise"
    help_text: "str | _StrPromise"
    concerns: Callable[[User], bool]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of an e-mail: a text, or only a URL, which is drawn as a button if it is a page of the site.

    A quotation, each of whose lines begins with ``>``, has its ``text`` without these signs.
    """

    text: str
    is_url: bool = False
    is_button: bool = False
    is_quotation: bool = False


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Adds a kind of e-mail; called in ``AppConfig.ready()``."""
    _kinds[kind.name] = kind


def kind_named(name: str) -> Kind:
    """The kind with this name. Raises ``KeyError``."""
    return _kinds[name]


def kinds_for(user: User) -> list[Kind]:
    """The kinds of e-mails that ``user`` may choose from, in the order of their registration."""
    return [kind for kind in _kinds.values() if kind.concerns(user)]


def wants(user: User, kind: str) -> bool:
    """Whether ``user`` gets e-mails of this kind."""
    return bool(who_wants([user], kind))


def who_wants(users: Iterable[User], kind: str) -> list[User]:
    """Those of ``users`` who are active and have not turned off e-mails of this kind: one query."""
    active = [user for user in users if user.is_active]
    if not active:
        return []
    off = set(EmailOptOut.objects.filter(user__in=active, kind=kind).values_list("user_id", flat=True))
    return [user for user in active if user.pk not in off]


def absolute_url(name: str, *args: object) -> str:
    """The URL of a page with scheme and host, in the site's main language, by the name of its pattern."""
    with translation.override(settings.LANGUAGE_CODE):
        return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + reverse(name, args=args)


def opt_out_url(user: User, kind: str) -> str:
    """The URL of the page that ends e-mails of this kind to ``user`` without signing in."""
    return absolute_url("people:opt_out", _signer.sign_object([user.pk, kind]))


def opt_out_of(token: str) -> tuple[User, Kind]:
    """The user and the kind that a link of ``opt_out_url`` is for; it does not expire.

    Raises ``signing.BadSignature``, ``User.DoesNotExist``, also for inactive users, and ``KeyError`` for a kind that is
    not there any more.
    """
    user_id, kind = _signer.unsign_object(token)
    return User.objects.get(pk=user_id, is_active=True), kind_named(kind)


def rendered(template: str, context: dict[str, Any]) -> tuple[str, str]:
    """Subject and text of an e-mail in the main language, from ``<template>_subject.txt`` and ``<template>.txt``."""
    with translation.override(settings.LANGUAGE_CODE):
        subject = " ".join(render_to_string(f"{template}_subject.txt", context).split())
        body = render_to_string(f"{template}.txt", context).strip() + "\n"
    return settings.ACCOUNT_EMAIL_SUBJECT_PREFIX + subject, body


def message(
    *, subject: str, body: str, to: str, unsubscribe: str = "", reason: str = "", reply_to: str = ""
) -> EmailMultiAlternatives:
    """An e-mail of ``body`` as text and as HTML.

    ``unsubscribe`` is the URL of ``opt_out_url``; mail programs offer it as a button of their own (RFC 2369, RFC 8058).
    ``reason`` says why somebody without an account gets the e-mail.
    """
    headers = {"Auto-Submitted": "auto-generated"}
    if unsubscribe:
        headers |= {"List-Unsubscribe": f"<{unsubscribe}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    text, signature, foot = body.rpartition(SIGNATURE) if SIGNATURE in body else (body, "", "")
    if unsubscribe:
        with translation.override(settings.LANGUAGE_CODE):
            ending = render_to_string("people/emails/opt_out.txt", {"url": unsubscribe, "reason": reason})
        body = f"{body.rstrip()}\n\n{ending.strip()}\n"
    made = EmailMultiAlternatives(subject, body, to=[to], headers=headers, reply_to=[reply_to] if reply_to else [])
    context = {
        "heading": subject.removeprefix(settings.ACCOUNT_EMAIL_SUBJECT_PREFIX),
        "paragraphs": paragraphs(text),
        "foot": foot.strip() if signature else "",
        "unsubscribe": unsubscribe,
        "reason": reason,
        "home": settings.WAGTAILADMIN_BASE_URL,
        "language": settings.LANGUAGE_CODE,
    }
    with translation.override(settings.LANGUAGE_CODE):
        made.attach_alternative(render_to_string("people/emails/frame.html", context), "text/html")
    return made


def paragraphs(text: str) -> list[Paragraph]:
    """The paragraphs of a text, which are separated by empty lines."""
    found = []
    for part in text.replace("\r\n", "\n").split("\n\n"):
        if stripped := part.strip():
            is_url = stripped.startswith(("https://", "http://")) and len(stripped.split()) == 1
            own = stripped.startswith(settings.WAGTAILADMIN_BASE_URL.rstrip("/") + "/")
            lines = stripped.split("\n")
            if all(line.startswith(">") for line in lines):
                quoted = "\n".join(line[1:].removeprefix(" ") for line in lines)
                found.append(Paragraph(quoted, is_quotation=True))
            else:
                found.append(Paragraph(stripped, is_url, is_url and own))
    return found
