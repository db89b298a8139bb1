import pytest
from hypothesis import given
from hypothesis import strategies as st

from polish.typography import NBSP, no_orphans, no_orphans_html


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("kot i pies", "kot i~pies"),
        ("W domu i w szkole", "W~domu i~w~szkole"),
        ("a i o u w z nas", "a~i~o~u~w~z~nas"),
        ("sp. z o.o.", "sp. z~o.o."),
        ("wi i nie", "wi i~nie"),
        ("dłużej niż 30 dni", "dłużej niż 30~dni"),
        ("1 000 000 zł", "1~000~000~zł"),
        ("art. 44 ust. 4", "art.~44 ust.~4"),
        ("art. 29 § 2", "art.~29 §~2"),
        ("21 listopada 2026", "21~listopada 2026"),
        ("24 kB", "24~kB"),
        ("50 %", "50~%"),
        ("pkt 9a", "pkt~9a"),
        ("współpraca – standard", "współpraca~– standard"),
        ("pierwszy\n– drugi", "pierwszy\n– drugi"),
        ("i\n  w", "i~w"),
        ("", ""),
    ],
)
def test_keeps_together_what_belongs_together(text: str, expected: str) -> None:
    assert no_orphans(text) == expected.replace("~", NBSP)


@given(st.text())
def test_changes_white_space_only(text: str) -> None:
    assert no_orphans(text).split() == text.split()


@given(st.text(alphabet="aiw zk.5 §%\n" + NBSP))
def test_twice_is_once(text: str) -> None:
    once = no_orphans(text)
    assert no_orphans(once) == once


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>kot i pies</p>", "<p>kot i~pies</p>"),
        ("w <em>domu i w lesie</em>", "w~<em>domu i~w~lesie</em>"),
        ('<a title="a i o">z nami</a>', '<a title="a i o">z~nami</a>'),
        ("<code>a i o</code> a i o", "<code>a i o</code> a~i~o"),
        ("<pre>w <b>x</b> w y</pre>", "<pre>w <b>x</b> w y</pre>"),
        ("<!-- a i --> a i b", "<!-- a i --> a~i~b"),
        ("1 < 2 i 3", "1 < 2 i~3"),
    ],
)
def test_html_keeps_its_tags(html: str, expected: str) -> None:
    assert no_orphans_html(html) == expected.replace("~", NBSP)


@given(st.text(alphabet="<>/aiw pre\"'!-"))
def test_html_changes_white_space_only(html: str) -> None:
    assert no_orphans_html(html).split() == html.split()
