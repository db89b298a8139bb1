"""Questions of the bank: their versions, and the lessons that they stand in."""

from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from courses.activities.bank.errors import MoveToBankError, QuestionInUseError
from courses.activities.bank.models import BankQuestion
from courses.activities.models import Activity, Answer, LearnerState
from courses.catalogue import banking
from courses.catalogue.blocks import LessonBodyBlock
from courses.catalogue.models import Course, Lesson
from courses.learning import services
from courses.learning.models import Completion
from people.models import User
from people.roles import COORDINATOR, EDITOR, REVIEWER, TRAINER
from publishing.models import StalePage
from publishing.services import render_stale_pages
from tests.activities.bank.builders import make_question, placed
from tests.builders import signed_in
from tests.courses_tree import choice, lessons_of, make_course, make_lesson
from tests.learning.steps import answer, option

pytestmark = pytest.mark.django_db


@pytest.fixture
def course() -> Course:
    return make_course(lessons=1)


@pytest.fixture
def learner(course: Course) -> User:
    user = User.objects.create_user("osoba@example.org", first_name="Ola")
    services.enrol(user=user, course=course)
    return user


def lesson_with(course: Course, title: str, *questions: BankQuestion) -> Lesson:
    topic = lessons_of(course)[0].get_parent()
    return make_lesson(topic, title, *(placed(question) for question in questions))


def activity_of(question: BankQuestion) -> Activity:
    return Activity.objects.get(pk=question.uuid)


def test_a_published_question_is_an_activity_without_a_lesson() -> None:
    question = make_question("Czy to działa?")
    activity = activity_of(question)
    assert (activity.container, activity.title, activity.versions.count()) == (None, "Czy to działa?", 1)
    assert activity.current is not None
    assert activity.current.tree == question.tree


def test_a_draft_makes_no_version_and_publishing_it_does() -> None:
    question = make_question("Pierwsze?")
    question.content = [choice("Drugie?", block="block-Pierwsze?")]
    revision = question.save_revision()
    assert activity_of(question).title == "Pierwsze?"
    revision.publish()
    assert (activity_of(question).title, activity_of(question).versions.count()) == ("Drugie?", 2)


def test_the_tree_keeps_its_root_when_the_block_is_written_anew() -> None:
    question = make_question("Pierwsze?")
    root = question.tree["id"]
    question.content = [choice("Zupełnie nowe?")]
    question.save()
    assert question.tree["id"] == root


def test_a_published_question_keeps_its_type() -> None:
    question = make_question()
    question.content = [{"type": "reflection", "value": {"question": "A jednak?"}}]
    with pytest.raises(ValidationError):
        question.clean()


def test_one_question_stands_in_two_lessons_and_its_answer_is_shared(course: Course, learner: User) -> None:
    question = make_question()
    first, second = lesson_with(course, "Raz", question), lesson_with(course, "Dwa", question)
    assert first.activities == second.activities == (question.uuid,)
    services.take_in_additions(user=learner, course=course)
    answer(learner, first)
    assert LearnerState.objects.filter(user=learner, activity=question.uuid).count() == 1
    assert Completion.objects.filter(lesson=first.key).count() == 1
    services.mark_completed(user=learner, lesson=second)
    assert Completion.objects.get(lesson=second.key).source == Completion.Source.EXERCISES


def test_a_question_is_answered_only_in_lessons_that_it_stands_in(course: Course, learner: User) -> None:
    question = make_question()
    lesson = lesson_with(course, "Raz", question)
    other = lessons_of(course)[0]
    with pytest.raises(Activity.DoesNotExist):
        services.answer_exercise(
            user=learner,
            lesson=other,
            activity_id=question.uuid,
            form=[("answer", option(lesson))],
            key=uuid4(),
        )


