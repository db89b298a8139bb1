"""The pattern library: every component in all its states, with sample data. Development only.

Every component must be on this page: screenshots and accessibility tests use it.
"""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.blocks import Block, StructBlock

from courses.catalogue.cards import (
    Additions,
    CourseCard,
    LessonCompletion,
    LessonItem,
    ProgrammeAdditions,
    ProgrammeStanding,
    Standing,
    TopicItem,
)
from courses.coursework.cards import RoundCard
from courses.coursework.models import Review
from courses.coursework.states import Decision
from courses.learning.cards import ResumeCard
from courses.learning.notes.cards import NoteBox
from courses.learning.notes.models import LONGEST_NOTE
from courses.learning.signals import DueItem
from people.models import User
from pomost import course_patterns, exercise_patterns, question_patterns, requirement_patterns
from publishing import icons
from publishing.blocks import CalloutBlock, HeadingBlock, ProseBlock, QuoteBlock, TableBlock
from publishing.links import Download, Link
from publishing.progress_drawing import ProgressStep
from publishing.video_block import VideoBlock
from reference.blocks import RequirementBlock
from reference.listing import RequirementItem
from resources.guidance.calculators.blocks import EmploymentCostBlock
from resources.guidance.decisions.blocks import DecisionBlock
from search.cards import FacetCard, FilterLink
from search.finder import Result, SectionLink

TOOLS = (DecisionBlock(), EmploymentCostBlock())

TOKENS = {
    "paper": "tło",
    "card": "karta",
    "sand": "pas",
    "ink": "atrament",
    "soft": "tekst pomocniczy",
    "rule": "linia",
    "edge": "krawędź pola",
    "teal": "działanie",
    "tint": "odcień",
    "saffron": "tu jesteś",
    "alert": "błąd",
    "good": "dobrze",
}

STATES = [
    ("draft", "Wersja robocza"),
    ("submitted", "Oddana"),
    ("returned", "Do poprawy"),
    ("accepted", "Zaliczona"),
    ("failed", "Niezaliczona"),
]


def progress_steps(done: float, total: int, current: int | None = None) -> list[ProgressStep]:
    """Return ``total`` progress_steps of which ``done`` are laid (a fraction lays part of the next one)."""
    return [ProgressStep(fraction=min(1.0, max(0.0, done - index)), current=index == current) for index in range(total)]


class SampleForm(forms.Form):
    """A form with one field of each kind used on the site."""

    name = forms.CharField(label="Nazwa grupy", help_text="Na przykład: Powiat nowosolski, wiosna 2027")
    email = forms.EmailField(label="Adres e-mail")
    course = forms.ChoiceField(label="Kurs", choices=[("1", "Model współpracy"), ("2", "Pierwszy rok fundacji")])
    starts = forms.DateField(label="Początek", widget=forms.DateInput(attrs={"type": "date"}))
    mode = forms.ChoiceField(
        label="Tryb", choices=[("self", "Samodzielnie"), ("met", "Ze spotkaniami")], widget=forms.RadioSelect
    )
    note = forms.CharField(label="Uwagi", required=False, widget=forms.Textarea(attrs={"rows": 4}))
    file = forms.FileField(label="Plik", required=False, help_text="PDF, DOCX lub ODT, do 10 MB")
    notify = forms.BooleanField(label="Powiadom uczestników e-mailem", help_text="Wyślemy jedną wiadomość.")


def each_choice(block: StructBlock, name: str) -> list[SafeString]:
    """Return the block's preview once for each choice of one of its fields."""
    return [block.render(block.normalize({**block.meta.preview_value, name: key})) for key in keys_of(block, name)]


def keys_of(block: StructBlock, name: str) -> list[str]:
    """Return the values of a choice field of the block."""
    return [key for key, _label in block.child_blocks[name].field.choices if key]


def preview(block: Block) -> SafeString:
    """Return the preview that the editor shows of a block."""
    return block.render(block.get_preview_value())


def tasks() -> list[DueItem]:
    """Return what a learner is to do and has handed in, in each state."""
    moment = datetime(2026, 11, 20, 9, 12, tzinfo=UTC)
    return [
        DueItem(
            title="Diagnoza potrzeb gminy",
            url="#",
            due_at=moment,
            context="Model współpracy",
            state=state,
            state_label=label,
            overdue=state in ("todo", "draft"),
            since=moment if state in ("submitted", "accepted", "failed") else None,
        )
        for state, label in (("todo", "Do zrobienia"), *STATES)
    ]


