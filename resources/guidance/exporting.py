"""What the app exports of a user: checklists, questions, subscriptions, and the work on guides."""

from collections.abc import Iterable

from allauth.account.models import EmailAddress
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from people import exporting
from people.exporting import Column, Section
from people.models import User
from resources.guidance.law_changes.models import LawChange, SectionToCheck
from resources.guidance.models import ChangeSubscription, Chapter, Guide, GuideEdition, PublishedVersion
from resources.guidance.questions.models import Question
from resources.guidance.requirements.models import ChecklistEntry, ChecklistShare


def connect() -> None:
    """Called once, when Django is ready."""
    exporting.register(
        _sections,
        covers=(
            "guidance.ChangeSubscription.email",
            "guidance.Chapter.review_owner",
            "guidance.ChecklistEntry.user",
            "guidance.ChecklistShare.user",
            "guidance.Guide.review_owner",
            "guidance.GuideEdition.made_by",
            "guidance.LawChange.recorded_by",
            "guidance.PublishedVersion.by",
            "guidance.Question.email",
            "guidance.Question.person",
            "guidance.SectionToCheck.checked_by",
        ),
    )


def _sections(user: User) -> Iterable[Section]:
    yield from _of_a_reader(user)
    yield from _of_an_editor(user)


def _of_a_reader(user: User) -> Iterable[Section]:
    # Only what was sent from confirmed addresses: anybody may have typed the others.
    addresses = EmailAddress.objects.filter(user=user, verified=True).values_list(Lower("email"), flat=True)
    yield Section(
        "checklist",
        _("Checklist of requirements"),
        (
            Column("page", _("Page")),
            Column("ticked_at", _("Ticked off")),
            Column("note", _("Note")),
            Column("person", _("Who sees to it")),
        ),
        tuple(ChecklistEntry.objects.of(user).order_by("pk").values_list("page__title", "ticked_at", "note", "person")),
    )
    yield Section(
        "checklist_links",
        _("Links to your checklist"),
        (Column("answers", _("Answers")), Column("made_at", _("Made"))),
        tuple(ChecklistShare.objects.filter(user=user).order_by("pk").values_list("answers", "created_at")),
    )
    yield Section(
        "questions",
        _("Questions to an adviser"),
        (
            Column("page", _("Page")),
            Column("section", _("Section")),
            Column("text", _("Text")),
            Column("asked_at", _("Asked")),
            Column("answer", _("Answer")),
        ),
        tuple(
            Question.objects.annotate(address=Lower("email"))
            .filter(address__in=list(addresses))
            .order_by("pk")
            .values_list("page__title", "heading", "text", "asked_at", "answer")
        ),
    )
    yield Section(
        "subscriptions",
        _("E-mails about changes of guides"),
        (Column("guide", _("Guide")), Column("email", _("E-mail address")), Column("asked_at", _("Asked for"))),
        tuple(
            ChangeSubscription.objects.annotate(address=Lower("email"))
            .filter(address__in=list(addresses))
            .order_by("pk")
            .values_list("guide__title", "email", "asked_at")
        ),
    )


def _of_an_editor(user: User) -> Iterable[Section]:
    page, moment = Column("page", _("Page")), Column("at", _("When"))
    yield Section(
        "questions_handled",
        _("Questions that you deal with"),
        (page, Column("answer", _("Answer")), moment),
        tuple(Question.objects.filter(person=user).order_by("pk").values_list("page__title", "answer", "handled_at")),
    )
    yield Section(
        "versions_published",
        _("Versions that you published"),
        (page, Column("note", _("Note")), moment),
        tuple(PublishedVersion.objects.filter(by=user).order_by("pk").values_list("title", "note", "published_at")),
    )
    yield Section(
        "editions_made",
        _("Editions that you made"),
        (Column("guide", _("Guide")), moment),
        tuple(GuideEdition.objects.filter(made_by=user).order_by("pk").values_list("guide__title", "made_at")),
    )
    yield Section(
        "law_changes",
        _("Changes of the law that you recorded"),
        (Column("what", _("What")), moment),
        tuple(LawChange.objects.filter(recorded_by=user).order_by("pk").values_list("what", "recorded_at")),
    )
    yield Section(
        "sections_checked",
        _("Sections that you checked"),
        (page, Column("section", _("Section")), moment),
        tuple(
            SectionToCheck.objects.filter(checked_by=user)
            .order_by("pk")
            .values_list("page__title", "heading", "checked_at")
        ),
    )
    yield Section(
        "pages_owned",
        _("Pages whose reviews you look after"),
        (page, Column("next_review", _("Next review"))),
        tuple(
            row
            for model in (Guide, Chapter)
            for row in model.objects.filter(review_owner=user).order_by("pk").values_list("title", "next_review")
        ),
    )
