"""The list of requirements that a request asks for: the answers, the filters and what they leave."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.current_user import user_or_none
from publishing.converters import id_from
from reference.blocks import FORCES, GRANTOR, LEGAL, PRACTICE
from resources.guidance.requirements.answers import NO, QUESTIONS, YES, Answers
from resources.guidance.requirements.cards import (
    Checklist,
    ForceCount,
    Group,
    Option,
    OptionGroup,
    PageCard,
    QuestionCard,
    Row,
)
from resources.guidance.requirements.listing import Ticks, grouped, pages_with_requirements, ticks_for, ticks_of
from resources.guidance.requirements.models import ChecklistShare

if TYPE_CHECKING:
    from resources.guidance.models import Guide

FORCE, THEME, STATE = "moc", "temat", "stan"
FORCE_NAMES = {"prawne": LEGAL, "grantodawcy": GRANTOR, "dobre-praktyki": PRACTICE}
STATES: dict[str, str | Promise] = {
    "do-zrobienia": gettext_lazy("Not ticked off"),
    "odhaczone": gettext_lazy("Ticked off"),
    "zmienione": gettext_lazy("Changed since they were ticked off"),
}
RESULTS = "wyniki"
"""The anchor of the results: a form's button leads there, past the questions."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What an address asks for besides the answers; ``theme`` is the id of a guide or a page, 0 for all."""

    force: str = ""
    theme: int = 0
    state: str = ""

    @classmethod
    def from_parameters(cls, parameters: Mapping[str, str]) -> "Filters":
        """Those in an address; what is not known is left out."""
        force, state = parameters.get(FORCE, ""), parameters.get(STATE, "")
        return cls(
            force=force if force in FORCE_NAMES else "",
            theme=id_from(parameters.get(THEME)),
            state=state if state in STATES else "",
        )

    def parameters(self) -> list[tuple[str, str]]:
        found = ((FORCE, self.force), (THEME, str(self.theme or "")), (STATE, self.state))
        return [(name, value) for name, value in found if value]

    def wants(self, row: Row) -> bool:
        """Whether a row has the force and the state."""
        force = not self.force or row.card.force == FORCE_NAMES[self.force]
        state = {
            "": True,
            "do-zrobienia": not row.tick.ticked,
            "odhaczone": row.tick.ticked,
            "zmienione": row.tick.changed,
        }[self.state]
        return force and state


def checklist(request: HttpRequest, *, here: str, guide: "Guide | None" = None) -> Checklist:
    """The list at the address ``here``: of a guide, or of the whole site."""
    parameters = request.GET.dict()
    answers, filters = Answers.from_parameters(parameters), Filters.from_parameters(parameters)
    pages = of_guide(pages_with_requirements(request), guide.pk if guide else 0)
    return build(pages, answers, filters, ticks_for(request), request=request, here=here, guide=guide)


def shared_checklist(request: HttpRequest, held: ChecklistShare) -> Checklist:
    """The list that somebody shared, as it stands today, with the ticks of its owner."""
    return build(
        of_guide(pages_with_requirements(request), held.guide_id or 0),
        Answers.from_query(held.answers),
        Filters(),
        ticks_of(held.user),
        request=request,
        here=reverse("guidance:shared", args=[held.token]),
        guide=held.guide,
    )


