"""A course on the site and in ``model``: steps of editors and learners that are taken in both."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid4

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from courses.catalogue.models import Course, Lesson, Topic
from courses.coursework.models import Cohort, CohortMember
from people.models import User
from tests.courses_tree import catalogue, choice, make_lesson
from tests.coursework import factories
from tests.learning import model

OPTIONS = 2
MOST_LESSONS = 6
STEPS = 25
EDITED = 0.3
"""The part of the steps that editors take."""
AHEAD = {
    "-3 days": timedelta(days=-3),
    "-1 hour": timedelta(hours=-1),
    "+1 hour": timedelta(hours=1),
    "+4 years": timedelta(days=1461),
}
"""Clocks that are off."""
CLOCKS = (*AHEAD, "", "yesterday", "2026-13-45T10:00Z", "2026-01-01T10:00")
"""What a browser says of when an answer was given; also nothing, nonsense, and a time without its zone."""
EDITS = (
    "add_lesson",
    "unpublish_or_republish_lesson",
    "unpublish_or_republish_lesson",
    "unpublish_or_republish_topic",
    "reorder_lessons",
    "add_exercise",
    "remove_exercise",
    "change_right_answer",
    "change_completion_rule",
)
ACTS = (
    *("study", "study", "study", "answer", "answer", "answer_offline", "answer_offline", "deliver", "deliver"),
    *("mark", "mark_offline", "unmark", "unmark", "finish", "take_in_additions", "take_test", "take_test", "enrol"),
)

Shapes = list[list[tuple[bool, int]]]
"""For each topic its lessons: whether it asks for the learner's mark, and how many exercises it has."""


@dataclass(frozen=True)
class Step:
    """What one of the ``people`` or an editor does; ``place`` is the lesson, the exercise or what waits, by number."""

    act: str
    person: int
    place: int
    right: bool
    clock: str
    shape: tuple[bool, int]


def random_shapes(dice: Random) -> Shapes:
    return [[_shape(dice) for _lesson in range(dice.randint(1, 2))] for _topic in range(dice.randint(1, 2))]


def _shape(dice: Random) -> tuple[bool, int]:
    return dice.random() < 0.4, dice.choice((1, 1, 2, 0))


def random_steps(dice: Random) -> list[Step]:
    return [
        Step(
            act=dice.choice(EDITS if dice.random() < EDITED else ACTS),
            person=dice.randint(0, 1),
            place=dice.randint(0, 11),
            right=dice.random() < 0.75,
            clock=dice.choice(CLOCKS),
            shape=_shape(dice),
        )
        for _number in range(STEPS)
    ]


@dataclass
class Sent:
    """A form that a browser sends, now or once it has a connection again."""

    url: str
    form: dict[str, str]
    arrives: Callable[[], bool]
    """The same in the model."""


@dataclass
class Person:
    """A learner with an account, in the model, and what waits in the browsers of two devices."""

    user: User
    client: Client
    model: model.Learner
    waiting: list[Sent] = field(default_factory=list)
    percent: int = 0
    least: int = 0
    completions: dict[tuple[int, UUID], str] = field(default_factory=dict)
    """The rows of completions after the last step, with their sources."""


