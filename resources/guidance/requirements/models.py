"""Requirements as rows, what organisations tick of them, and the lists that they share."""

import secrets
from hashlib import blake2b
from typing import ClassVar

from django.db import models
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from people.models import User
from publishing.access import private_q
from reference.blocks import FORCES
from reference.conditions import Repeat
from reference.models import LegalAct

KEY_BYTES = 5
"""The length of ``Requirement.key``: among 1,000 requirements two have the same once in two million sites."""


class RequirementQuerySet(models.QuerySet["Requirement"]):
    def in_order(self) -> "RequirementQuerySet":
        """In the order in which they are read."""
        return self.order_by("page__path", "position")

    def public(self) -> "RequirementQuerySet":
        """Those of pages that no view restriction applies to."""
        return self.exclude(page__in=Page.objects.filter(private_q()))

    def on_condition(self, name: str) -> "RequirementQuerySet":
        """Those that name a condition; no name of a ``Condition`` is a part of another."""
        return self.filter(conditions__contains=name)

    def below(self, path: str) -> "RequirementQuerySet":
        """Those of the page at a tree path and of the pages below it."""
        return self.filter(page__path__startswith=path)


class Requirement(models.Model):
    """A requirement block of a live page, stored when the page goes live.

    ``block_id`` is that of the block, which revisions keep; ``position`` counts the requirements of a page from 0.
    ``conditions`` are names of ``Condition`` with spaces between them. ``digest`` is that of the words, to tell whoever
    ticked it that it has changed since.
    """

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    guide = models.ForeignKey("guidance.Guide", null=True, on_delete=models.SET_NULL, related_name="+")
    block_id = models.CharField(max_length=60)
    position = models.PositiveIntegerField()
    heading = models.CharField(_("section"), max_length=250, blank=True)
    anchor = models.CharField(max_length=80, blank=True)
    force = models.CharField(_("force"), max_length=10, choices=FORCES)
    what = models.TextField(_("what is to be done"))
    whom = models.TextField(_("whom it concerns"), blank=True)
    when = models.TextField(_("when"), blank=True)
    conditions = models.CharField(_("conditions"), max_length=200, blank=True)
    repeat = models.CharField(_("how often"), max_length=10, choices=Repeat, blank=True)
    day = models.PositiveSmallIntegerField(null=True)
    month = models.PositiveSmallIntegerField(null=True)
    days = models.PositiveSmallIntegerField(null=True)
    event = models.TextField(blank=True)
    digest = models.CharField(max_length=16)
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    objects = RequirementQuerySet.as_manager()

    wagtail_reference_index_ignore: ClassVar[bool] = True

    class Meta:
        verbose_name = _("requirement")
        verbose_name_plural = _("requirements")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["page", "block_id"], name="one_requirement_a_block")
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def condition_names(self) -> tuple[str, ...]:
        return tuple(self.conditions.split())

    @property
    def key(self) -> bytes:
        """A short identifier, the same for as long as the block and its page exist."""
        return key_of(self.page_id, self.block_id)


class RequirementReference(models.Model):
    """An article that a requirement rests on."""

    requirement = models.ForeignKey(Requirement, on_delete=models.CASCADE, related_name="references")
    act = models.ForeignKey(LegalAct, on_delete=models.CASCADE, related_name="+")
    provision = models.CharField(max_length=120, blank=True)
    sort_order = models.PositiveSmallIntegerField()

    wagtail_reference_index_ignore: ClassVar[bool] = True

    class Meta:
        ordering = ("sort_order",)

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The citation, as in the block: ``art. 44 ust. 4 ustawy o działalności pożytku publicznego …``."""
        return f"{self.provision} {self.act.title_genitive}".strip()


class ChecklistEntryQuerySet(models.QuerySet["ChecklistEntry"]):
    def of(self, user: User) -> "ChecklistEntryQuerySet":
        return self.filter(user=user)

    def ticked(self) -> "ChecklistEntryQuerySet":
        return self.filter(ticked_at__isnull=False)

    def on_pages(self, pages: "QuerySet[Page]") -> "ChecklistEntryQuerySet":
        return self.filter(page__in=pages.values("pk"))


class ChecklistEntry(models.Model):
    """What a user has of a requirement: ticked or not, a note, and who sees to it.

    It refers to the block, not to the row, which goes when the page is taken down and comes back with it. ``digest`` is
    that of the words when it was ticked.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="checklist_entries")
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    block_id = models.CharField(max_length=60)
    ticked_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=16, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    person = models.CharField(_("who sees to it"), max_length=100, blank=True)

    objects = ChecklistEntryQuerySet.as_manager()

    wagtail_reference_index_ignore: ClassVar[bool] = True

    class Meta:
        verbose_name = _("entry of a checklist")
        verbose_name_plural = _("entries of checklists")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "page", "block_id"], name="one_entry_a_requirement")
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.page_id}/{self.block_id}"


def new_token() -> str:
    """32 characters that cannot be guessed: 192 random bits."""
    return secrets.token_urlsafe(24)


class ChecklistShareQuerySet(models.QuerySet["ChecklistShare"]):
    def readable(self) -> "ChecklistShareQuerySet":
        """Those of people whose accounts are in use, with what the list says of them."""
        return self.filter(user__is_active=True).select_related("user__organisation", "guide")


class ChecklistShare(models.Model):
    """A link by which anybody may read a user's checklist; deleting the row revokes it.

    ``answers`` and ``guide`` choose the requirements, as in the address of the list.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="checklist_shares")
    token = models.CharField(max_length=40, unique=True, default=new_token)
    answers = models.CharField(max_length=400, blank=True)
    guide = models.ForeignKey("guidance.Guide", null=True, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ChecklistShareQuerySet.as_manager()

    wagtail_reference_index_ignore: ClassVar[bool] = True

    class Meta:
        verbose_name = _("shared checklist")
        verbose_name_plural = _("shared checklists")
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return f"{self.user_id}: {self.created_at:%Y-%m-%d}"


def key_of(page_id: int, block_id: str) -> bytes:
    """``KEY_BYTES`` bytes made of the page and the block: a copied page keeps the ids of its blocks."""
    return blake2b(f"{page_id}/{block_id}".encode(), digest_size=KEY_BYTES).digest()
