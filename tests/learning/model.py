"""A model of a course and of its learners, in plain Python: what every figure of the site has to equal.

Lessons and exercises are called by names. An answer is the number of an option.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

MANUAL, EXERCISES, KNOWN = "manual", "exercises", "known"

When = tuple[int, float]
"""When an answer was given: the learner's clock where that is in the past (0), else the order of arrival (1)."""


@dataclass(frozen=True)
class Pinned:
    """What a learner's outline holds of a lesson."""

    name: str
    manual: bool
    exercises: tuple[str, ...]


@dataclass
class Lesson:
    name: str
    asks_for_mark: bool
    exercises: list[str]
    removed: list[str] = field(default_factory=list)
    live: bool = True

    @property
    def manual(self) -> bool:
        """A lesson without exercises can only be marked."""
        return self.asks_for_mark or not self.exercises


@dataclass
class Course:
    """Topics of lessons, with the right option of each exercise that there ever was.

    ``hidden`` are the numbers of topics that are unpublished: their lessons are in the outline no more.
    """

    topics: list[list[Lesson]]
    right: dict[str, int] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)

    @property
    def lessons(self) -> list[Lesson]:
        return [lesson for topic in self.topics for lesson in topic]

    @property
    def live(self) -> list[Lesson]:
        topics = (topic for number, topic in enumerate(self.topics) if number not in self.hidden)
        return [lesson for topic in topics for lesson in topic if lesson.live]

    def outline(self) -> tuple[Pinned, ...]:
        return tuple(Pinned(item.name, item.manual, tuple(item.exercises)) for item in self.live)


@dataclass
class Figures:
    """What learner, trainer and certificate are shown."""

    counted: list[str]
    missing: list[int]
    percent: int
    completed: bool
    may_finish: bool
    known: list[str]
    verified: int
    graded: int
    points: int


