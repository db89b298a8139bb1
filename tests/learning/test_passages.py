"""Notes on a passage of a lesson: a paragraph, a list item, a row of a table, or words in one."""

import json
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from courses.catalogue.models import Lesson, Topic
from courses.learning import services
from courses.learning.errors import NotAllowedError
from courses.learning.models import Note
from courses.learning.notes import services as notes
from courses.learning.notes.passages import LONGEST_QUOTE, Passage, address_of, found_in, passages_of, quotable
from people.models import User
from tests.courses_tree import choice, make_course, make_lesson
from tests.learning.test_notes import heading, note_address

pytestmark = pytest.mark.django_db

DUTIES = "Organizacja zapewnia wolontariuszowi bezpieczne i higieniczne warunki pracy."
REFUND = "Zwrot kosztów przejazdów wypłaca się w ciągu 30 dni."
LONG = " ".join(["Porozumienie określa zakres, sposób i czas wykonywania świadczeń."] * 8)


def prose(html: str, name: str = "prose") -> dict[str, object]:
    return {"type": "prose", "id": f"p-{name}", "value": html}


@pytest.fixture
def lesson(learner: User) -> Lesson:
    course = make_course(lessons=0)
    made = make_lesson(
        Topic.objects.child_of(course).get(),
        "Koszty",
        prose("<p>Na początek.</p>", "start"),
        heading("Umowa"),
        prose(f"<p>{DUTIES}</p><ul><li>Przejazdy</li><li>Szkolenia <b>i</b> ubranie</li></ul>", "duties"),
        choice("Pierwsze?"),
        heading("Ryczałt"),
        prose(f"<p>{REFUND}</p><p>{LONG}</p>", "refund"),
        {
            "type": "table",
            "id": "table",
            "value": {
                "caption": "",
                "table": {
                    "data": [["Co", "Ile"], ["Dieta", "45 zł"]],
                    "first_row_is_table_header": True,
                    "first_col_is_header": False,
                },
            },
        },
    )
    services.enrol(user=learner, course=course)
    return made


def boxes(client: Client, lesson: Lesson) -> BeautifulSoup:
    return BeautifulSoup(client.get(str(lesson.get_url())).content, "html.parser")


def test_paragraphs_items_and_rows_are_passages_and_exercises_and_heads_of_tables_are_not(lesson: Lesson) -> None:
    assert [(passage.anchor, passage.text) for passage in passages_of(lesson)] == [
        ("", "Tekst"),
        ("", "Na początek."),
        ("umowa", DUTIES),
        ("umowa", "Przejazdy"),
        ("umowa", "Szkolenia i ubranie"),
        ("ryczalt", REFUND),
        ("ryczalt", LONG),
        ("ryczalt", "Dieta 45 zł"),
    ]


def test_the_form_below_a_heading_offers_its_passages(lesson: Lesson, signed_in: Client) -> None:
    page = boxes(signed_in, lesson)
    offered = [
        [str(option["value"]) for option in choice.select("option")] for choice in page.select("[data-passages]")
    ]
    assert offered == [
        ["", DUTIES, "Przejazdy", "Szkolenia i ubranie"],
        ["", REFUND, quotable(LONG), "Dieta 45 zł"],
        ["Tekst", "Na początek."],
    ]


def test_a_note_keeps_the_words_and_stands_below_the_heading(lesson: Lesson, learner: User, signed_in: Client) -> None:
    posted = signed_in.post(note_address(lesson), {"anchor": "ryczalt", "quote": REFUND, "text": "Zapytać"})
    assert posted["Location"] == f"{lesson.get_url()}#ryczalt"
    signed_in.post(note_address(lesson), {"anchor": "ryczalt", "quote": "w ciągu 30 dni", "text": ""})
    signed_in.post(note_address(lesson), {"anchor": "ryczalt", "text": "O całości"})
    assert set(Note.objects.values_list("anchor", "quote", "text")) == {
        ("ryczalt", REFUND, "Zapytać"),
        ("ryczalt", "w ciągu 30 dni", ""),
        ("ryczalt", "", "O całości"),
    }
    page = boxes(signed_in, lesson)
    assert [quote.get_text().replace("\xa0", " ") for quote in page.select(".note-box .note-quote")] == [
        REFUND,
        "w ciągu 30 dni",
    ]
    listed = signed_in.get("/moja-nauka/notatki/").content.decode()
    links = [unquote(str(link["href"])) for link in BeautifulSoup(listed, "html.parser").select(".entry h3 a")]
    assert f"{lesson.get_url()}#ryczalt:~:text=w ciągu 30 dni" in links
    data = json.loads(signed_in.get("/moja-nauka/notatki/notatki.json").content)
    assert [note["passage"] for note in data["notes"]] == [REFUND, "w ciągu 30 dni", ""]
    markdown = signed_in.get("/moja-nauka/notatki/notatki.md").text
    assert f"Fragment: {REFUND}\n\n> Zapytać\n" in markdown
    assert Note.objects.of(learner).count() == 3