def rounds() -> list[RoundCard]:
    """Return two rounds of a submission: one waiting, one returned after a corrected decision."""
    trainer = User(first_name="Maria", last_name="Klon")
    return [
        RoundCard(
            number=2,
            receipt="P-2026-0042",
            submitted_at=datetime(2026, 11, 20, 9, 12, tzinfo=UTC),
            text="Diagnoza obejmuje trzy sołectwa.\n\nRozmawialiśmy z 42 osobami.",
            content_removed=False,
            file=Download("diagnoza.pdf", "#", "pdf", 1_240_000),
            review=None,
            corrected=[],
        ),
        RoundCard(
            number=1,
            receipt="P-2026-0017",
            submitted_at=datetime(2026, 11, 10, 9, 12, tzinfo=UTC),
            text="Pierwsza wersja.",
            content_removed=False,
            file=None,
            review=Review(
                reviewer=trainer,
                created_at=datetime(2026, 11, 12, 16, 0, tzinfo=UTC),
                decision=Decision.RETURNED,
                comment="Dopisz, z kim rozmawialiście.",
                reason="Decyzja dotyczyła innej pracy.",
            ),
            corrected=[
                Review(
                    reviewer=trainer,
                    created_at=datetime(2026, 11, 11, 10, 0, tzinfo=UTC),
                    decision=Decision.FAILED,
                    comment="Praca nie na temat.",
                ),
            ],
        ),
    ]


def results() -> list[Result]:
    """Return results of a search: a section of a chapter with further sections, and a page of a document."""
    return [
        Result(
            title="Umowa o pracę i formy zatrudnienia",
            url="#",
            kind="Rozdział",
            excerpt=format_html("Na piśmie potwierdź rodzaj <mark>{}</mark>, stanowisko i datę rozpoczęcia.", "umowy"),
            breadcrumb="Poradniki › Praca a trzeci sektor",
            section="Zapisz warunki",
            sections=(SectionLink("Wybierz rodzaj umowy", "#"), SectionLink("Gdy zatrudniasz członka zarządu", "#")),
        ),
        Result(
            title="Wzór umowy o pracę",
            url="#",
            kind="Dokument",
            excerpt=format_html("<mark>{}</mark> o pracę zawarta dnia …", "Umowa"),
            breadcrumb="DOCX",
        ),
    ]


def facets() -> list[FacetCard]:
    """Return two facets of results, one with folded values."""
    kinds = [FilterLink(label, "#", count, False) for label, count in (("Poradniki i metodologia", 14), ("Lekcje", 1))]
    years = [FilterLink(str(year), "#", 2, False) for year in (2026, 2025, 2024)]
    return [FacetCard("Rodzaj", kinds, []), FacetCard("Stan prawny z roku", years[:2], years[2:])]


def _swatch(name: str, words: str) -> SafeString:
    return format_html(
        '<svg width="64" height="40" aria-hidden="true"><rect width="64" height="40" rx="6" stroke="currentColor" '
        'fill="var(--{})"/></svg><span>{} <span class="meta">{}</span></span>',
        name,
        words,
        name,
    )


