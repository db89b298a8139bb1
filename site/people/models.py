"""Users, organisations and consents."""

import unicodedata
from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.search import index

from people.registry_numbers import RegistryNumberField


class UserManager(BaseUserManager["User"]):
    """Creates users, who are identified by their e-mail address in lower case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        if not email:
            raise ValueError("A user needs an e-mail address.")
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Creates an administrator with a confirmed address, because the command line is trusted."""
        from allauth.account.models import EmailAddress

        user = self.create_user(email, password, **{**fields, "is_staff": True, "is_superuser": True})
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").strip().lower())


# Wagtail's images and documents point here with managers that have no types.
class User(AbstractBaseUser, PermissionsMixin):  # type: ignore[django-manager-missing]
    """A user, who signs in with an e-mail address, on the site and in Wagtail."""

    email = models.EmailField(_("e-mail address"), unique=True)
    first_name = models.CharField(_("first name"), max_length=150, blank=True)
    last_name = models.CharField(_("last name"), max_length=150, blank=True)
    organisation = models.ForeignKey(
        "people.Organisation",
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="people",
    )
    is_staff = models.BooleanField(_("staff"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(_("joined"), default=timezone.now)
    anonymised_at = models.DateTimeField(_("anonymised"), null=True, editable=False)
    # When the e-mail was sent that warns of the end of an account that nobody uses.
    warned_at = models.DateTimeField(null=True, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ("last_name", "first_name", "email")

    def __str__(self) -> str:
        return self.display_name

    def clean(self) -> None:
        """Normalises the address to lower case, in Wagtail's forms too."""
        super().clean()
        self.email = self.email.strip().lower()

    @property
    def display_name(self) -> str:
        """First and last name; without them the part of the address before the @; of an anonymised user a number."""
        if self.anonymised_at is not None:
            return gettext("anonymised account no. %(number)d") % {"number": self.pk}
        return self.get_full_name() or self.email.partition("@")[0]

    def get_full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    def get_short_name(self) -> str:
        return self.first_name or self.display_name


class GuardianConsent(models.Model):
    """The consent of a guardian to the account of somebody under 16, who cannot sign in before (GDPR, article 8).

    The guardian's address is kept until they answer; afterwards only that and when they agreed.
    """

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="guardian_consent")
    email = models.EmailField(_("guardian’s e-mail address"), blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    given_at = models.DateTimeField(null=True)

    wagtail_reference_index_ignore: ClassVar[bool] = True

    class Meta:
        verbose_name = _("guardian’s consent")
        verbose_name_plural = _("guardians’ consents")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(given_at=None) & ~models.Q(email="") | models.Q(given_at__isnull=False, email=""),
                name="guardian_address_until_consent",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.given_at}"


def deleted_person() -> str:
    """The phrase shown in place of the name of a user whose account was deleted."""
    return gettext("a person who deleted their account")


def display_name(user: User) -> str:
    """The name of a user on pages and in e-mails."""
    return user.display_name


def organisation_key(name: str) -> str:
    """The name with case, spaces and Unicode composition (NFC) normalised: names with equal keys are the same.

    Polish letters are not folded: ``Łąka`` and ``Laka`` may be two organisations.
    """
    return unicodedata.normalize("NFC", " ".join(unicodedata.normalize("NFC", name).casefold().split()))


class Organisation(index.Indexed, models.Model):
    """An organisation; its name is unique by ``organisation_key``."""

    class Kind(models.TextChoices):
        NGO = "ngo", _("non-governmental organisation")
        LOCAL_GOVERNMENT = "local_government", _("local government unit")
        SOCIAL_ECONOMY = "social_economy", _("social economy entity")
        FOUNDING_GROUP = "founding_group", _("founding group")
        PUBLIC_INSTITUTION = "public_institution", _("public institution")
        COMPANY = "company", _("company")
        UNIVERSITY = "university", _("university")

    name = models.CharField(_("name"), max_length=250)
    # Case folding makes at most three characters of one.
    name_key = models.CharField(max_length=750, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.NGO)

    nip = RegistryNumberField("NIP", kind="nip", unique=True)
    regon = RegistryNumberField("REGON", kind="regon", unique=True)
    krs = RegistryNumberField("KRS", kind="krs", unique=True)

    search_fields: ClassVar[list[Any]] = [index.SearchField("name"), index.AutocompleteField("name")]
    panels: ClassVar[list[Panel]] = [
        FieldPanel("name"),
        FieldPanel("kind"),
        FieldPanel("nip"),
        FieldPanel("regon"),
        FieldPanel("krs"),
    ]

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ("name",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["name_key"], name="one_organisation_a_name")
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Reports a duplicate at the field ``name``, because ``name_key`` is in no form."""
        super().clean()
        taken = Organisation.objects.filter(name_key=organisation_key(self.name)).exclude(pk=self.pk)
        if taken.exists():
            raise ValidationError({"name": _("There is an organisation with this name already.")})

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **options: Any) -> None:
        self.name_key = organisation_key(self.name)
        if update_fields is not None and "name" in update_fields:
            update_fields = {*update_fields, "name_key"}
        super().save(*args, update_fields=update_fields, **options)


class StatedNumbers(models.Model):
    """The numbers of their organisation that a user typed, and only that user reads.

    They are not those of ``Organisation``: whoever types a number that is known would else learn whose it is, or that
    it is known, and could write a wrong one into a row that others share.
    """

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="stated_numbers")
    nip = RegistryNumberField("NIP", kind="nip")
    regon = RegistryNumberField("REGON", kind="regon")
    krs = RegistryNumberField("KRS", kind="krs")

    wagtail_reference_index_ignore: ClassVar[bool] = True

    class Meta:
        verbose_name = _("stated numbers of an organisation")
        verbose_name_plural = _("stated numbers of organisations")

    def __str__(self) -> str:
        return str(self.user_id)


class ConsentQuerySet(models.QuerySet["Consent"]):
    def in_force(self) -> "ConsentQuerySet":
        """Consents that were not withdrawn."""
        return self.filter(withdrawn_at=None)


class Consent(models.Model):
    """The consent of a user to one wording for one purpose (``people.consents``). Added and withdrawn, never deleted.

    Withdrawn ones stay, because what was done until then rested on them (GDPR, article 7).
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="consents")
    subject = models.CharField(_("subject"), max_length=20, help_text="The name of the purpose.")
    wording = models.CharField(_("version of the wording"), max_length=40)
    given_at = models.DateTimeField(_("given"), auto_now_add=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user", "subject", "wording"],
                condition=models.Q(withdrawn_at=None),
                name="one_consent_in_force_a_wording",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.subject} {self.wording}"


class EmailOptOut(models.Model):
    """A kind of e-mail that a user does not want; the kinds are registered with ``people.emails``."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="email_opt_outs")
    kind = models.CharField(max_length=30)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("e-mails turned off")
        verbose_name_plural = _("e-mails turned off")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "kind"], name="one_opt_out_a_kind")
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.kind}"


class PersonalDataAccess(models.Model):
    """A member of staff opened the record of a user: who, whose, what kind, on which day, how many times.

    One row for a day, because the question that it answers is who looks and how often, not at which second; a trainer
    who turns pages all day would otherwise bury the one visit that matters.
    """

    by = models.ForeignKey(
        User,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Null: this person's account was deleted.",
    )
    whose = models.ForeignKey(User, on_delete=models.CASCADE, related_name="accesses")
    kind = models.CharField(max_length=40, help_text="As registered with people.access.")
    role = models.CharField(max_length=100, blank=True, help_text="Of whoever looked, at that time.")
    day = models.DateField(db_index=True, help_text="In the time zone of the site.")
    count = models.PositiveIntegerField(default=1)

    wagtail_reference_index_ignore: ClassVar[bool] = True

    class Meta:
        verbose_name = _("access to personal data")
        verbose_name_plural = _("accesses to personal data")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["by", "whose", "kind", "day"], name="one_access_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.by_id} {self.kind} {self.whose_id} {self.day}"

    @property
    def by_name(self) -> str:
        return self.by.display_name if self.by else deleted_person()
