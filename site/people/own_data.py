"""What the app itself exports of a user: the account, addresses, consents and settings."""

from collections.abc import Iterable

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.utils.translation import gettext as _
from wagtail.users.models import UserProfile

from people import access, exporting
from people.exporting import Column, File, Section
from people.models import Consent, EmailOptOut, GuardianConsent, StatedNumbers, User


def connect() -> None:
    """Called once, when Django is ready."""
    exporting.register(
        _sections,
        first=True,
        covers=(
            "people.User.email",
            "people.Consent.user",
            "people.PersonalDataAccess.whose",
            "people.PersonalDataAccess.by",
            "people.StatedNumbers.user",
            "people.GuardianConsent.user",
            "people.GuardianConsent.email",
            "people.EmailOptOut.user",
            "account.EmailAddress.user",
            "account.EmailAddress.email",
            "mfa.Authenticator.user",
            "wagtailusers.UserProfile.user",
        ),
    )
    exporting.declare(
        {"account.EmailConfirmation.email_address": "The key of the link in an e-mail, for three days: a secret."}
    )


def _sections(user: User) -> Iterable[Section]:
    yield _account(user)
    yield Section(
        "numbers",
        _("Numbers of your organisation"),
        (Column("nip", "NIP"), Column("regon", "REGON"), Column("krs", "KRS")),
        tuple(StatedNumbers.objects.filter(user=user).values_list("nip", "regon", "krs")),
    )
    yield Section(
        "addresses",
        _("E-mail addresses"),
        (Column("email", _("E-mail address")), Column("verified", _("Confirmed")), Column("primary", _("Main"))),
        tuple(EmailAddress.objects.filter(user=user).order_by("pk").values_list("email", "verified", "primary")),
    )
    yield Section(
        "consents",
        _("Consents"),
        (
            Column("purpose", _("Purpose")),
            Column("wording", _("Version")),
            Column("given_at", _("Given")),
            Column("withdrawn_at", _("Withdrawn")),
        ),
        tuple(
            Consent.objects.filter(user=user)
            .order_by("pk")
            .values_list("subject", "wording", "given_at", "withdrawn_at")
        ),
    )
    yield Section(
        "guardian",
        _("Consent of a guardian"),
        (Column("asked_at", _("Asked")), Column("given_at", _("Given"))),
        tuple(GuardianConsent.objects.filter(user=user).values_list("asked_at", "given_at")),
    )
    yield Section(
        "emails_off",
        _("E-mails turned off"),
        (Column("kind", _("Kind")), Column("since", _("Since"))),
        tuple(EmailOptOut.objects.filter(user=user).order_by("pk").values_list("kind", "created_at")),
    )
    # Keys and codes are secrets: whoever has the file could sign in with them.
    yield Section(
        "second_step",
        _("Two-step sign-in"),
        (Column("kind", _("Kind")), Column("set_up", _("Set up")), Column("last_used", _("Last used"))),
        tuple(Authenticator.objects.filter(user=user).order_by("pk").values_list("type", "created_at", "last_used_at")),
    )
    what, day, times = Column("what", _("What")), Column("day", _("Day")), Column("times", _("Times"))
    yield Section(
        "access",
        _("Who looked at your data"),
        (Column("who", _("Who")), Column("role", _("Role")), what, day, times),
        tuple((card.name, card.role, card.what, card.day, card.count) for card in access.accesses_of(user)),
    )
    # Without the names of the others, whose data it is too.
    yield Section(
        "access_by_you",
        _("Your visits to the data of others"),
        (what, day, times),
        tuple((card.what, card.day, card.count) for card in access.accesses_by(user)),
    )
    profile = UserProfile.objects.filter(user=user).first()
    if profile is not None:
        avatar = File(str(profile.avatar.name), profile.avatar.storage, str(profile.avatar.name))
        yield Section(
            "editor_settings",
            _("Settings of the editor"),
            (
                Column("language", _("Language")),
                Column("time_zone", _("Time zone")),
                Column("theme", _("Colours")),
                Column("picture", _("Picture")),
            ),
            (
                (
                    profile.preferred_language,
                    profile.current_time_zone,
                    profile.theme,
                    avatar if profile.avatar else None,
                ),
            ),
        )


def _account(user: User) -> Section:
    organisation = user.organisation
    return Section(
        "account",
        _("Account"),
        (
            Column("number", _("Account number")),
            Column("email", _("E-mail address")),
            Column("first_name", _("First name")),
            Column("last_name", _("Last name")),
            Column("organisation", _("Organisation")),
            Column("organisation_kind", _("Kind of organisation")),
            Column("roles", _("Roles")),
            Column("joined", _("Joined")),
            Column("last_sign_in", _("Last sign-in")),
        ),
        (
            (
                user.pk,
                user.email,
                user.first_name,
                user.last_name,
                organisation.name if organisation else None,
                organisation.get_kind_display() if organisation else None,
                tuple(user.groups.order_by("name").values_list("name", flat=True)),
                user.date_joined,
                user.last_login,
            ),
        ),
    )