def build(
    pages: list[PageCard],
    answers: Answers,
    filters: Filters,
    ticks: Ticks,
    *,
    request: HttpRequest,
    here: str,
    guide: "Guide | None",
) -> Checklist:
    """The context of a list of these pages."""
    themed = of_theme(pages, filters.theme)
    concerning = grouped(themed, answers, ticks)
    groups = [group for group in (_wanted(group, filters) for group in concerning) if group.sections]
    rows, shown = list(rows_in(concerning)), list(rows_in(groups))
    forces = Counter(row.card.force for row in shown)
    checked = [group.page.legal_state for group in groups if group.page.legal_state]
    scope = [(THEME, str(guide.pk))] if guide is not None and not filters.theme else filters_of_theme(filters)
    return Checklist(
        groups=groups,
        total=sum(len(page.requirements) for page in themed),
        concerning=len(rows),
        shown=len(shown),
        ticked=sum(row.tick.ticked for row in rows),
        changed=sum(row.tick.changed for row in rows),
        forces=[ForceCount(force, forces[force]) for force, _label in FORCES if forces[force]],
        questions=question_cards(answers),
        answered=len(answers.given),
        kinds=_kinds(filters),
        themes=theme_options(pages, filters.theme, with_guides=guide is None),
        states=[Option(name, str(label), name == filters.state) for name, label in STATES.items()],
        filtered=bool(filters.parameters()),
        here=address(here, answers.parameters(), filters.parameters()),
        all_url=here,
        unfiltered_url=address(here, answers.parameters()),
        calendar_url=address(reverse("guidance:calendar"), answers.parameters(), scope),
        share_url=address(reverse("guidance:shares"), answers.parameters(), [(THEME, str(guide.pk))] if guide else []),
        oldest=min(checked, default=None),
        newest=max(checked, default=None),
        today=timezone.localdate(),
        choices=choices_in_words(answers),
        signed_in=user_or_none(request) is not None,
    )


def of_guide(pages: Iterable[PageCard], guide_id: int) -> list[PageCard]:
    """The pages of a guide, or all where there is none."""
    return [page for page in pages if not guide_id or page.guide_id == guide_id]


def of_theme(pages: Iterable[PageCard], theme: int) -> list[PageCard]:
    """The pages of a theme: the page itself, or those of the guide. All where there is none."""
    return [page for page in pages if not theme or theme in (page.id, page.guide_id)]


def filters_of_theme(filters: Filters) -> list[tuple[str, str]]:
    return [(THEME, str(filters.theme))] if filters.theme else []


def rows_in(groups: Iterable[Group]) -> Iterable[Row]:
    return (row for group in groups for section in group.sections for row in section.rows)


def _wanted(group: Group, filters: Filters) -> Group:
    sections = [
        replace(section, rows=[row for row in section.rows if filters.wants(row)]) for section in group.sections
    ]
    return replace(group, sections=[section for section in sections if section.rows])


def address(path: str, *parameters: list[tuple[str, str]]) -> str:
    query = urlencode([pair for part in parameters for pair in part])
    return f"{path}?{query}" if query else path


def question_cards(answers: Answers) -> list[QuestionCard]:
    return [
        QuestionCard(question.name, str(question.text), answers.value_of(question.condition)) for question in QUESTIONS
    ]


def choices_in_words(answers: Answers) -> list[str]:
    """The answers as sentences: the question with yes or no."""
    words = {YES: _("yes"), NO: _("no")}
    return [
        f"{question.text} {words[value]}" for question in QUESTIONS if (value := answers.value_of(question.condition))
    ]


def _kinds(filters: Filters) -> list[Option]:
    labels = dict(FORCES)
    return [Option(name, str(labels[force]), name == filters.force) for name, force in FORCE_NAMES.items()]


def theme_options(pages: Iterable[PageCard], theme: int, *, with_guides: bool = True) -> list[OptionGroup]:
    """The pages by guide, each guide as a choice before its pages; pages outside guides at the end."""
    groups: dict[int | None, OptionGroup] = {}
    for page in sorted(pages, key=lambda page: page.guide_id is None):
        label = page.guide.title if page.guide else _("Outside the guides")
        group = groups.setdefault(page.guide_id, OptionGroup(label, []))
        if not group.options and page.guide_id and with_guides:
            group.options.append(Option(str(page.guide_id), _("The whole guide"), page.guide_id == theme))
        group.options.append(Option(str(page.id), page.title, page.id == theme))
    return list(groups.values())