def test_the_lesson_shows_the_question_and_takes_answers(course: Course, learner: User) -> None:
    lesson = lesson_with(course, "Raz", make_question("Co jest w banku?"))
    client = Client()
    client.force_login(learner, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(lesson.url)
    (html,) = [part for part in page.context["segments"] if "data-activity" in part]
    assert "Co jest w banku?" in html
    assert "correct" not in html


def test_editing_a_question_renews_the_lessons_that_hold_it(course: Course) -> None:
    question = make_question("Przed zmianą?")
    lesson = lesson_with(course, "Raz", question)
    question.content = [choice("Po zmianie?")]
    question.save_revision().publish()
    assert StalePage.objects.filter(page=lesson.pk).exists()
    render_stale_pages()
    page = Client().get(lesson.url)
    assert "Po zmianie?" in page.content.decode()


def test_the_same_question_stands_once_in_a_lesson() -> None:
    question = make_question()
    block = LessonBodyBlock()
    value = block.to_python([placed(question, block="a"), placed(question, block="b")])
    with pytest.raises(ValidationError):
        block.clean(value)


def test_a_draft_cannot_be_placed() -> None:
    draft = make_question(live=False)
    block = LessonBodyBlock()
    with pytest.raises(ValidationError):
        block.clean(block.to_python([placed(draft)]))


def test_a_question_that_is_used_or_answered_is_kept(course: Course, learner: User) -> None:
    free, used = make_question("Wolne?"), make_question("Użyte?")
    lesson = lesson_with(course, "Raz", used)
    with pytest.raises(QuestionInUseError) as refused:
        used.delete()
    assert [(impact.about, impact.count) for impact in refused.value.impacts] == [("lessons", 1)]
    answer(learner, lesson)
    lesson.body = []
    lesson.save_revision().publish()
    with pytest.raises(QuestionInUseError) as refused:
        BankQuestion.objects.filter(pk=used.pk).delete()
    assert [(impact.about, impact.count) for impact in refused.value.impacts] == [("answers", 1)]
    free.delete()
    assert list(BankQuestion.objects.filter(pk__in=[free.pk, used.pk])) == [used]


def test_moving_to_the_bank_and_back_keeps_everything(course: Course, learner: User) -> None:
    lesson = lessons_of(course)[0]
    editor = User.objects.create_superuser("szefowa@example.org")
    answer(learner, lesson, choice=1)
    (uuid,) = lesson.activities
    (row,) = banking.exercises_of(lesson)
    question = banking.move_to_bank(lesson=lesson, block_id=row.block_id, user=editor)
    lesson.refresh_from_db()
    assert (question.uuid, lesson.activities) == (uuid, (uuid,))
    activity = activity_of(question)
    assert (activity.container, activity.versions.count(), activity.answers.count()) == (None, 1, 1)
    answer(learner, lesson)
    assert Completion.objects.filter(lesson=lesson.key).count() == 1

    (row,) = banking.exercises_of(lesson)
    assert (row.in_bank, row.comes_back) == (True, True)
    banking.move_to_lesson(lesson=lesson, block_id=row.block_id, user=editor)
    lesson.refresh_from_db()
    activity.refresh_from_db()
    assert (activity.container, activity.versions.count()) == (lesson.key, 1)
    assert (lesson.activities, BankQuestion.objects.filter(uuid=uuid).count()) == ((uuid,), 0)
    assert Answer.objects.filter(activity=uuid).count() == 2
    assert LearnerState.objects.filter(activity=uuid).count() == 1


def test_a_question_of_another_lesson_does_not_come_back(course: Course) -> None:
    editor = User.objects.create_superuser("szefowa@example.org")
    lesson = lesson_with(course, "Raz", make_question())
    (row,) = banking.exercises_of(lesson)
    with pytest.raises(MoveToBankError):
        banking.move_to_lesson(lesson=lesson, block_id=row.block_id, user=editor)


def test_a_lesson_with_a_draft_moves_nothing(course: Course) -> None:
    editor = User.objects.create_superuser("szefowa@example.org")
    lesson = lessons_of(course)[0]
    (row,) = banking.exercises_of(lesson)
    lesson.title = "Szkic"
    lesson.save_revision()
    with pytest.raises(MoveToBankError):
        banking.move_to_bank(lesson=lesson, block_id=row.block_id, user=editor)


@pytest.mark.parametrize(("role", "status"), [(EDITOR, 200), (REVIEWER, 302), (TRAINER, 302), (COORDINATOR, 302)])
def test_the_bank_is_for_editors(role: str, status: int, course: Course) -> None:
    lesson = lessons_of(course)[0]
    client = signed_in(role)
    assert client.get("/admin/snippets/bank/bankquestion/").status_code == status
    assert client.get(f"/admin/lessons/{lesson.pk}/exercises/").status_code == status
    assert Client().get("/admin/snippets/bank/bankquestion/").status_code == 302


def test_an_editor_moves_an_exercise_in_the_admin(course: Course) -> None:
    lesson = lessons_of(course)[0]
    (row,) = banking.exercises_of(lesson)
    client = signed_in(EDITOR)
    client.post(f"/admin/lessons/{lesson.pk}/exercises/", {"block": row.block_id, "to": "bank"})
    assert BankQuestion.objects.filter(root=row.block_id).count() == 1


def test_the_list_is_searched_and_filtered() -> None:
    make_question("O kurnikach?", tags=["kurniki"], outcomes=["W77"])
    make_question("O kurnikach w budżecie?", tags=["kurniki w budżecie"], outcomes=["U77"])
    client = signed_in(EDITOR)

    def found(**query: str | int) -> set[str]:
        page = client.get("/admin/snippets/bank/bankquestion/", query)
        return {row.title for row in page.context["object_list"]} & {"O kurnikach?", "O kurnikach w budżecie?"}

    tag = BankQuestion.objects.get(title="O kurnikach?").tags.get()
    outcome = BankQuestion.objects.get(title="O kurnikach w budżecie?").outcomes.get()
    assert found(q="kurnikach") == {"O kurnikach?", "O kurnikach w budżecie?"}
    assert found(tags=tag.pk) == {"O kurnikach?"}
    assert found(outcomes=outcome.pk) == {"O kurnikach w budżecie?"}
    assert found(kind="gaps") == set()


def test_the_refusal_to_delete_is_shown_in_the_admin(course: Course) -> None:
    question = make_question()
    lesson_with(course, "Raz", question)
    client = signed_in(EDITOR)
    page = client.post(f"/admin/snippets/bank/bankquestion/delete/{question.pk}/", follow=True)
    with pytest.raises(QuestionInUseError) as refused:
        question.delete()
    assert [str(message).strip() for message in page.context["messages"]] == [refused.value.message]
    assert BankQuestion.objects.filter(pk=question.pk).exists()


def test_the_form_and_the_preview_open() -> None:
    question = make_question("Jak wygląda?")
    client = signed_in(EDITOR)
    assert client.get(f"/admin/snippets/bank/bankquestion/edit/{question.pk}/").status_code == 200
    assert client.get("/admin/snippets/bank/bankquestion/add/").status_code == 200
    assert client.get("/admin/snippets/choose/bank/bankquestion/?q=wygl").status_code == 200