def sample_context() -> dict[str, Any]:
    """Return the template context of the pattern library."""
    outline = [
        TopicItem(
            title=f"Płaszczyzna {number}",
            summary="",
            url="#",
            path="",
            lessons=tuple(
                LessonItem(
                    key=UUID(int=place),
                    id=place,
                    path="",
                    number=place,
                    title=title,
                    url="#",
                    minutes=12,
                    rule="exercises",
                    activities=tuple(UUID(int=index) for index in range(count)),
                    done=number == 1,
                    current=number == 2 and title.startswith("Otwarty"),
                    lock="otworzy się po lekcji 2" if number == 2 and title.startswith("Ocena") else "",
                )
                for place, (title, count) in enumerate(
                    (("Współpraca finansowa", 1), ("Otwarty konkurs ofert", 3), ("Ocena ofert", 5)), start=1
                )
            ),
        )
        for number in (1, 2)
    ]
    broken = SampleForm({"name": "", "email": "anna"})
    broken.is_valid()
    return {
        "swatches": [_swatch(name, words) for name, words in TOKENS.items()],
        "icon_names": sorted(icons.PATHS),
        "bridges": [
            {"size": "card", "progress_steps": progress_steps(0, 3), "label": "Ukończone lekcje: 0 z 3"},
            {"size": "card", "progress_steps": progress_steps(3, 12, 3), "label": "Ukończone lekcje: 3 z 12"},
            {"size": "lesson", "progress_steps": progress_steps(5, 12, 5), "label": "Ukończone lekcje: 5 z 12"},
            {"size": "lesson", "progress_steps": progress_steps(7.4, 24, 7), "label": "Ukończone lekcje: 31 z 100"},
            {"size": "hero", "progress_steps": progress_steps(9, 9), "label": "Ukończone lekcje: 9 z 9"},
        ],
        "resume": ResumeCard(
            course_title="Model współpracy",
            lesson_title="Współpraca finansowa: otwarty konkurs ofert",
            url="#",
            progress_steps=tuple(progress_steps(5, 12, 5)),
            label="Ukończone lekcje: 5 z 12",
            started=True,
        ),
        "requirements": each_choice(RequirementBlock(), "force"),
        "duties": requirement_patterns.rows(),
        "answered": question_patterns.sample(),
        "callouts": each_choice(CalloutBlock(), "kind"),
        "blocks": [preview(block) for block in (TableBlock(), QuoteBlock(), VideoBlock(), *TOOLS)],
        "download": Download("Wzór porozumienia", "#", "docx", 24_300),
        "headings": [
            {"level": level, "text": f"Nagłówek poziomu {level}", "anchor": f"naglowek-{level}"}
            for level in keys_of(HeadingBlock(), "level")
        ],
        "map": {
            "headings": [{"title": "Porozumienie na piśmie", "anchor": "naglowek-2"}],
            "requirements": [
                RequirementItem(force, RequirementBlock().meta.preview_value["what"], f"naglowek-{level}")
                for level, force in enumerate(keys_of(RequirementBlock(), "force"), start=2)
            ],
            "downloads": [Download("Wzór porozumienia", "#", "docx", 24_300)],
        },
        "exercises": exercise_patterns.exercises(),
        "outline": outline,
        **course_patterns.samples(),
        "courses": [
            CourseCard(
                id=0,
                path="",
                title="Model współpracy samorządu i organizacji",
                url="#",
                summary="Jak wspólnie tworzyć polityki publiczne.",
                hours=hours,
                level="podstawowy",
                lessons_count=lessons,
                standing=Standing(
                    tuple(progress_steps(done, lessons, done)),
                    f"Ukończone lekcje: {done} z {lessons}",
                    done == lessons,
                    lessons,
                )
                if done
                else None,
            )
            for hours, lessons, done in ((24, 12, 2), (1, 1, 0), (2, 5, 5))
        ],
        "completion": LessonCompletion(
            rule="manual",
            done=True,
            missing=0,
            missing_parts=(),
            finished=True,
            finish_url="",
            next_course=Link("Realizacja zadań publicznych", "#"),
            mark_url="#",
            unmark_url="#",
            summary_url="#",
        ),
        "missing": (Link("ćwiczenie 2", "#"), Link("ćwiczenia 4–6", "#")),
        "additions": Additions((Link("Od pytania do danych", "#"), Link("Od danych do priorytetów", "#")), "#", False),
        "standing": ProgrammeStanding(
            title="Model współpracy",
            url="#",
            progress_steps=tuple(progress_steps(1.5, 3, 1)),
            label="Ukończone kursy: 1 z 3",
            finished=False,
            missing=(Link("Realizacja zadań publicznych", "#"), Link("Infrastruktura współpracy", "#")),
            additions=ProgrammeAdditions(
                courses=(Link("Ewaluacja współpracy", "#"),),
                numbers=("2 kursów z grupy „Do wyboru”",),
                url="#",
                finished=False,
            ),
        ),
        "box": NoteBox(
            key="wzor",
            anchor="wzor",
            heading="Budowa dobrej uwagi",
            quote="Uwaga bez uzasadnienia rzadko zmienia projekt.",
            changed=True,
            text="Zapytać w urzędzie, do kiedy przyjmują uwagi.",
            saved=True,
            save_url="#",
            delete_url="#",
            csrf_token="",
            longest=LONGEST_NOTE,
        ),
        "tasks": tasks(),
        "states": STATES,
        "rounds": rounds(),
        "results": results(),
        "facets": facets(),
        "form": SampleForm(auto_id="pusty_%s"),
        "broken": broken,
        "day": date(2026, 11, 21),
        "moment": datetime(2026, 11, 21, 13, 32, tzinfo=UTC),
        "orphans": "Idziemy z psem i kotem w góry o 5 rano, bo art. 5 ust. 2 mówi o 30 dniach i 1 000 zł.",
        "prose": preview(ProseBlock()),
    }


def patterns(request: HttpRequest) -> HttpResponse:
    """Show the pattern library. Raises ``Http404`` unless ``POMOST_PATTERNS`` is on."""
    if not settings.POMOST_PATTERNS:
        raise Http404
    return render(request, "pomost/pages/patterns.html", sample_context())
