"""Words that old line ends broke, and names in the instrumental."""

import pytest

from polish.cases import nominative
from polish.line_breaks import join_lines, join_words


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("współpracy admini-stracji", "współpracy administracji"),
        ("pomiędzy sekto- rem samorządowym", "pomiędzy sektorem samorządowym"),
        ("tema-tycznych i lo-kalnymi", "tematycznych i lokalnymi"),
        ("budżetu party-cypacyjnego", "budżetu partycypacyjnego"),
        ("z sek\u00adto\u00adrem", "z sektorem"),
    ],
)
def test_a_broken_word_is_joined(broken: str, whole: str) -> None:
    assert join_words(broken).text == whole


@pytest.mark.parametrize(
    "text",
    [
        "społeczno-gospodarczego",
        "społeczno- gospodarczego",
        "doradczo-wspierającego",
        "e-mail",
        "biało-czerwony",
        "MODEL WSPÓŁPRACY- STANDARDEM",
        "zaś - działań",
        "pop-up",
        "",
    ],
)
def test_what_was_never_one_word_stays(text: str) -> None:
    assert join_words(text).text == text


def test_a_word_broken_by_a_line_end_is_whole_in_the_first_line() -> None:
    assert join_lines(["dla admini-", "stracji gminy", "koniec-", "początek"]) == [
        "dla administracji",
        "gminy",
        "koniec-",
        "początek",
    ]


@pytest.mark.parametrize(
    ("name", "base"),
    [
        ("Fundacją Integracji Społecznej ABRAMIS", "Fundacja Integracji Społecznej ABRAMIS"),
        ("Starostwem Powiatowym", "Starostwo Powiatowe"),
        ("Gminą Miejską Kraków", "Gmina Miejska Kraków"),
        ("Fundacja Żuraw", "Fundacja Żuraw"),
        ("", ""),
        ("OPAL", "OPAL"),
    ],
)
def test_a_name_in_the_nominative(name: str, base: str) -> None:
    assert nominative(name) == base
