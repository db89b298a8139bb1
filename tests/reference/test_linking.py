"""Terms are linked in any inflected form, once in a section, and nothing but links is added to the HTML."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reference.linking import Linker, TermRow
from reference.markup import parts

TERMS = (
    ("umowa zlecenia", "zlecenie"),
    ("umowa",),
    ("umowa o dzieło",),
    ("wolontariusz",),
    ("organizacja pozarządowa", "NGO"),
    ("działalność pożytku publicznego",),
    ("akta osobowe",),
    ("korzystający",),
    ("zadanie publiczne",),
)
LINKER = Linker(
    [
        TermRow(number, names[0].replace(" ", "-"), names, f"Znaczenie: „{names[0]}” & więcej")
        for number, names in enumerate(TERMS, start=1)
    ],
    address="/slownik/",
    page=9,
)
TAG = re.compile(r"<[^>]*>")
LINKED = re.compile(r'<a class="term" href="/slownik/#([^"]+)"[^>]*>([^<]*)</a>')


def linked(html: str) -> list[tuple[str, str]]:
    return LINKED.findall(LINKER.link(html))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("W umowach zlecenia piszemy", [("umowa-zlecenia", "umowach zlecenia")]),
        ("z umów o\N{NO-BREAK SPACE}dzieło", [("umowa-o-dzieło", "umów o\N{NO-BREAK SPACE}dzieło")]),
        ("Podpisz umowę", [("umowa", "umowę")]),
        ("WOLONTARIUSZOM", [("wolontariusz", "WOLONTARIUSZOM")]),
        ("działalności pożytku publicznego", [("działalność-pożytku-publicznego", "działalności pożytku publicznego")]),
        ("z NGO i NGO-sów", [("organizacja-pozarządowa", "NGO")]),
        ("ngo", []),
        ("w aktach osobowych", [("akta-osobowe", "aktach osobowych")]),
        # The lemma of the participle is the verb, and not every form of the verb is the term.
        ("organizacja korzysta z pomocy", []),
        ("obowiązki korzystającego", [("korzystający", "korzystającego")]),
        ("umowa. Zlecenia", [("umowa", "umowa"), ("umowa-zlecenia", "Zlecenia")]),
        ("umowa, o dzieło", [("umowa", "umowa")]),
    ],
)
def test_an_inflected_term_is_linked_by_its_longest_name(text: str, found: list[tuple[str, str]]) -> None:
    assert linked(f"<p>{text}</p>") == found


def test_each_section_links_a_term_once() -> None:
    html = "<p>umowa i umowy</p><h2>Umowa</h2><p>umowie</p><p>umową</p><h3>Dalej</h3><ul><li>umów</li></ul>"
    assert linked(html) == [("umowa", "umowa"), ("umowa", "umowie"), ("umowa", "umów")]


@pytest.mark.parametrize(
    "name",
    "a h1 h2 h3 h4 h5 h6 code pre button label legend summary caption option textarea svg".split(),  # noqa: SIM905
)
def test_nothing_is_linked_inside(name: str) -> None:
    html = f"<div><{name}>Umowa <b>i wolontariusz</b></{name}><p>wolontariusza</p></div>"
    assert linked(html) == [("wolontariusz", "wolontariusza")]


def test_what_an_attribute_or_a_comment_says_is_not_linked() -> None:
    html = "<img alt=\"umowa > umowa\"><!-- umowa <p>umowa</p> --><p title='umowa'>Bez.</p>"
    assert LINKER.link(html) == html


def test_the_definition_is_escaped() -> None:
    assert 'data-definition="Znaczenie: „umowa” &amp; więcej"' in LINKER.link("<p>umowa</p>")


words = st.sampled_from(
    "umowa umowy zlecenia o dzieło wolontariuszki wolontariusz NGO-sów zadaniach publicznych akt i &amp; a".split()  # noqa: SIM905
)
texts = st.lists(words, max_size=12).map(" ".join)
elements = st.sampled_from(["p", "h2", "h3", "a", "b", "li", "code", "blockquote", "button"])
htmls = st.recursive(
    texts,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4).map("".join),
        st.tuples(elements, inner).map(lambda made: f"<{made[0]}>{made[1]}</{made[0]}>"),
        inner.map(lambda html: f"{html}<br><img alt='umowa'><!-- umowa -->"),
    ),
    max_leaves=12,
)


@given(htmls)
def test_only_links_are_added(html: str) -> None:
    assert LINKED.sub(r"\2", LINKER.link(html)) == html
    assert unescape(TAG.sub("", LINKER.link(html))) == unescape(TAG.sub("", html))


@given(htmls)
def test_no_link_stands_in_a_link_and_no_section_links_a_term_twice(html: str) -> None:
    inside, seen = 0, set[str]()
    for part in parts(LINKER.link(html)):
        if part.begins_section:
            seen.clear()
        if part.text.startswith(("<a ", "<a>")):
            assert not inside or 'class="term"' not in part.text
            inside += 1
            if found := re.search(r"/slownik/#([^\"]+)", part.text):
                assert found[1] not in seen
                seen.add(found[1])
        elif part.text == "</a>":
            inside -= 1


@given(st.text(alphabet="<>/'\"ab! -=&;pre", max_size=60))
def test_the_parts_of_any_text_give_it_back(text: str) -> None:
    assert "".join(part.text for part in parts(text)) == text
