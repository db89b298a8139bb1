"""What the catalogue lists, and the choice among it by kind, hours and theme, all of it in the address."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from courses.catalogue.cards import CourseCard, ProgrammeCard
from courses.catalogue.models.plan import ProgrammeOutcome
from courses.catalogue.models.syllabus import CourseOutcome
from polish.analysis import Analyser, plain, tokens
from polish.morphology import readings

HOURS = {"krotkie": (1, 10), "srednie": (11, 40), "dlugie": (41, None)}
"""The least and the most hours of each choice, by its name in the address."""

COURSE = "course"
MIN_BEGINNING = 4


class OfferForm(forms.Form):
    """The choice. What is not among the options chooses nothing."""

    czego = forms.CharField(label=_("What do you want to learn?"), max_length=100, required=False)
    rodzaj = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=(
            ("", _("All kinds")),
            ("training", _("Training programmes")),
            ("postgraduate", _("Postgraduate studies")),
            ("path", _("Learning paths")),
            (COURSE, _("Single courses")),
        ),
    )
    godziny = forms.ChoiceField(
        label=_("Time"),
        required=False,
        choices=(
            ("", _("Any time")),
            ("krotkie", _("up to 10 hours")),
            ("srednie", _("11 to 40 hours")),
            ("dlugie", _("more than 40 hours")),
        ),
    )


@dataclass(frozen=True, slots=True)
class OfferChoice:
    """A valid choice; empty values choose everything."""

    theme: str = ""
    kind: str = ""
    hours: str = ""

    def __bool__(self) -> bool:
        return bool(self.theme or self.kind or self.hours)

    @property
    def names_theme(self) -> bool:
        return any(True for _token in tokens(self.theme))

    def takes(self, card: ProgrammeCard | CourseCard, words: Mapping[str, frozenset[str]]) -> bool:
        """Whether ``card`` is chosen; ``words`` are those of each page by its tree path."""
        kind = card.kind if isinstance(card, ProgrammeCard) else COURSE
        return (
            (not self.kind or kind == self.kind)
            and (not self.hours or _within(card.hours, *HOURS[self.hours]))
            and (not self.names_theme or _names(self.theme, words.get(card.path, frozenset())))
        )


def choice_of(query: QueryDict) -> tuple[OfferForm, OfferChoice]:
    """The form with what was typed, and the valid part of it."""
    form = OfferForm(query or None, label_suffix="")
    if not form.is_bound:
        return form, OfferChoice()
    form.is_valid()
    found = form.cleaned_data
    return form, OfferChoice(theme=found.get("czego", ""), kind=found.get("rodzaj", ""), hours=found.get("godziny", ""))


def words_of(cards: Iterable[ProgrammeCard | CourseCard]) -> dict[str, frozenset[str]]:
    """The lemmas of titles, summaries and outcomes, by the tree path of the page; two queries."""
    texts: dict[str, list[str]] = {card.path: [card.title, card.summary] for card in cards}
    for model in (ProgrammeOutcome, CourseOutcome):
        for path, text in model.objects.values_list("page__path", "text"):
            if path in texts:
                texts[path].append(text)
    return {path: frozenset(_analyser().lemmas(" . ".join(parts))) for path, parts in texts.items()}


@cache
def _analyser() -> Analyser:
    return Analyser()


def _names(theme: str, words: frozenset[str]) -> bool:
    """Whether every word of the theme is among ``words`` in some form; words like "i" or "w" do not count."""
    stems = [token.stem for token in tokens(theme)]
    meaning = [stem for stem in stems if not all(reading.is_function for reading in _analyser().readings(stem))]
    return all(_is_among(stem, words) for stem in meaning or stems)


def _is_among(stem: str, words: frozenset[str]) -> bool:
    if not words.isdisjoint(_analyser().possible_lemmas(stem)):
        return True
    # A word without its diacritics, or one that is not in the dictionary: by its beginning.
    beginning = plain(stem)[: max(MIN_BEGINNING, len(stem) - 2)]
    return not readings(stem) and any(word.startswith(beginning) for word in words)


def _within(hours: int | None, least: int, most: int | None) -> bool:
    return hours is not None and hours >= least and (most is None or hours <= most)
