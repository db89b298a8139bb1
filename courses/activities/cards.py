"""What the templates of exercises get, the same names in Python and in templates."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from courses.activities.given import ANSWER, Given


@dataclass(frozen=True, slots=True)
class ExerciseChange:
    """What a request makes different in one exercise, which is then shown in its current version.

    ``error`` says why an answer was refused and ``given`` what it was. ``tried``: an answer was checked and not
    recorded; ``keep_url`` leads to recording it, or one of the other two does where nobody is signed in.
    """

    error: str = ""
    given: Given | None = None
    tried: bool = False
    keep_url: str = ""
    keep_sign_in_url: str = ""
    keep_sign_up_url: str = ""


@dataclass(frozen=True, slots=True)
class ExerciseFrame:
    """Where an exercise stands and what may be done with it; the defaults are one that cannot be answered.

    ``id`` is the activity's uuid, ``number`` of ``total`` its place in the page at ``page_url``, ``key`` the
    idempotency key of the form that is sent to ``action``. ``trying``: answers are not recorded. ``changed``: it is
    shown as the earlier version that was answered.
    """

    id: str = ""
    number: int = 1
    total: int = 1
    anchor: str = ""
    action: str = ""
    key: str = ""
    csrf_token: str = ""
    page_url: str = ""
    sign_in_url: str = ""
    can_answer: bool = False
    trying: bool = False
    changed: bool = False
    change: ExerciseChange = ExerciseChange()

    @property
    def given(self) -> Given | None:
        """What the form has instead of the recorded answer."""
        return self.change.given

    @property
    def name(self) -> str:
        """The name of the fields."""
        return ANSWER

    @property
    def place(self) -> str:
        return _("Exercise %(number)d of %(total)d") % {"number": self.number, "total": self.total}


@dataclass(frozen=True, slots=True)
class ReviewFrame(ExerciseFrame):
    """Where a question of a closed attempt at a quiz stands."""

    @property
    def place(self) -> str:
        return _("Question %(number)d of %(total)d") % {"number": self.number, "total": self.total}


@dataclass(frozen=True, slots=True)
class QuestionFrame:
    """Where a question stands in a form of several: the ``name`` of its fields, and what was given."""

    name: str
    number: int
    total: int
    given: Given = field(default_factory=Given)

    @property
    def anchor(self) -> str:
        return self.name

    @property
    def place(self) -> str:
        return _("Question %(number)d of %(total)d") % {"number": self.number, "total": self.total}


@dataclass(frozen=True, slots=True)
class ExerciseCard:
    """An exercise in one learner's state: "new", "right", "wrong", or "done" where nothing is right or wrong.

    ``answers`` is what ``template`` shows, ``complete`` whether the answer completes the exercise. ``result`` says how
    the answer was, ``feedback`` is the author's word on it, ``solution`` the right answer, a line each, once it may be
    shown. ``attempts_left`` is None without a limit.
    """

    template: str
    answers: Any
    instruction: str
    question: str
    hint: str
    state: str
    complete: bool
    result: str
    feedback: str
    solution: tuple[str, ...]
    can_reveal: bool
    attempts_left: int | None
    submit: str
    restart: str
    saved_at: datetime | None


@dataclass(frozen=True, slots=True)
class QuizCard:
    """A quiz in its lesson: "new", "under_way", "passed" or "failed". ``percent`` is that of the attempt that counts.

    ``minutes`` is 0 without a time limit, ``attempts_left`` None without a limit.
    """

    title: str
    intro: str
    state: str
    questions: int
    minutes: int
    pass_mark: int
    percent: int
    attempts: int
    attempts_left: int | None
    best_counts: bool


@dataclass(frozen=True, slots=True)
class OptionCard:
    """An option of a question; ``verdict`` ("right" or "wrong") and ``feedback`` once it was the answer."""

    id: str
    text: str
    selected: bool
    verdict: str | None
    feedback: str


@dataclass(frozen=True, slots=True)
class ChoiceCard:
    """The options of a question. ``one``: a single one is chosen."""

    one: bool
    options: tuple[OptionCard, ...]


@dataclass(frozen=True, slots=True)
class RowCard:
    """One row: its text and what may be chosen for it. ``verdict`` and ``feedback`` once it was answered."""

    id: str
    text: str
    options: tuple[OptionCard, ...]
    verdict: str | None
    feedback: str


@dataclass(frozen=True, slots=True)
class RowsCard:
    """Rows for each of which one thing is chosen. ``listed``: from a list rather than side by side. ``ordered``: the
    things are places in an order, so that the rows can be moved."""

    rows: tuple[RowCard, ...]
    listed: bool
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class TypedCard:
    """A field to type in; ``unit`` stands after it, ``long`` makes it a field of several lines."""

    value: str
    longest: int
    unit: str = ""
    numeric: bool = False
    verdict: str | None = None
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class GapCard:
    """A gap in a text: typed, or chosen where it has ``options``. ``size`` is the width of its field in characters."""

    id: str
    number: int
    value: str
    options: tuple[OptionCard, ...]
    size: int
    verdict: str | None
    feedback: str

    @property
    def is_gap(self) -> bool:
        """A paragraph holds plain texts too, which have no such attribute."""
        return True


@dataclass(frozen=True, slots=True)
class GapsCard:
    """Paragraphs of texts and gaps."""

    paragraphs: tuple[tuple[str | GapCard, ...], ...]
    longest: int


@dataclass(frozen=True, slots=True)
class PlaceCard:
    """A numbered place in a picture, in its pixels."""

    id: str
    number: int
    x: int
    y: int
    verdict: str | None


@dataclass(frozen=True, slots=True)
class PictureCard:
    """A picture with numbered places; sizes in pixels."""

    url: str
    alt: str
    width: int
    height: int
    radius: int
    places: tuple[PlaceCard, ...]


@dataclass(frozen=True, slots=True)
class HotspotCard:
    """A picture, and the list of the names of its places to choose from."""

    one: bool
    options: tuple[OptionCard, ...]
    picture: PictureCard


@dataclass(frozen=True, slots=True)
class WrittenCard:
    """A text of the learner's own; ``model`` and ``criteria`` once it may be compared."""

    text: str
    longest: int
    private: bool
    model: str = ""
    criteria: tuple[OptionCard, ...] = ()