@dataclass
class Learner:
    """One learner of ``course``. Each method is a request that reached the site; it returns whether it was accepted."""

    course: Course
    pinned: tuple[Pinned, ...] | None = None
    done: dict[str, str] = field(default_factory=dict)
    answers: list[tuple[str, str, int]] = field(default_factory=list)
    """Key, exercise and option of every answer that is recorded."""
    solved: set[str] = field(default_factory=set)
    shown: dict[str, tuple[int, When]] = field(default_factory=dict)
    tested: bool = False
    completed: bool = False
    withdrawn: set[str] = field(default_factory=set)
    """Lessons that counted and were gone when progress was shown."""

    def enrol(self) -> bool:
        outline = self.course.outline()
        if self.pinned is None and outline:
            self.pinned = outline
        return self.pinned is not None

    def answer(self, lesson: Lesson, exercise: str, option: int, *, key: str, when: When) -> bool:
        if self.pinned is None or not lesson.live:
            return False
        same = [(other, chosen) for known, other, chosen in self.answers if known == key]
        if same and same[-1] == (exercise, option):
            return True
        self.answers.append((key, exercise, option))
        if exercise not in self.shown or when >= self.shown[exercise][1]:
            self.shown[exercise] = (option, when)
        if option == self.course.right[exercise]:
            self.solved.add(exercise)
        if exercise in self.solved and self._answered_all(lesson):
            self._complete(lesson, EXERCISES)
        return True

    def mark(self, lesson: Lesson) -> bool:
        if self.pinned is None or not lesson.live:
            return False
        if self._by_mark(lesson):
            self._complete(lesson, MANUAL)
            return True
        if self._answered_all(lesson):
            self._complete(lesson, EXERCISES)
            return True
        return False

    def unmark(self, lesson: Lesson) -> bool:
        if self.pinned is None or not lesson.live:
            return False
        if self.done.get(lesson.name) == MANUAL:
            del self.done[lesson.name]
        return True

    def finish(self) -> bool:
        if self.pinned is not None:
            self._finish()
        return self.completed

    def take_in_additions(self) -> bool:
        if self.pinned is None:
            return False
        latest = self.course.outline()
        there = {item.name for item in latest}
        kept = (item for item in self.pinned if item.name in self.done and item.name not in there)
        self.pinned, self.withdrawn = (*latest, *kept), set()
        return True

    def look(self) -> None:
        """Progress is shown: what is gone and not completed counts no more, also if it comes back."""
        live = {lesson.name for lesson in self.course.live}
        self.withdrawn |= {item.name for item in self.pinned or ()} - live - self.done.keys()

    def asked(self) -> list[Lesson]:
        """The lessons that the test at the start asks about."""
        if self.pinned is None or self.tested or self.completed:
            return []
        pinned, answered = {item.name for item in self.pinned}, {exercise for _key, exercise, _option in self.answers}
        return [
            lesson
            for lesson in self.course.live
            if lesson.name in pinned
            and lesson.name not in self.done
            and not lesson.manual
            and answered.isdisjoint(lesson.exercises)
        ]

    def take_test(self, given: dict[str, int]) -> bool:
        asked = self.asked()
        if not asked or not given:
            return False
        self.tested = True
        for lesson in asked:
            if all(given.get(exercise) == self.course.right[exercise] for exercise in lesson.exercises):
                self._complete(lesson, KNOWN)
        return True

    def figures(self) -> Figures:
        assert self.pinned is not None
        counted = self._counted()
        missing = [number for number, name in enumerate(counted, start=1) if name not in self.done]
        now = {lesson.name: lesson.exercises for lesson in self.course.live}
        graded = [
            exercise
            for item in self.pinned
            if item.name in counted
            for exercise in item.exercises
            if exercise in now.get(item.name, ())
        ]
        return Figures(
            counted=counted,
            missing=missing,
            percent=_percent(len(counted) - len(missing), len(counted)),
            completed=self.completed,
            may_finish=bool(counted) and not missing and not self.completed,
            known=[name for name in counted if self.done.get(name) == KNOWN],
            verified=sum(source == EXERCISES for source in self.done.values()),
            graded=len(graded),
            points=sum(exercise in self.solved for exercise in graded),
        )

    def missing(self) -> list[Lesson]:
        """The lessons that count and are not completed."""
        counted = set(self._counted()) - self.done.keys()
        return [lesson for lesson in self.course.lessons if lesson.name in counted]

    def least_percent(self) -> int:
        """The percentage of all lessons that the learner enrolled for, also of those that editors have removed."""
        names = [item.name for item in self.pinned or ()]
        return _percent(sum(name in self.done for name in names), len(names))

    def _counted(self) -> list[str]:
        there = {lesson.name for lesson in self.course.live} - self.withdrawn
        return [item.name for item in self.pinned or () if item.name in self.done or item.name in there]

    def _by_mark(self, lesson: Lesson) -> bool:
        """The easier of both rules: the one at enrolment and the one in force."""
        return lesson.manual or any(item.manual for item in self._pinned(lesson))

    def _answered_all(self, lesson: Lesson) -> bool:
        """Whether exercises complete the lesson and none is missing: of those at enrolment the ones still there."""
        now = set(lesson.exercises)
        wanted = {exercise for item in self._pinned(lesson) for exercise in item.exercises} & now or now
        return not self._by_mark(lesson) and wanted <= self.solved

    def _pinned(self, lesson: Lesson) -> Iterable[Pinned]:
        return [item for item in self.pinned or () if item.name == lesson.name]

    def _complete(self, lesson: Lesson, source: str) -> None:
        self.done.setdefault(lesson.name, source)
        self._finish()

    def _finish(self) -> None:
        counted = self._counted()
        self.completed = self.completed or (bool(counted) and all(name in self.done for name in counted))


def _percent(part: int, whole: int) -> int:
    return 100 * part // whole if whole else 0
