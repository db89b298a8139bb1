"""What readers asked about pages that are to be deleted, and what goes or stays with an account."""

from django.db.models import QuerySet
from django.utils.translation import ngettext
from wagtail.models import Page

from people import anonymising
from people.anonymising import Part
from people.models import User
from publishing import impact
from publishing.impact import Impact
from resources.guidance.questions import services
from resources.guidance.questions.models import PublishedAnswer, Question


def connect() -> None:
    """Called once, when Django is ready."""
    impact.register(Page, _on_pages)
    anonymising.register(_parts_of, lambda user: services.remove_person(user=user))


def _on_pages(pages: QuerySet[Page]) -> list[Impact]:
    open_ones = Question.objects.open().on_pages(pages).count()
    answers = PublishedAnswer.objects.filter(live=True, page__in=pages.values("pk")).count()
    return [
        Impact(
            ngettext(
                "%(number)d question or report of a reader waits for an answer.",
                "%(number)d questions and reports of readers wait for an answer.",
                open_ones,
            )
            % {"number": open_ones},
            open_ones,
        ),
        Impact(
            ngettext(
                "%(number)d published answer to a question of a reader.",
                "%(number)d published answers to questions of readers.",
                answers,
            )
            % {"number": answers},
            answers,
        ),
    ]


def _parts_of(user: User) -> list[Part]:
    asked = Question.objects.filter(email__iexact=user.email).exclude(email="").count()
    handled = Question.objects.filter(person=user).count()
    return [
        Part(
            ngettext(
                "The e-mail address of %(number)d question to advisers.",
                "The e-mail address of %(number)d questions to advisers.",
                asked,
            )
            % {"number": asked},
            asked,
            kept=False,
        ),
        Part(
            ngettext(
                "%(number)d question of a reader that the person dealt with.",
                "%(number)d questions of readers that the person dealt with.",
                handled,
            )
            % {"number": handled},
            handled,
            kept=True,
        ),
    ]
