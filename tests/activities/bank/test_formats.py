"""Questions in the formats of others: what is read, what is refused, and that nothing is lost on the way."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.activities.bank.formats import files, gift_reading, gift_writing, xml_reading, xml_writing
from courses.activities.bank.formats.files import Format
from courses.activities.bank.formats.giving import BOTH
from courses.activities.bank.formats.giving import given as given_as
from courses.activities.bank.formats.moodle import FileRefusedError
from courses.activities.bank.formats.taking import Taken
from courses.activities.bank.formats.values import with_ids, without_empty
from courses.activities.bank.importing import BLOCKS

READ = {Format.GIFT: gift_reading.read, Format.XML: xml_reading.read}
WRITTEN = {Format.GIFT: gift_writing.written, Format.XML: xml_writing.written}

# Everything that the formats use as a sign, and Polish letters.
LETTERS = "abcżółw ĄŹ ~=#{}:%->*\\\"'<&>[1]/\n–„”0123456789"
texts = st.text(LETTERS, min_size=1, max_size=25).map(str.strip).filter(bool)
lines_ = texts.map(lambda text: " ".join(text.split()))
words = st.lists(lines_, min_size=2, max_size=4, unique_by=str.casefold)
around = st.fixed_dictionaries(
    {"question": texts},
    optional={"hint": texts, "right_feedback": texts, "wrong_feedback": texts, "max_attempts": st.integers(1, 20)},
)


@st.composite
def choices(draw: st.DrawFn) -> dict[str, Any]:
    options = [{"text": text, "correct": place == 0, "feedback": draw(texts)} for place, text in enumerate(draw(words))]
    multiple = draw(st.booleans()) and len(options) > 2
    if multiple:
        options[1]["correct"] = True
    return {"kind": "multiple" if multiple else "single", "options": options}


@st.composite
def gap_texts(draw: st.DrawFn) -> dict[str, Any]:
    gaps = []
    for number in range(1, draw(st.integers(1, 3)) + 1):
        known = draw(words)
        gaps.append({"accepted": known[0], "options": "\n".join(known[1:]) if draw(st.booleans()) else ""})
        gaps[-1]["feedback"] = draw(texts)
        gaps[-1]["mark"] = f"[{number}]"
    text = " ".join(f"{draw(st.sampled_from(['Ala', 'ma', '2 koty:']))} {gap.pop('mark')}" for gap in gaps)
    return {"text": text, "gaps": gaps, "any_form": draw(st.booleans())}


fed = st.fixed_dictionaries({"text": lines_, "feedback": texts | st.just("")})
CONTENT: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "choice": choices(),
    "true_false": st.fixed_dictionaries(
        {
            "statements": st.lists(
                st.fixed_dictionaries({"text": texts, "correct": st.booleans(), "feedback": texts}),
                min_size=2,
                max_size=4,
            )
        }
    ),
    "short_text": st.fixed_dictionaries(
        {
            "accepted": st.lists(
                st.fixed_dictionaries({"text": lines_, "correct": st.booleans(), "feedback": texts | st.just("")}),
                min_size=1,
                max_size=4,
            ),
            "any_form": st.booleans(),
            "match_case": st.booleans(),
            "match_diacritics": st.booleans(),
        }
    ),
    "number": st.fixed_dictionaries(
        {"value": st.sampled_from(["0", "21", "-3.5", "1234.05"])},
        optional={"tolerance": st.sampled_from(["1", "0.25"]), "unit": lines_},
    ),
    "matching": words.flatmap(
        lambda known: st.fixed_dictionaries(
            {
                "pairs": st.just([{"text": text, "match": f"{text} 2", "feedback": ""} for text in known]),
                "extras": st.lists(lines_, max_size=2),
            }
        )
    ),
    "ordering": st.fixed_dictionaries({"things": st.lists(fed, min_size=3, max_size=4)}),
    "gaps": gap_texts(),
    "model_answer": st.fixed_dictionaries({"model": texts, "criteria": st.lists(lines_, min_size=1, max_size=3)}),
}
PAIRS = [(file_format, kind) for file_format in Format for kind in BOTH if (file_format, kind) != (Format.GIFT, "gaps")]


def read_back(data: bytes) -> Taken:
    (item,) = files.read(data)
    assert item.taken is not None, item.reason
    return item.taken


def tree(kind: str, value: dict[str, Any]) -> Any:
    """The tree of a value, with ids that depend on the words alone."""
    block = BLOCKS[kind]
    filled = {name: child.get_prep_value(child.get_default()) for name, child in block.child_blocks.items()}
    filled = {name: [] if isinstance(item, list) else item for name, item in filled.items()}
    raw = with_ids(block, {**filled, **value}, seed="")
    return block.tree_of(block.to_python(raw), block_id="1")


@pytest.mark.parametrize(("file_format", "kind"), PAIRS)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_export_then_import_gives_the_same_tree(file_format: Format, kind: str, data: st.DataObject) -> None:
    value = without_empty({**data.draw(around), **data.draw(CONTENT[kind])})

    def through(question: Any) -> Any:
        (found,) = READ[file_format](WRITTEN[file_format]([question]))
        return found

    question = given_as(kind, value, readback=through)
    taken = read_back(WRITTEN[file_format]([replace(question, id_number="x-1", tags=("a/b", "c"))]))
    assert taken.kind == kind
    assert tree(kind, without_empty(taken.value)) == tree(kind, value)


GIFT = """// [id:P1] [tag:umowy]
$CATEGORY: $course$/top/Prawo pracy/Umowy

