"""The fonts contain the Polish letters with kerning and stay within their budget."""

import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from pomost.setup import fonts

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(
    not all(family.folder(ROOT).exists() for family in fonts.FAMILIES), reason="npm's parts are not installed: make dev"
)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A root with the fonts made in it; the size that was reported."""
    root = tmp_path_factory.mktemp("root")
    (root / "node_modules").symlink_to(ROOT / "node_modules")
    size = fonts.build(root)
    return root, size


@pytest.fixture(scope="module", params=[family.file for family in fonts.FAMILIES])
def font(built, request):
    return TTFont(built[0] / f"site/static/build/fonts/{request.param}.woff2")


def test_fonts_weigh_no_more_than_the_design_allows(built):
    root, size = built
    files = list((root / "site/static/build/fonts").glob("*.woff2"))
    assert len(files) == 2
    assert sum(file.stat().st_size for file in files) == size <= 90_000


def test_second_time_nothing_is_made(built):
    assert fonts.build(built[0]) is None


def test_fonts_over_the_budget_are_refused(built, monkeypatch, tmp_path):
    (tmp_path / "node_modules").symlink_to(ROOT / "node_modules")
    monkeypatch.setattr(fonts, "BUDGET", 1000)
    with pytest.raises(fonts.FontError, match="more than the 1000"):
        fonts.build(tmp_path, fonts.FAMILIES[:1])
    assert not (tmp_path / "site/static/build/fonts.css").exists()


def test_missing_npm_parts_are_named(tmp_path):
    with pytest.raises(fonts.FontError, match="is missing"):
        fonts.build(tmp_path)


def test_every_polish_letter_and_mark_is_there(font):
    wanted = fonts.BASIC + fonts.POLISH + "„”’»«–—…•×§°€™¹²³\u00a0\u202f\u2011"
    assert [letter for letter in wanted if ord(letter) not in font.getBestCmap()] == []


def test_weights_go_from_regular_to_bold(font):
    axes = [(axis.axisTag, axis.minValue, axis.maxValue) for axis in font["fvar"].axes]
    assert axes == [("wght", 400, 700)]


def test_kerning_and_tabular_figures_are_kept(font):
    assert "kern" in {record.FeatureTag for record in font["GPOS"].table.FeatureList.FeatureRecord}
    assert "tnum" in {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}


def test_polish_letters_are_kerned_like_the_letters_they_are_made_of(font):
    names = font.getBestCmap()
    kerned = 0
    for lookup in font["GPOS"].table.LookupList.Lookup:
        for wrapped in lookup.SubTable:
            table = getattr(wrapped, "ExtSubTable", wrapped)
            if table.LookupType == 2 and table.Format == 2:
                classes = table.ClassDef2.classDefs
                assert classes.get(names[ord("ę")]) == classes.get(names[ord("e")])
                assert (names[ord("Ą")] in table.Coverage.glyphs) == (names[ord("A")] in table.Coverage.glyphs)
                kerned += names[ord("e")] in classes
    assert kerned > 0


def test_rules_name_the_families_and_only_files_beside_them(built):
    css = (built[0] / "site/static/build/fonts.css").read_text()
    families = list(dict.fromkeys(re.findall(r'font-family: "([^"]+)"', css)))
    assert families == ["Atkinson Hyperlegible Next", "Atkinson Fallback", "Literata", "Literata Fallback"]
    assert re.findall(r'url\("([^"]+)"\)', css) == ["fonts/atkinson.woff2", "fonts/literata.woff2"]
    assert css.count("font-display: swap") == 2


def test_fallbacks_take_about_the_room_of_the_fonts(built):
    css = (built[0] / "site/static/build/fonts.css").read_text()
    ratios = [float(ratio) for ratio in re.findall(r"size-adjust: ([\d.]+)%", css)]
    assert len(ratios) == 6
    assert all(90 < ratio < 125 for ratio in ratios)


def test_the_style_sheet_holds_the_rules_that_were_computed(built):
    computed = (built[0] / "site/static/build/fonts.css").read_text().partition("\n")[2].strip()
    sheet = (ROOT / "site/static/css/pomost.css").read_text()
    rules = "\n".join(re.findall(r"@font-face \{.*?\n\}", sheet, flags=re.DOTALL))
    assert rules == computed.replace('url("fonts/', 'url("../build/fonts/')
