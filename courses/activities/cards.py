"""What the templates of exercises get, the same names in Python and in templates."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ExerciseChange:
    """What a request makes different in one exercise, which is then shown in its current version.

    ``error`` says why an answer was refused and ``chosen`` what it was. ``tried``: an answer was checked and not
    recorded; ``keep_url`` leads to recording it, or one of the other two does where nobody is signed in.
    """

    error: str = ""
    chosen: tuple[str, ...] | None = None
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


@dataclass(frozen=True, slots=True)
class QuestionFrame:
    """Where a question stands in a form of several: the ``name`` of its fields, and what was chosen."""

    name: str
    number: int
    total: int
    chosen: tuple[str, ...] = ()


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
    """A choice exercise in one learner's state: "new", "right" or "wrong".

    ``incomplete``: nothing chosen is wrong, and an option that is right was not chosen.
    """

    kind: str
    question: str
    hint: str
    options: list[OptionCard]
    state: str
    incomplete: bool
    saved_at: datetime | None
