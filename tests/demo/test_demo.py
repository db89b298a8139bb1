"""The demo content: complete, linked, and unchanged after loading it again."""

import re

import pytest
from wagtail.models import Page

from courses.catalogue.models import Course, Lesson, Programme, Topic
from courses.coursework.models import Cohort, Review, Submission
from demo.loading import load
from demo.registry import registry
from people.models import User
from publishing.models import BasePage, PomostDocument
from reference.models import GlossaryTerm, LegalAct
from resources.guidance.models import Chapter, Guide, GuideEdition, PublishedVersion

pytestmark = pytest.mark.django_db

SURE_ACTS = {row["eli"] for row in registry().acts}


def test_loading_again_makes_nothing() -> None:
    models = (Page, User, PomostDocument, LegalAct, GlossaryTerm, Cohort, Submission)
    before = [model._default_manager.count() for model in models]
    stamps = list(Page.objects.order_by("pk").values_list("pk", "last_published_at"))
    assert load(with_people=True) == 0
    assert [model._default_manager.count() for model in models] == before
    assert list(Page.objects.order_by("pk").values_list("pk", "last_published_at")) == stamps


@pytest.mark.parametrize(("stored", "made"), [("umowa-o-prace_aB3dE6g.docx", 0), ("stara-umowa-o-prace.docx", 1)])
def test_a_document_is_known_by_its_file_also_when_storage_had_to_rename_it(stored: str, made: int) -> None:
    document = PomostDocument.objects.get(title="Wzór umowy o pracę")
    PomostDocument.objects.filter(pk=document.pk).update(file=f"documents/{stored}")
    assert load(with_people=False) == made


def test_the_tree_of_pages_is_sound() -> None:
    assert Page.find_problems() == ([], [], [], [], [])


def test_loading_without_people_makes_no_account() -> None:
    Review.objects.all().delete()
    Cohort.objects.all().delete()
    User.objects.all().delete()
    load(with_people=False)
    assert not User.objects.exists()


def test_the_methodology_has_its_three_elements_of_600_words_or_more() -> None:
    chapters = Chapter.objects.child_of(Guide.objects.get(slug="metodologia"))
    assert {chapter.title: chapter.words >= 600 for chapter in chapters} == {
        "Inkubatory Organizacji Pozarządowych": True,
        "Cykl szkoleń": True,
        "Ośrodki Partnerstwa Lokalnego": True,
    }


def test_the_guide_has_ten_chapters_or_more_of_500_words_with_a_legal_state() -> None:
    guide = Guide.objects.get(slug="praca-a-trzeci-sektor")
    chapters = list(Chapter.objects.child_of(guide))
    assert len(chapters) >= 10
    assert [chapter.title for chapter in chapters if chapter.words < 500 or chapter.legal_state is None] == []
    assert "metodologi" in guide.body_html
    assert 'href="/metodologia/"' in guide.body_html


def test_the_guide_to_local_government_has_five_chapters_with_a_legal_state_and_requirements() -> None:
    chapters = list(Chapter.objects.child_of(Guide.objects.get(slug="wspolpraca-z-samorzadem")))
    assert len(chapters) == 5
    assert [chapter.title for chapter in chapters if chapter.words < 900 or chapter.legal_state is None] == []
    blocks = [[block.value for block in chapter.body if block.block_type == "requirement"] for chapter in chapters]
    assert [any(value["references"] for value in values) for values in blocks] == [True] * 5


def test_legal_requirements_name_acts_that_are_sure() -> None:
    named = {
        reference["act"].eli
        for chapter in Chapter.objects.all()
        for block in chapter.body
        if block.block_type == "requirement"
        for reference in block.value["references"]
    }
    assert named <= SURE_ACTS
    spoken_of = {
        "DU/1974/141",
        "DU/1964/93",
        "DU/1989/104",
        "DU/1991/350",
        "DU/1994/163",
        "DU/1998/887",
        "DU/2018/2215",
    }
    assert spoken_of - named == set()


def test_every_act_of_the_reference_content_is_cited_by_a_requirement_or_a_value() -> None:
    cited = {
        reference["act"].eli
        for page in [*Chapter.objects.live(), *Lesson.objects.live()]
        for block in page.body
        if block.block_type == "requirement"
        for reference in block.value["references"]
    }
    of_values = {amount["act"] for row in registry().values for amount in row["amounts"] if "act" in amount}
    assert cited | of_values == SURE_ACTS


def test_the_programme_has_a_course_for_each_plane_and_a_topic_for_each_area() -> None:
    programme = Programme.objects.get(slug="model-wspolpracy")
    courses = [item.course for item in programme.courses.all()]
    assert len(courses) == 3
    assert [Topic.objects.child_of(course).count() for course in courses] == [2, 2, 2]
    assert programme.totals.hours == sum(course.hours or 0 for course in courses)


def test_each_lesson_has_four_exercises_or_more_and_each_answer_its_feedback() -> None:
    for lesson in Lesson.objects.descendant_of(Course.objects.get(slug="realizacja-zadan-publicznych").get_parent()):
        if any(block.block_type == "quiz" for block in lesson.body):
            continue
        exercises = [block.value for block in lesson.body if block.block_type == "choice"]
        assert len(exercises) >= 4, lesson
        for exercise in exercises:
            assert all(option["feedback"].strip() for option in exercise["options"]), lesson
            assert len({option["feedback"] for option in exercise["options"]}) == len(exercise["options"]), lesson


def test_no_page_has_an_empty_or_a_broken_link() -> None:
    for page in Page.objects.live().specific():
        if isinstance(page, BasePage):
            assert not re.search(r"<a>|<a href=\"\"|page:[a-z]|\]\(", page.body_html), page


def test_polish_typography_holds_in_running_text() -> None:
    for page in Page.objects.live().specific():
        if isinstance(page, BasePage):
            text = re.sub(r"<[^>]+>", "\n", page.body_html)
            assert not re.search(r"(?<![\w.])[aiouwzAIOUWZ] \w", text), page
            assert "—" not in text, page
            assert not re.search(r"\d-\d{4}\b", text), page


def test_the_demo_has_changes_of_both_kinds_and_an_edition_in_validation() -> None:
    changes = PublishedVersion.objects.public().changes()
    assert set(changes.values_list("kind", flat=True)) == {"significant", "minor"}
    edition = GuideEdition.objects.get()
    assert (edition.guide.kind, edition.state) == (Guide.Kind.METHODOLOGY, GuideEdition.State.IN_VALIDATION)
    assert edition.pages.count() == 1 + Chapter.objects.child_of(edition.guide).live().count()