@dataclass(frozen=True, slots=True)
class ChecklistCard:
    """Things to tick off; ``feedback`` of each is a note that is always shown."""

    things: tuple[OptionCard, ...]


@dataclass(frozen=True, slots=True)
class FlashCard:
    """A card; ``mark`` is empty before the learner has said anything of it."""

    id: str
    front: str
    back: str
    mark: str


@dataclass(frozen=True, slots=True)
class FlashCardsCard:
    """Cards with the two marks."""

    cards: tuple[FlashCard, ...]
    known: str
    again: str


@dataclass(frozen=True, slots=True)
class StepCard:
    """A step that was taken, with what was chosen in it and what came of it."""

    text: str
    choice_id: str
    choice: str
    feedback: str


@dataclass(frozen=True, slots=True)
class BranchingCard:
    """The steps taken and the one that a case has come to; an ending has no ``choices``."""

    taken: tuple[StepCard, ...]
    text: str
    choices: tuple[OptionCard, ...]


@dataclass(frozen=True, slots=True)
class PollOptionCard:
    """An option of a poll; ``votes`` and ``percent`` once the results may be seen."""

    id: str
    text: str
    selected: bool
    votes: int | None
    percent: int | None


@dataclass(frozen=True, slots=True)
class PollCard:
    """A poll; ``total`` is the number of votes once the results may be seen."""

    options: tuple[PollOptionCard, ...]
    total: int | None