class World:
    """One course, and two learners in a group; the first is enrolled."""

    def __init__(self, shapes: Shapes) -> None:
        self.made = 0
        self.arrived = 0
        self.started = timezone.now()
        self.withdrawing: Person | None = None
        """Who has just withdrawn a completion or taken in what was added: only theirs may become less."""
        self.page = catalogue().add_child(instance=Course(title="Kurs z modelu", slug="kurs-z-modelu"))
        self.course = model.Course([])
        self.topics: list[Topic] = []
        self.pages: dict[str, int] = {}
        self.keys: dict[str, UUID] = {}
        self.activities: dict[str, UUID] = {}
        for number, shape in enumerate(shapes):
            self.topics.append(self.page.add_child(instance=Topic(title=f"Temat {number}")))
            self.course.topics.append([])
            for asks_for_mark, exercises in shape:
                self._add(number, asks_for_mark, exercises)
        self.trainer = factories.trainer()
        self.cohort: Cohort = factories.CohortFactory.create(trainers=[self.trainer], course=self.page)
        self.people = [self._person(), self._person()]
        self._course_request(self.people[0], "enrol", self.people[0].model.enrol)

    def take(self, step: Step) -> None:
        self.withdrawing = None
        if step.act in EDITS:
            getattr(self, step.act)(step)
        else:
            getattr(self, step.act)(self.people[step.person], step)

    def _person(self) -> Person:
        user = factories.UserFactory.create()
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        CohortMember.objects.create(cohort=self.cohort, user=user)
        return Person(user, client, model.Learner(self.course))

    # What editors do

    def _add(self, topic: int, asks_for_mark: bool, exercises: int) -> None:
        name = f"Lekcja {len(self.pages)}"
        lesson = model.Lesson(name, asks_for_mark, [self._new_exercise() for _number in range(exercises)])
        rule_of = "manual" if asks_for_mark else "exercises"
        page = make_lesson(self.topics[topic], name, *self._body(lesson), rule=rule_of)
        self.topics[topic].refresh_from_db()
        self.pages[name], self.keys[name] = page.pk, page.key
        self.course.topics[topic].append(lesson)
        self._learn_activities(lesson, page)

    def _new_exercise(self) -> str:
        self.made += 1
        name = f"cwiczenie-{self.made}"
        self.course.right[name] = 0
        return name

    def _body(self, lesson: model.Lesson) -> list[dict[str, Any]]:
        return [
            choice(f"{name}?", right=(self.course.right[name],), options=OPTIONS, block=name)
            for name in lesson.exercises
        ]

    def _learn_activities(self, lesson: model.Lesson, page: Lesson) -> None:
        self.activities.update({name: UUID(item) for name, item in zip(lesson.exercises, page.exercises, strict=True)})

    def _lesson(self, step: Step) -> model.Lesson:
        return self.course.lessons[step.place % len(self.course.lessons)]

    def _publish(self, lesson: model.Lesson) -> None:
        page = Lesson.objects.get(pk=self.pages[lesson.name])
        page.completion_rule = "manual" if lesson.asks_for_mark else "exercises"
        page.body = [{"type": "prose", "value": "<p>Tekst</p>", "id": "t"}, *self._body(lesson)]
        page.live = lesson.live = True
        page.save()
        page.refresh_from_db()
        self._learn_activities(lesson, page)

    def add_lesson(self, step: Step) -> None:
        if len(self.course.lessons) < MOST_LESSONS:
            self._add(step.place % len(self.topics), *step.shape)

    def unpublish_or_republish_lesson(self, step: Step) -> None:
        lesson = self._lesson(step)
        if lesson.live:
            Lesson.objects.get(pk=self.pages[lesson.name]).unpublish()
            lesson.live = False
        else:
            self._publish(lesson)

    def unpublish_or_republish_topic(self, step: Step) -> None:
        """The topic alone: the pages of its lessons stay live."""
        number = step.place % len(self.topics)
        page = Topic.objects.get(pk=self.topics[number].pk)
        if number in self.course.hidden:
            page.save_revision().publish()
        else:
            page.unpublish()
        self.course.hidden ^= {number}

    def reorder_lessons(self, step: Step) -> None:
        """Moves a lesson to the end of its topic."""
        lesson = self._lesson(step)
        topic = next(topic for topic in self.course.topics if lesson in topic)
        if topic[-1] is not lesson:
            last = Lesson.objects.get(pk=self.pages[topic[-1].name])
            Lesson.objects.get(pk=self.pages[lesson.name]).move(last, pos="right")
            topic.remove(lesson)
            topic.append(lesson)

    def add_exercise(self, step: Step) -> None:
        lesson = self._lesson(step)
        lesson.exercises.append(lesson.removed.pop() if lesson.removed else self._new_exercise())
        self._publish(lesson)

    def remove_exercise(self, step: Step) -> None:
        lesson = self._lesson(step)
        if lesson.exercises:
            lesson.removed.append(lesson.exercises.pop(0))
            self._publish(lesson)

    def change_right_answer(self, step: Step) -> None:
        lesson = self._lesson(step)
        if lesson.exercises:
            self.course.right[lesson.exercises[0]] = 1 - self.course.right[lesson.exercises[0]]
            self._publish(lesson)

    def change_completion_rule(self, step: Step) -> None:
        lesson = self._lesson(step)
        lesson.asks_for_mark = not lesson.asks_for_mark
        self._publish(lesson)

    # What learners do

    def enrol(self, person: Person, _step: Step) -> None:
        self._course_request(person, "enrol", person.model.enrol)

    def study(self, person: Person, step: Step) -> None:
        """Enrols where they have not, and does all of the next lesson, if there is one."""
        self.enrol(person, step)
        missing = person.model.missing()
        if missing:
            lesson = missing[step.place % len(missing)]
            for name in lesson.exercises:
                self._send(person, self._answer_to(person, lesson, name, self.course.right[name]))
            self._send(person, self._mark_of(person, lesson))

    def answer(self, person: Person, step: Step) -> None:
        if sent := self._answer(person, step, clock=""):
            self._send(person, sent)

    def answer_offline(self, person: Person, step: Step) -> None:
        """The answer waits on one of the devices."""
        if sent := self._answer(person, step, clock=step.clock):
            person.waiting.append(sent)

    def mark(self, person: Person, step: Step) -> None:
        self._send(person, self._mark(person, step))

    def mark_offline(self, person: Person, step: Step) -> None:
        person.waiting.append(self._mark(person, step))

    def deliver(self, person: Person, step: Step) -> None:
        """Something that waited arrives, in any order; without an acknowledgement it will arrive once more."""
        if person.waiting:
            sent = person.waiting[step.place % len(person.waiting)]
            self._send(person, sent)
            if step.right:
                person.waiting.remove(sent)

    def unmark(self, person: Person, step: Step) -> None:
        """Takes back a completion, of any source; only one that they declared themselves goes."""
        done = [lesson for lesson in self.course.lessons if lesson.name in person.model.done]
        lesson = done[step.place % len(done)] if done else self._lesson(step)
        url = reverse("learning:unmark", args=[self.pages[lesson.name]])
        self.withdrawing = person
        self._send(person, Sent(url, {}, lambda: person.model.unmark(lesson)))

    def finish(self, person: Person, _step: Step) -> None:
        self._course_request(person, "finish", person.model.finish)

    def take_in_additions(self, person: Person, _step: Step) -> None:
        self.withdrawing = person
        self._course_request(person, "additions", person.model.take_in_additions)

    def take_test(self, person: Person, step: Step) -> None:
        """Answers some lessons, one of them wrongly or not."""
        self.enrol(person, step)
        asked = person.model.asked()
        given_to = asked[step.place % len(asked) :] if asked else []
        given = {name: self.course.right[name] for lesson in given_to for name in lesson.exercises}
        if given and not step.right:
            name = next(iter(given))
            given[name] = 1 - given[name]
        form = {f"q-{self.activities[name]}": f"{name}-{option}" for name, option in given.items()}
        url = reverse("learning:placement", args=[self.page.pk])
        self._send(person, Sent(url, form, lambda: person.model.take_test(given)))

    def _course_request(self, person: Person, name: str, arrives: Callable[[], bool]) -> None:
        self._send(person, Sent(reverse(f"learning:{name}", args=[self.page.pk]), {}, arrives))

    def _answer(self, person: Person, step: Step, *, clock: str) -> Sent | None:
        lesson = self._lesson(step)
        there = [*lesson.exercises, *lesson.removed]
        if not there:
            return None
        exercise = there[step.place // len(self.course.lessons) % len(there)]
        option = self.course.right[exercise] if step.right else 1 - self.course.right[exercise]
        return self._answer_to(person, lesson, exercise, option, clock=clock)

    def _answer_to(self, person: Person, lesson: model.Lesson, exercise: str, option: int, *, clock: str = "") -> Sent:
        key, said = str(uuid4()), self.started + AHEAD[clock] if clock in AHEAD else None
        form = {"answer": f"{exercise}-{option}", "key": key, "made_at": said.isoformat() if said else clock}
        url = reverse("learning:answer", args=[self.pages[lesson.name], self.activities[exercise]])
        return Sent(url, form, lambda: person.model.answer(lesson, exercise, option, key=key, when=self._when(said)))

    def _when(self, said: datetime | None) -> model.When:
        """A clock in the past is believed; one in the future, or none, is the moment of arrival."""
        self.arrived += 1
        return (0, said.timestamp()) if said and said < self.started else (1, self.arrived)

    def _mark(self, person: Person, step: Step) -> Sent:
        return self._mark_of(person, self._lesson(step))

    def _mark_of(self, person: Person, lesson: model.Lesson) -> Sent:
        url = reverse("learning:mark", args=[self.pages[lesson.name]])
        return Sent(url, {}, lambda: person.model.mark(lesson))

    def _send(self, person: Person, sent: Sent) -> None:
        accepted = sent.arrives()
        response = person.client.post(sent.url, sent.form)
        assert response.status_code < 500
        if accepted:
            assert response.status_code == 302