def test_the_same_passage_takes_one_note(lesson: Lesson, learner: User) -> None:
    for anchor in ("umowa", "ryczalt"):  # the second one is not where the passage is
        notes.save_note(user=learner, lesson=lesson, anchor=anchor, quote=DUTIES, text=f"Przy {anchor}")
    note = Note.objects.get()
    assert (note.anchor, note.heading, note.text) == ("umowa", "Umowa", "Przy ryczalt")


def test_a_note_is_found_again_after_the_lesson_was_edited(lesson: Lesson, learner: User, signed_in: Client) -> None:
    notes.save_note(user=learner, lesson=lesson, anchor="umowa", quote=DUTIES, text="O warunkach pracy")
    notes.save_note(user=learner, lesson=lesson, anchor="ryczalt", quote=REFUND, text="Zmieni się")
    body = {str(block["id"]): block for block in lesson.body.raw_data}
    # One passage moves below another heading and gets a beginning, the other one has another number of days.
    body["p-refund"]["value"] = f"<p>Od lipca {DUTIES}</p><p>{REFUND.replace('30', '14')}</p>"
    lesson.body = [block for name, block in body.items() if name != "p-duties"]
    lesson.save_revision().publish()
    page = boxes(signed_in, lesson)
    found = {
        str(box.select("textarea")[0].get_text()).strip(): "Fragment zmieniono" in box.get_text().replace("\xa0", " ")
        for box in page.select(".note-box[data-saved]")
    }
    assert found == {"O warunkach pracy": False, "Zmieni się": True}
    html = str(page)
    assert html.index('id="ryczalt"') < html.index("O warunkach pracy")
    listed = signed_in.get("/moja-nauka/notatki/").text.replace("\xa0", " ")
    assert listed.count("Fragment zmieniono od czasu tej notatki") == 1
    # It can still be changed where it stands.
    signed_in.post(note_address(lesson), {"anchor": "ryczalt", "quote": REFUND, "text": "Zmieniono na 14"})
    assert set(Note.objects.values_list("text", flat=True)) == {"O warunkach pracy", "Zmieniono na 14"}


@pytest.mark.parametrize("quote", ["Tego tu nie ma", f"{DUTIES} {REFUND}", "Pierwsze?"])
def test_words_that_are_in_no_passage_are_refused_and_shown_again(
    lesson: Lesson, signed_in: Client, quote: str
) -> None:
    response = signed_in.post(note_address(lesson), {"anchor": "umowa", "quote": quote, "text": "Moje słowa"})
    assert (response.status_code, response.text.count("Moje słowa")) == (422, 1)
    assert not Note.objects.exists()


def test_a_lesson_takes_so_many_notes(lesson: Lesson, learner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notes, "MOST_NOTES", 1)
    notes.save_note(user=learner, lesson=lesson, anchor="umowa", quote=DUTIES, text="Pierwsza")
    with pytest.raises(NotAllowedError):
        notes.save_note(user=learner, lesson=lesson, anchor="umowa", quote="Przejazdy", text="Druga")
    notes.save_note(user=learner, lesson=lesson, anchor="umowa", quote=DUTIES, text="Zmieniona")
    assert Note.objects.get().text == "Zmieniona"


@given(st.text(alphabet="aż \xa0\n-,", max_size=900))
def test_what_a_note_keeps_of_a_passage_is_found_in_it(text: str) -> None:
    whole = " ".join(text.split())
    quote = quotable(text)
    assert len(quote) <= LONGEST_QUOTE
    assert quotable(quote) == quote
    assert found_in([Passage("a", whole)], quote=quote, anchor="b") == Passage("a", whole)


@pytest.mark.parametrize(
    ("anchor", "quote", "address"),
    [
        ("", "", "/l/"),
        ("umowa", "", "/l/#umowa"),
        ("umowa", "trzy-dwa, jeden", "/l/#umowa:~:text=trzy%2Ddwa%2C%20jeden"),
        ("", "1 2 3 4 5 6 7 8 9 10 11", "/l/#:~:text=1%202%203%204%205,7%208%209%2010%2011"),
    ],
)
def test_the_address_of_a_passage(anchor: str, quote: str, address: str) -> None:
    assert address_of("/l/", anchor, quote) == address
