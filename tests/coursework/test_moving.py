"""What moving pages of courses touches is said before it is done, and a move that breaks a task is refused."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction

from courses.catalogue.models import Lesson, Programme, Topic
from courses.coursework import services
from courses.coursework.errors import InvalidAssignmentError
from courses.learning.services import enrol, mark_completed
from people import roles
from publishing.impact import MoveRefusedError, impact_of_move, impact_of_publishing
from tests.courses_tree import lessons_of
from tests.coursework import factories
from tests.coursework.factories import text_of

pytestmark = pytest.mark.django_db

ADDRESS = "Zmieni się adres 1 opublikowanej strony; stary adres będzie prowadził do nowego."
ONE_LEAVES = "Lekcja „Lekcja 1” odchodzi z kursu"
MANY_LEAVE = "Lekcje „Lekcja 1”, „Lekcja 2” odchodzą z kursu"
COUNTS_NO_MORE = (
    f"{ONE_LEAVES} „Diagnoza potrzeb”. Na tym kursie jest 1 osoba: jeśli czegoś z tego nie ukończyła, przestanie się "
    "jej to liczyć."
)
LEAVES_PROGRAMME = (
    "1 otwarte zadanie prowadzi do lekcji kursu, który odchodzi z tego cyklu: „Lekcja 1” (grupa „Jesień”). Nikt nie "
    "mógłby już zrobić tego zadania. Zostaw kurs w cyklu albo poproś osobę prowadzącą, żeby zamknęła zadanie."
)


def stranded(lesson: str, group: str) -> str:
    return (
        f"1 otwarte zadanie prowadzi do przenoszonej lekcji: „{lesson}” (grupa „{group}”). Grupa nie jest na kursie, w "
        "którym ta lekcja by się znalazła: nikt nie mógłby już zrobić tego zadania. Skopiuj tam lekcję albo poproś "
        "osobę prowadzącą, żeby zamknęła zadanie."
    )


@pytest.fixture
def editor(client):
    user = factories.UserFactory.create()
    user.groups.add(Group.objects.get(name=roles.EDITOR))
    client.force_login(user)
    return client


@pytest.fixture
def there(cohort):
    """An empty topic of another course, which has a lesson in its first one."""
    topic = factories.course("Budżet", lessons=1).add_child(instance=Topic(title="Pusty", slug="pusty"))
    return Topic.objects.get(pk=topic.pk)


@pytest.fixture
def lesson(cohort):
    return lessons_of(cohort.course)[0]


def sentences(page, destination):
    with translation.override("pl"):
        return [
            (item.text.replace("\xa0", " "), item.count, item.record) for item in impact_of_move([page], destination)
        ]


def confirmation(page, destination):
    return reverse("wagtailadmin_pages:move_confirm", args=[page.pk, destination.pk])


def test_a_lesson_that_goes_to_another_course(lesson, learner, there):
    mark_completed(user=learner, lesson=lesson)
    for user in factories.UserFactory.create_batch(2):
        enrol(user=user, course=there.get_parent().specific)
    assert sentences(lesson, there) == [
        (COUNTS_NO_MORE, 1, False),
        ("1 ukończenie zostaje przy kursie, na którym je zdobyto.", 1, False),
        ("Na kursie „Budżet” są 2 osoby: mogą skorzystać z tego, co tam trafia, ale nie muszą.", 2, False),
        (ADDRESS, 1, False),
    ]
    assert sentences(lesson, lesson.get_parent()) == []


def test_what_stays_in_its_course(cohort, lesson, learner, written):
    """Another topic of the same course, and the whole course to another place."""
    services.set_assignment(by=cohort.trainers.get(), cohort=cohort, lesson=lesson)
    other = cohort.course.add_child(instance=Topic(title="Dalej", slug="dalej"))
    assert sentences(lesson, other) == [(ADDRESS, 1, False)]
    catalogue = Page.objects.get(pk=cohort.course.get_parent().pk)
    elsewhere = catalogue.get_parent().add_child(instance=type(catalogue.specific)(title="Inne", slug="inne"))
    assert sentences(cohort.course, elsewhere) == [
        ("Zmienią się adresy 6 opublikowanych stron; stare adresy będą prowadzić do nowych.", 6, False)
    ]
    lesson.move(other, pos="last-child")
    assert Lesson.objects.get(pk=lesson.pk).get_parent().pk == other.pk
    cohort.course.move(elsewhere, pos="last-child")
    assert Lesson.objects.get(pk=lesson.pk).url_path.startswith(elsewhere.url_path)


def test_links_and_restrictions(lesson, there):
    linking = factories.course("Odsyła", lessons=0)
    linking.body = [{"type": "prose", "value": f'<p><a linktype="page" id="{lesson.pk}">Tu</a></p>'}]
    linking.save()
    PageViewRestriction.objects.create(page=there, restriction_type=PageViewRestriction.LOGIN)
    assert sentences(lesson, there) == [
        (ADDRESS, 1, False),
        ("Linkuje tu 1 opublikowana strona; jej linki poprawią się same.", 1, False),
        ("Zobaczą ją tylko osoby, które mogą otworzyć stronę „Pusty”.", 1, False),
    ]
    lesson.move(there, pos="last-child")
    moved = Lesson.objects.get(pk=lesson.pk)
    free = Topic.objects.child_of(linking).get()
    assert ("Ograniczenie dostępu strony „Pusty” przestanie jej dotyczyć.", 1, False) in sentences(moved, free)


def test_an_open_task_of_a_group_elsewhere_stops_the_move(cohort, lesson, there, learner):
    lead = cohort.trainers.get()
    task = services.set_assignment(by=lead, cohort=cohort, lesson=lesson)
    topic = Topic.objects.get(pk=lesson.get_parent().pk)
    refusal = (stranded(lesson.title, cohort.name), 1, True)
    assert refusal in sentences(lesson, there)
    assert refusal in sentences(topic, there.get_parent())
    for page, target in ((lesson, there), (topic, there.get_parent())):
        with pytest.raises(MoveRefusedError):
            page.move(target, pos="last-child")
    assert Lesson.objects.get(pk=lesson.pk).course_path == lesson.course_path
    services.close_assignment(by=lead, assignment=task)
    lesson.move(there, pos="last-child")
    assert Lesson.objects.get(pk=lesson.pk).course_path == there.get_parent().path
    with pytest.raises(InvalidAssignmentError):
        services.reopen_assignment(by=lead, assignment=task)
    task.refresh_from_db()
    assert task.closed_at is not None


def test_a_group_that_takes_both_courses_keeps_its_task(lead, there, learner):
    course = factories.course("Pierwszy")
    programme = factories.programme(course, there.get_parent().specific)
    group = factories.CohortFactory.create(trainers=[lead], course=None, programme=programme)
    services.set_assignment(by=lead, cohort=group, lesson=lessons_of(course)[0])
    assert sentences(lessons_of(course)[0], there) == [(ADDRESS, 1, False)]


def test_the_editor_reads_it_before_the_move(editor, cohort, lesson, there, learner):
    text = text_of(editor.get(confirmation(lesson, there)))
    for sentence in (ADDRESS, COUNTS_NO_MORE):
        assert f"<li>{sentence}</li>" in text
    assert editor.post(confirmation(lesson, there)).status_code == 302
    assert Redirect.objects.filter(redirect_page=lesson).count() == 1


def test_the_editor_is_refused_with_the_way_that_keeps_it(editor, cohort, lesson, there):
    services.set_assignment(by=cohort.trainers.get(), cohort=cohort, lesson=lesson)
    for answer, status in (
        (editor.get(confirmation(lesson, there)), 200),
        (editor.post(confirmation(lesson, there)), 409),
    ):
        assert answer.status_code == status
        text = text_of(answer)
        assert f"<li>{stranded(lesson.title, cohort.name)}</li>" in text
        assert reverse("wagtailadmin_pages:copy", args=[lesson.pk]) in text
        assert f'action="{confirmation(lesson, there)}"' not in text
    assert Lesson.objects.get(pk=lesson.pk).course_path == lesson.course_path


def test_many_at_once_are_confirmed_and_refused_together(editor, cohort, lesson, there, learner):
    first, second, third = lessons_of(cohort.course)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
    address += f"?id={first.pk}&id={second.pk}"
    asked = editor.post(address, {"chooser": there.pk})
    text = text_of(asked)
    assert asked.status_code == 200
    assert "<li>Zmienią się adresy 2 opublikowanych stron; stare adresy będą prowadzić do nowych.</li>" in text
    assert f"<li>{COUNTS_NO_MORE.replace(ONE_LEAVES, MANY_LEAVE)}</li>" in text
    assert len(lessons_of(cohort.course)) == 3
    services.set_assignment(by=cohort.trainers.get(), cohort=cohort, lesson=second)
    refused = editor.post(address, {"chooser": there.pk, "confirmed": "1"})
    assert refused.status_code == 409
    assert f"<li>{stranded(second.title, cohort.name)}</li>" in text_of(refused)
    assert lessons_of(cohort.course) == [first, second, third]
    cohort.assignments.all().delete()
    assert editor.post(address, {"chooser": there.pk, "confirmed": "1"}).status_code == 302
    assert lessons_of(cohort.course) == [third]


def test_the_counts_cost_the_same_for_many(lesson, cohort, there):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            impact_of_move([Topic.objects.child_of(cohort.course).get()], there.get_parent())
        return len(captured)

    queries()  # what the cache holds afterwards
    few = queries()
    for number in range(3):
        services.set_assignment(by=cohort.trainers.get(), cohort=cohort, lesson=lessons_of(cohort.course)[number])
        mark_completed(user=factories.member(cohort), lesson=lessons_of(cohort.course)[number])
    assert queries() == few


def test_lessons_are_looked_for_once_and_the_first_are_named(lesson, cohort, there, learner):
    topic = Topic.objects.get(pk=lesson.get_parent().pk)
    topic.add_child(instance=Lesson(title="Lekcja 4", slug="lekcja-4"))
    topic.add_child(instance=Lesson(title="Lekcja 5", slug="lekcja-5"))
    with CaptureQueriesContext(connection) as captured:
        (leaving, *_others) = sentences(topic, there.get_parent())
    read = [query["sql"] for query in captured if 'FROM "catalogue_lesson"' in query["sql"]]
    asked = [sql for sql in read if "body_html" not in sql]  # in texts, links are looked for
    assert len(asked) == 1
    named = "„Lekcja 1”, „Lekcja 2”, „Lekcja 3” i jeszcze 2"
    assert leaving[0].startswith(f"Lekcje {named} odchodzą z kursu „{cohort.course.title}”.")


def programme_without(programme, course):
    """The live programme and a draft of it that has no ``course``."""
    draft = Programme.objects.get(pk=programme.pk)
    draft.courses = [item for item in draft.courses.all() if item.course_id != course.pk]
    return Programme.objects.get(pk=programme.pk), draft


def test_a_course_that_leaves_a_programme_tells_of_the_open_tasks(lead):
    first, second = factories.course("Pierwszy"), factories.course("Drugi")
    programme = factories.programme(first, second)
    group = factories.CohortFactory.create(name="Jesień", trainers=[lead], course=None, programme=programme)
    task = services.set_assignment(by=lead, cohort=group, lesson=lessons_of(second)[0])

    def told(course):
        with translation.override("pl"):
            found = impact_of_publishing(*programme_without(programme, course))
        return [(item.text.replace("\xa0", " "), item.count) for item in found]

    assert told(first) == []
    assert told(second) == [(LEAVES_PROGRAMME, 1)]
    services.close_assignment(by=lead, assignment=task)
    assert told(second) == []
