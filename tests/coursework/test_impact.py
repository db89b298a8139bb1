"""Impact of deleting or unpublishing a page is shown, and deleting records is refused."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.db.models import ProtectedError
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from wagtail.models import Page, PageLogEntry

from courses.catalogue.models import Course, CourseOutline, Lesson
from courses.coursework import services
from courses.coursework.models import Assignment
from courses.learning.models import Enrolment
from courses.learning.services import mark_completed
from people import roles
from publishing.impact import InUseError, impact_on, impact_on_object
from tests.courses_tree import lessons_of
from tests.coursework import factories
from tests.coursework.factories import handed_in, text_of

pytestmark = pytest.mark.django_db


AFTERWARDS = (
    "Kto ją ukończył, temu ukończenie zostaje, a dla pozostałych przestanie się liczyć. Jeśli lekcja wróci, osoby, "
    "których postępy pokazano już bez niej, dostaną propozycję, żeby ją włączyć."
)


@pytest.fixture
def lesson(lead, cohort, written, learner):
    """One that a learner has completed and that is set to their group."""
    found = lessons_of(cohort.course)[0]
    mark_completed(user=learner, lesson=found)
    services.set_assignment(by=lead, cohort=cohort, lesson=found)
    handed_in(written, learner)
    return found


@pytest.fixture
def editor(client):
    user = factories.UserFactory.create(is_superuser=True, is_staff=True)
    client.force_login(user)
    return client


def sentences(row):
    with translation.override("pl"):
        return [(item.text.replace("\xa0", " "), item.count, item.record) for item in impact_on_object(row)]


def test_the_impact_of_a_lesson(lesson):
    assert sorted(sentences(lesson)) == [
        (f"1 osoba jest na kursie tej lekcji. {AFTERWARDS}", 1, False),
        ("1 ukończenie lekcji.", 1, False),
        ("1 zadanie jest zadane grupie.", 1, True),
    ]


def test_the_impact_of_a_course_includes_the_pages_below(lesson, cohort):
    expected = [
        ("1 grupa się z tego uczy.", 1, True),
        ("1 oddana praca.", 1, True),
        ("1 osoba jest zapisana.", 1, True),
        ("1 ukończenie lekcji.", 1, False),
        ("1 zadanie jest zadane grupie.", 1, True),
    ]
    assert sorted(sentences(cohort.course)) == expected
    assert sorted(sentences(Page.objects.get(pk=cohort.course.pk))) == expected
    assert sentences(Lesson.objects.descendant_of(cohort.course).last()) == [
        (f"1 osoba jest na kursie tej lekcji. {AFTERWARDS}", 1, False)
    ]
    assert sentences(factories.course()) == []


def test_the_counts_cost_the_same_for_many(lesson, cohort):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            impact_on(Course.objects.filter(pk=cohort.course.pk))
        return len(captured)

    few = queries()
    for number in range(3):
        task = services.set_assignment(by=cohort.trainers.get(), cohort=cohort, title=f"Praca {number}")
        handed_in(task)
        mark_completed(user=factories.member(cohort), lesson=lessons_of(cohort.course)[number])
    assert queries() == few


@pytest.mark.parametrize(
    "delete",
    [
        lambda page: page.delete(),
        lambda page: Page.objects.get(pk=page.pk).delete(),
        lambda page: type(page).objects.filter(pk=page.pk).delete(),
        lambda page: Page.objects.get(pk=page.get_parent().pk).specific.delete(),
    ],
)
def test_a_record_is_not_destroyed_by_whatever_way(lesson, cohort, delete):
    before = [model.objects.count() for model in (Page, Assignment, Enrolment)]
    for page in (lesson, cohort.course):
        with translation.override("pl"), pytest.raises(InUseError, match=r"Cofnij publikację") as refused:
            delete(page)
        assert isinstance(refused.value, ProtectedError)
    assert [model.objects.count() for model in (Page, Assignment, Enrolment)] == before


def test_a_refused_deletion_is_not_in_the_log(lesson):
    with pytest.raises(InUseError):
        lesson.delete()
    assert not PageLogEntry.objects.filter(action="wagtail.delete", page=lesson.pk).exists()


def test_what_nobody_uses_is_deleted(lesson, cohort):
    free = lessons_of(cohort.course)[2]
    free.delete()
    other = factories.course()
    other.delete()
    assert not Page.objects.filter(pk__in=[free.pk, other.pk]).exists()
    connection.check_constraints()
    assert not CourseOutline.objects.filter(course=other.pk).exists()
    assert len(cohort.course.outlines.last().outline.lessons) == 2


def test_the_editor_is_refused_with_the_way_that_keeps_it(editor, lesson, cohort):
    for page, words in ((lesson, "1 zadanie jest zadane grupie."), (cohort.course, "1 osoba jest zapisana.")):
        address = reverse("wagtailadmin_pages:delete", args=[page.pk])
        for answer, status in ((editor.get(address), 200), (editor.post(address), 409)):
            assert answer.status_code == status
            text = text_of(answer)
            assert words in text
            assert reverse("wagtailadmin_pages:unpublish", args=[page.pk]) in text
            assert f'action="{address}"' not in text
    assert Page.objects.filter(pk__in=[lesson.pk, cohort.course.pk]).count() == 2


def test_many_at_once_are_refused_together(editor, lesson, cohort):
    free = lessons_of(cohort.course)[2]
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    address += f"?id={lesson.pk}&id={free.pk}"
    text = text_of(editor.get(address))
    assert "1 zadanie jest zadane grupie." in text
    assert "Tak, usuń" not in text
    assert reverse("wagtailadmin_pages:unpublish", args=[lesson.pk]) in text
    assert reverse("wagtailadmin_pages:unpublish", args=[free.pk]) not in text
    assert "Pozostałe strony możesz usunąć, jeśli zaznaczysz je bez tych." in text
    assert editor.post(address).status_code == 409
    assert Page.objects.filter(pk__in=[lesson.pk, free.pk]).count() == 2
    alone = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"]) + f"?id={free.pk}"
    assert "1 osoba jest na kursie tej lekcji." in text_of(editor.get(alone))
    assert editor.post(alone).status_code == 302
    assert not Page.objects.filter(pk=free.pk).exists()


def test_unpublishing_shows_it_too_and_continues(editor, lesson):
    address = reverse("wagtailadmin_pages:unpublish", args=[lesson.pk])
    text = text_of(editor.get(address))
    for words in ("Użyto 3 razy.", "1 osoba jest na kursie tej lekcji.", "1 zadanie jest zadane grupie."):
        assert words in text
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"]) + f"?id={lesson.pk}"
    assert "1 zadanie jest zadane grupie." in text_of(editor.get(bulk))
    assert editor.post(address).status_code == 302
    lesson.refresh_from_db()
    assert not lesson.live
    assert Assignment.objects.filter(lesson=lesson).exists()


def test_the_editor_s_side_panel_counts_them(editor, lesson):
    text = text_of(editor.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk])))
    assert "Użyto 3 razy." in text
    assert "1 zadanie jest zadane grupie." in text


def test_the_usage_list_shows_it_too(editor, lesson):
    text = text_of(editor.get(reverse("wagtailadmin_pages:usage", args=[lesson.pk])))
    assert "<li>1 zadanie jest zadane grupie.</li>" in text


def test_users_with_the_role_of_editors_see_it_too(client, lesson):
    user = factories.UserFactory.create()
    user.groups.add(Group.objects.get(name=roles.EDITOR))
    client.force_login(user)
    answer = client.get(reverse("wagtailadmin_pages:delete", args=[lesson.pk]))
    assert answer.status_code == 200
    assert "1 zadanie jest zadane grupie." in text_of(answer)
