"""Certificates."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.credentials.achievements import Achievement, Outcome

if TYPE_CHECKING:
    from people.models import User

NUMBER_LENGTH = 17
IMMUTABLE = "What a certificate says never changes; a changed name takes a new certificate."


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a certificate says, as it was when it was issued.

    ``document`` is a ``Document``; ``known`` are the lessons that were skipped as known beforehand; ``basis`` are
    values of ``decision.Need``: what the certificate rests on; ``steps`` is the number of planks of the drawing.
    """

    name: str
    document: str
    achievement: Achievement
    issuer: str
    place: str
    known: tuple[str, ...]
    basis: tuple[str, ...]
    percent: int | None
    steps: int
    issued_on: date
    expiry_reason: str = ""

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "issued_on": self.issued_on.isoformat()}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Snapshot":
        told = dict(data["achievement"])
        outcomes = tuple(Outcome(**item) for item in told.pop("outcomes"))
        return cls(
            **{
                **data,
                "achievement": Achievement(outcomes=outcomes, **told),
                "known": tuple(data["known"]),
                "basis": tuple(data["basis"]),
                "issued_on": date.fromisoformat(data["issued_on"]),
            }
        )


class State(models.TextChoices):
    """What checking a certificate finds."""

    VALID = "valid", _("valid")
    EXPIRED = "expired", _("expired")
    REVOKED = "revoked", _("revoked")
    REPLACED = "replaced", _("replaced")


class Replacement(models.TextChoices):
    """Why a certificate was replaced."""

    NAME = "name", _("another name")
    RENEWAL = "renewal", _("renewed after it expired")


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def of(self, user: "User") -> "CertificateQuerySet":
        """Those of ``user``, without replaced ones, newest first."""
        return self.filter(user=user, replaced_at=None).order_by("-issued_at", "-pk")

    def withdrawn(self) -> "CertificateQuerySet":
        """Revoked and replaced ones."""
        return self.filter(Q(revoked_at__isnull=False) | Q(replaced_at__isnull=False))

    def update(self, **kwargs: Any) -> int:
        if "snapshot" in kwargs:
            raise TypeError(IMMUTABLE)
        return super().update(**kwargs)

    def strip_names(self, *, keep: bool) -> None:
        """Strips the snapshots of their names, but for what their holders have allowed others to see if ``keep``."""
        for certificate in self:
            shown = certificate.shown_name if keep else ""
            snapshot = {**certificate.snapshot, "name": shown}
            visibility = Certificate.Visibility.FULL if shown else Certificate.Visibility.NONE
            models.QuerySet.update(
                self.model.objects.filter(pk=certificate.pk), snapshot=snapshot, name_visibility=visibility
            )


class Certificate(models.Model):
    """A certificate. What it says is an immutable snapshot; revoking and replacing it are added beside it."""

    class Visibility(models.TextChoices):
        FULL = "full", _("my full name")
        INITIALS = "initials", _("my initials only")
        NONE = "none", _("no name")

    number = models.CharField(max_length=NUMBER_LENGTH, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="certificates"
    )
    course = models.ForeignKey("catalogue.Course", null=True, on_delete=models.SET_NULL, related_name="certificates")
    programme = models.ForeignKey(
        "catalogue.Programme", null=True, on_delete=models.SET_NULL, related_name="certificates"
    )
    snapshot: Any = models.JSONField()
    issued_at = models.DateTimeField(_("issued"))
    expires_on = models.DateField(_("valid until"), null=True, help_text="The last day on which it is valid.")
    name_visibility = models.CharField(
        _("whoever checks the number sees"), max_length=10, choices=Visibility, default=Visibility.INITIALS
    )
    outcomes_visible = models.BooleanField(_("whoever checks the number sees the outcomes"), default=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    revocation_reason = models.CharField(_("reason"), max_length=300, blank=True)
    replaced_at = models.DateTimeField(_("replaced"), null=True)
    replaced_for = models.CharField(_("why it was replaced"), max_length=10, choices=Replacement, blank=True)
    replaces = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")
    status_index = models.PositiveIntegerField(unique=True, help_text="The bit of the status list of badges.")

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ("-issued_at", "-pk")
        permissions = [("revoke_certificate", "Can revoke certificates")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user", "course"], condition=Q(replaced_at=None), name="one_certificate_a_course"
            ),
            models.UniqueConstraint(
                fields=["user", "programme"], condition=Q(replaced_at=None), name="one_certificate_a_programme"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revocation_reason="")
                | (Q(revoked_at__isnull=False) & ~Q(revocation_reason="")),
                name="certificate_revoked_with_reason",
            ),
            models.CheckConstraint(condition=Q(course=None) | Q(programme=None), name="certificate_of_one_thing"),
            models.CheckConstraint(
                condition=Q(replaced_at=None, replaced_for="") | (Q(replaced_at__isnull=False) & ~Q(replaced_for="")),
                name="certificate_replaced_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError(IMMUTABLE)
        super().save(*args, **kwargs)

    @property
    def content(self) -> Snapshot:
        return Snapshot.from_json(self.snapshot)

    @property
    def expires_at(self) -> datetime | None:
        """The end of the last day of validity, in Warsaw; None where it does not expire."""
        if self.expires_on is None:
            return None
        return timezone.make_aware(datetime.combine(self.expires_on, time(23, 59, 59)))

    @property
    def title(self) -> str:
        return str(self.snapshot["achievement"]["title"])

    def state_on(self, day: date) -> State:
        """The state on ``day``, as of now otherwise."""
        if self.revoked_at is not None:
            return State.REVOKED
        if self.replaced_at is not None:
            return State.REPLACED
        return State.EXPIRED if self.expires_on is not None and day > self.expires_on else State.VALID

    @property
    def state(self) -> State:
        return self.state_on(timezone.localdate())

    @property
    def renewed_as(self) -> str:
        """The number of the certificate that renewed this one; "" where there is none, or where it has another name.

        Whoever has the number of a certificate with an earlier name must not learn the new one.
        """
        if self.replaced_for != Replacement.RENEWAL:
            return ""
        return str(Certificate.objects.values_list("number", flat=True).get(replaces=self.pk))

    @property
    def shown_name(self) -> str:
        """The name as far as the holder has allowed others to see it."""
        name = str(self.snapshot["name"])
        if self.name_visibility == self.Visibility.FULL:
            return name
        return initials_of(name) if self.name_visibility == self.Visibility.INITIALS else ""


def initials_of(name: str) -> str:
    """As "A. L." of Anna Lis; of a name in two parts with a hyphen both: "A. K.-L."."""
    parts = ["-".join(f"{part[0].upper()}." for part in word.split("-") if part) for word in name.split()]
    return " ".join(filter(None, parts))