::Pierwsze:: Kto podpisuje umowę? {
  =Zarząd#Tak.
  ~Księgowa#Nie ma prawa.
}

Stolicą Polski jest Warszawa. {T#Źle.#Dobrze.}

Ile dni ma tydzień? {#7:0}

Z ilu osób składa się zarząd? {#1..3}

Dopasuj. {
  =KRS -> rejestr
  =NIP -> podatki
}

Co wolno? {
  ~%50%Jedno#a
  ~%50%Drugie#b
  ~%-100%Trzecie#c
}

To zdanie nie jest pytaniem.

Napisz {=krs =KRS RP}
"""


def test_gift_is_read_with_lines_categories_and_reasons() -> None:
    found = files.read(GIFT.encode())
    assert [(item.line, item.taken.kind if item.taken else item.reason != "") for item in found] == [
        (4, "choice"),
        (9, "choice"),
        (11, "number"),
        (13, "number"),
        (15, "matching"),
        (20, "choice"),
        (26, True),
        (28, "short_text"),
    ]
    first = found[0]
    assert first.tags == ("Prawo pracy", "Umowy")
    assert first.taken is not None
    assert first.taken.value["options"][0] == {"text": "Zarząd", "correct": True, "feedback": "Tak."}
    between = found[3].taken
    assert between is not None
    assert (between.value["value"], between.value["tolerance"]) == ("2", "1")
    several = found[5].taken
    assert several is not None
    assert [option["correct"] for option in several.value["options"]] == [True, True, False]
    assert several.value["kind"] == "multiple"


XML = """<?xml version="1.0" encoding="UTF-8"?>
<quiz>
<question type="category"><category><text>$course$/top/Umowy</text></category></question>
<question type="multichoice">
  <name><text>Jedno</text></name>
  <questiontext format="html"><text><![CDATA[<p>Co to <b>jest</b>?</p><p>Wybierz.</p>]]></text></questiontext>
  <single>true</single><idnumber>M1</idnumber>
  <answer fraction="100"><text>Umowa</text><feedback><text>Tak</text></feedback></answer>
  <answer fraction="50"><text>Zlecenie</text><feedback><text>Prawie</text></feedback></answer>
</question>
<question type="gapselect">
  <name><text>Uzupełnij</text></name>
  <questiontext format="html"><text><![CDATA[Umowa na [[1]] i na [[2]].]]></text></questiontext>
  <selectoption><text>czas</text><group>1</group></selectoption>
  <selectoption><text>próbę</text><group>2</group></selectoption>
  <selectoption><text>zawsze</text><group>1</group></selectoption>
</question>
<question type="calculated"><name><text>Oblicz</text></name>
  <questiontext><text>Ile?</text></questiontext></question>
<question type="multichoice"><name><text>Zdjęcie</text></name>
  <questiontext format="html"><text><![CDATA[<img src="@@PLUGINFILE@@/a.png"> Co to?]]></text></questiontext></question>
</quiz>"""


def test_moodle_xml_is_read_with_lines_categories_and_reasons() -> None:
    one, gaps, calculated, picture = files.read(XML.encode())
    assert one.taken is not None
    assert (one.line, one.key, one.tags) == (4, "M1", ("Umowy",))
    assert one.taken.value["question"] == "Co to jest?\nWybierz."
    assert len(one.taken.notes) == 1
    assert gaps.taken is not None
    assert gaps.taken.value == {
        "question": "Uzupełnij",
        "text": "Umowa na [1] i na [2].",
        "gaps": [
            {"accepted": "czas", "options": "zawsze", "feedback": ""},
            {"accepted": "próbę", "options": "", "feedback": ""},
        ],
    }
    assert [(item.line, item.taken, bool(item.reason)) for item in (calculated, picture)] == [
        (18, None, True),
        (20, None, True),
    ]


BOMB = b"""<?xml version="1.0"?><!DOCTYPE quiz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<quiz><question type="essay"><name><text>&b;</text></name></question></quiz>"""
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE quiz [<!ENTITY a SYSTEM "file:///etc/passwd">]>
<quiz><question type="essay"><name><text>&a;</text></name></question></quiz>"""


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(BOMB, id="a bomb of entities"),
        pytest.param(BOMB.decode().encode("utf-16"), id="the same in another encoding"),
        pytest.param(OUTSIDE, id="a file of the server"),
        pytest.param(b'<?xml version="1.0" encoding="utf-8"?><quiz>\xb9\xe6</quiz>', id="a wrong encoding"),
        pytest.param(b'<?xml version="1.0" encoding="no-such"?><quiz/>', id="an unknown encoding"),
        pytest.param(b"<quiz><question></quiz>", id="not well formed"),
        pytest.param(b"<html/>", id="another document"),
        pytest.param(b"<quiz/>", id="no questions"),
        pytest.param(b"", id="nothing"),
        pytest.param("Kto? {=Zarząd ~Nikt}".encode("cp1250"), id="GIFT in a wrong encoding"),
        pytest.param(b"Kto? {=A ~B}\0", id="not a text"),
        pytest.param(b"Kto? {=A ~B}\n\n" * 501, id="too many questions"),
        pytest.param(b"Kto? {=A ~B}\n" + b"//" + b"x" * (5 * 1024 * 1024), id="too large"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(FileRefusedError) as refused:
        files.read(data)
    assert str(refused.value)


def test_the_same_question_twice_in_a_file_is_taken_once() -> None:
    first, second = files.read(b"Kto? {=A#a ~B#b}\n\nKto? {=A#a ~B#b}\n")
    assert first.taken is not None
    assert second.taken is None
    assert "1" in second.reason
