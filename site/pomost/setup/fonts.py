"""Makes subsets of the two typefaces with the letters of Polish and English, and the fonts of PDF documents.

The npm packages have each family as variable WOFF2 files for "latin" and "latin-ext". Polish needs letters of both, and
two files would cost two requests and break the kerning within words. So the Polish letters are copied from the second
file into the first, with the kerning of their base letters, and the rest is omitted.

PDF documents are set in the same fonts, in a slanted one for emphasis, and in Cyrillic and Greek, because a name on a
certificate may need them.
"""

import copy
import hashlib
import io
import logging
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib.hvar import add_HVAR
from fontTools.varLib.instancer import instantiateVariableFont

BUDGET = 90_000
"""The most bytes of all fonts together (design: 90 KB)."""

WEIGHTS = (400, 700)
"""The weights kept of the variable axis."""

HEADING_WEIGHT = 600
"""The weight for which the bold fallbacks are measured: that of headings and strong text."""

POLISH = "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ"
BASIC = "".join(chr(code) for code in range(0x20, 0x7F))
# Western letters occur in names of people, places and programmes.
WESTERN = "".join(chr(code) for code in range(0xA0, 0x100) if code != 0xAD) + "ŒœŠšŽžČčŘřĚě"
PUNCTUATION = "„”“’‘‚»«‹›–—−…•·×÷§°€™†‡′″‰⁄←→↑↓✓\u2009\u202f\u2011ªº¹²³⁰⁴⁵⁶⁷⁸⁹₂"
FEATURES = ["kern", "liga", "tnum", "lnum", "pnum", "locl", "rvrn"]

# The base letter whose kerning is used for a letter from the second file.
KERNED_LIKE = {
    **dict(zip("ąćęłńśźżĄĆĘŁŃŚŹŻ", "acelnszzACELNSZZ", strict=True)),
    **dict(zip("ŠšŽžČčŘřĚě", "SsZzCcRrEe", strict=True)),
}

# Share of the letters in Polish text, in percent, with the spaces and stops between them.
FREQUENCY = {
    "a": 8.91, "i": 8.21, "o": 7.75, "e": 7.66, "z": 5.64, "n": 5.52, "r": 4.69, "w": 4.65, "s": 4.32,
    "t": 3.98, "c": 3.96, "y": 3.76, "k": 3.51, "d": 3.25, "p": 3.13, "m": 2.80, "u": 2.50, "j": 2.28,
    "l": 2.10, "ł": 1.82, "b": 1.47, "g": 1.42, "ę": 1.11, "h": 1.08, "ą": 0.99, "ó": 0.85, "ż": 0.83,
    "ś": 0.66, "ć": 0.40, "f": 0.30, "ń": 0.20, "ź": 0.06, " ": 16.0, ",": 1.2, ".": 1.2,
}  # fmt: skip


# Scripts of names that the subsets lack; Atkinson has none of them.
OTHER_SCRIPTS = ("cyrillic", "cyrillic-ext", "greek")


class FontError(Exception):
    """The fonts could not be made; the message says why."""


@dataclass(frozen=True)
class SystemFont:
    """A font of the user's machine that is shown until the web font has loaded.

    ``regular`` and ``bold`` are average advance widths in em of Polish text, weighted by FREQUENCY.
    """

    names: tuple[str, ...]
    bold_names: tuple[str, ...]
    regular: float
    bold: float


# Measured from Liberation Sans and Liberation Serif, which have the widths of Arial and Times New Roman.
ARIAL = SystemFont(
    ("Arial", "ArialMT", "Liberation Sans", "LiberationSans", "Helvetica"),
    ("Arial Bold", "Arial-BoldMT", "Liberation Sans Bold", "LiberationSans-Bold", "Helvetica Bold"),
    0.4553,
    0.4903,
)
TIMES = SystemFont(
    ("Times New Roman", "TimesNewRomanPSMT", "Liberation Serif", "LiberationSerif"),
    ("Times New Roman Bold", "TimesNewRomanPS-BoldMT", "Liberation Serif Bold", "LiberationSerif-Bold"),
    0.4161,
    0.4392,
)
# Times times the ratio of the two fonts' average widths (913 to 832, and in bold 1062 to 886; Capsize font metrics).
GEORGIA = SystemFont(("Georgia",), ("Georgia Bold", "Georgia-Bold"), 0.4566, 0.5264)


@dataclass(frozen=True)
class Family:
    """One typeface: its npm package, its names and its fallback fonts (the preferred one last)."""

    package: str
    file: str
    name: str
    fallback: str
    stands: tuple[SystemFont, ...]

    def source(self, root: Path, part: str, style: str = "normal") -> Path:
        """Return the path of a file in the npm package; ``part`` is a script such as "latin" or "latin-ext"."""
        return self.folder(root) / "files" / f"{self.package}-{part}-wght-{style}.woff2"

    def folder(self, root: Path) -> Path:
        """Return the folder of the npm package."""
        return root / "node_modules" / "@fontsource-variable" / self.package


FAMILIES = (
    Family("atkinson-hyperlegible-next", "atkinson", "Atkinson Hyperlegible Next", "Atkinson Fallback", (ARIAL,)),
    Family("literata", "literata", "Literata", "Literata Fallback", (TIMES, GEORGIA)),
)


def build(root: Path, families: tuple[Family, ...] = FAMILIES) -> int | None:
    """Write the fonts, and ``site/static/build/fonts.css`` with the rules that ``css/pomost.css`` must contain.

    Return the size of the fonts in bytes, or None if they were already made from the same files. Raise FontError if
    npm's files are missing, lack a Polish letter, or if the fonts are larger than BUDGET.
    """
    sources = [family.source(root, part) for family in families for part in ("latin", "latin-ext")]
    for source in sources:
        if not source.exists():
            raise FontError(f"{source.relative_to(root)} is missing. make run and make test install it (npm ci).")
    mark = _mark([Path(__file__), *sources])
    target, printed = root / "site" / "static" / "build", root / "build" / "fonts"
    css = target / "fonts.css"
    fonts = {family: target / "fonts" / f"{family.file}.woff2" for family in families}
    kept = [*fonts.values(), *(printed / f"{family.file}.ttf" for family in families)]
    if css.exists() and css.read_text().startswith(mark) and all(path.exists() for path in kept):
        return None

    rules = [mark]
    made: dict[Path, bytes] = {}
    for family, path in fonts.items():
        font = cut(TTFont(family.source(root, "latin")), TTFont(family.source(root, "latin-ext")))
        rules += face_rules(family, font)
        made[path] = _packed(font)
    size = sum(len(content) for content in made.values())
    if size > BUDGET:
        raise FontError(f"The fonts weigh {size} bytes, more than the {BUDGET} that they may weigh.")
    shutil.rmtree(target / "fonts", ignore_errors=True)
    (target / "fonts").mkdir(parents=True)
    for family, path in fonts.items():
        path.write_bytes(made[path])
        # The Open Font License must accompany the font.
        shutil.copyfile(family.folder(root) / "LICENSE", target / "fonts" / f"{family.file}-LICENSE.txt")
    _build_printed(root, printed, made, families)
    css.write_text("\n".join(rules) + "\n")
    return size


def _build_printed(root: Path, target: Path, made: dict[Path, bytes], families: tuple[Family, ...]) -> None:
    """Write the fonts of PDF documents as TrueType, which Typst reads."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    fonts = {path.stem: TTFont(io.BytesIO(content)) for path, content in made.items()}
    for family in families:
        slanted = [family.source(root, part, "italic") for part in ("latin", "latin-ext")]
        if all(path.exists() for path in slanted):
            fonts[f"{family.file}-italic"] = cut(*(TTFont(path) for path in slanted))
        for script in OTHER_SCRIPTS:
            if (path := family.source(root, script)).exists():
                fonts[f"{family.file}-{script}"] = font = TTFont(path)
                _rename(font, f"{family.name} {script}")  # of two fonts with one name Typst sees one
    for name, font in fonts.items():
        font.flavor = None
        font.save(target / f"{name}.ttf")


def _rename(font: Any, name: str) -> None:
    for record in font["name"].names:
        if record.nameID in (1, 4, 16):
            record.string = name


def _mark(files: list[Path]) -> str:
    content = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
    return f"/* Made by `pomost fonts`; do not edit. {content[:16]} */"


def _packed(font: Any) -> bytes:
    font.flavor = "woff2"
    file = io.BytesIO()
    font.save(file)
    return file.getvalue()


def cut(latin: Any, extended: Any) -> Any:
    """Return one font with the letters of Polish and English from the two of the npm package.

    Raise FontError if the two are not parts of one font or lack a Polish letter.
    """
    for name in ("instancer", "subset"):
        logging.getLogger(f"fontTools.{name}").setLevel(logging.ERROR)
    latin, extended = (instantiateVariableFont(font, {"wght": WEIGHTS}) for font in (latin, extended))
    for table in ("HVAR", "VVAR", "vhea", "vmtx"):
        for font in (latin, extended):
            if table in font:
                del font[table]
    letters = [
        letter
        for letter in KERNED_LIKE
        if ord(letter) in extended.getBestCmap() and ord(letter) not in latin.getBestCmap()
    ]
    take_over(latin, extended, letters)
    add_spaces(latin)
    missing = [letter for letter in POLISH if ord(letter) not in latin.getBestCmap()]
    if missing:
        raise FontError(f"Letters missing in the font that npm brought: {' '.join(missing)}")
    for glyph in latin.getGlyphOrder():  # the subsetter needs an entry also for glyphs that do not vary
        latin["gvar"].variations.setdefault(glyph, [])
    options = subset.Options(layout_features=FEATURES, notdef_outline=True, hinting=True, drop_tables=["DSIG", "MVAR"])
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14, 256, 257]
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=BASIC + WESTERN + POLISH + PUNCTUATION)
    subsetter.subset(latin)
    add_HVAR(latin)
    return latin


def take_over(target: Any, source: Any, letters: list[str]) -> None:
    """Copy letters with their outlines, widths and variations, and kern them like their base letters."""
    if source["fvar"].axes[0].__dict__ | {"axisNameID": 0} != target["fvar"].axes[0].__dict__ | {"axisNameID": 0} or (
        source["head"].unitsPerEm != target["head"].unitsPerEm
    ):
        raise FontError("The latin and latin-ext files are not halves of one font.")
    names = {letter: source.getBestCmap()[ord(letter)] for letter in letters}
    order = list(target.getGlyphOrder())
    waiting = list(names.values())
    while waiting:
        name = waiting.pop()
        if name in order:
            continue
        order.append(name)
        target.setGlyphOrder(order)
        glyph = source["glyf"][name]
        target["glyf"].glyphs[name] = copy.deepcopy(glyph)
        target["hmtx"].metrics[name] = source["hmtx"].metrics[name]
        target["gvar"].variations[name] = copy.deepcopy(source["gvar"].variations.get(name, []))
        waiting += glyph.getComponentNames(source["glyf"])
    target["glyf"].setGlyphOrder(order)
    for table in target["cmap"].tables:
        if table.isUnicode():
            table.cmap.update({ord(letter): name for letter, name in names.items()})
    known = target.getBestCmap()
    kern_like(target, {names[letter]: known[ord(KERNED_LIKE[letter])] for letter in letters})


def kern_like(font: Any, models: dict[str, str]) -> None:
    """Give glyphs the kerning of their models; ``models`` maps a glyph's name to its model's."""
    followers: dict[str, list[str]] = {}
    for glyph in sorted(models, key=font.getGlyphID):
        followers.setdefault(models[glyph], []).append(glyph)
    for lookup in font["GPOS"].table.LookupList.Lookup:
        for wrapped in lookup.SubTable:
            table = getattr(wrapped, "ExtSubTable", wrapped)
            if table.LookupType != 2:
                continue
            covered = table.Coverage.glyphs
            if table.Format == 1:
                pairs = dict(zip(covered, table.PairSet, strict=True))
                for pair_set in pairs.values():
                    records = pair_set.PairValueRecord
                    for record in list(records):
                        for follower in followers.get(record.SecondGlyph, []):
                            twin = copy.copy(record)
                            twin.SecondGlyph = follower
                            records.append(twin)
                    records.sort(key=lambda record: font.getGlyphID(record.SecondGlyph))
                pairs |= {glyph: pairs[model] for glyph, model in models.items() if model in pairs}
                table.Coverage.glyphs = sorted(pairs, key=font.getGlyphID)
                table.PairSet = [pairs[glyph] for glyph in table.Coverage.glyphs]
            else:
                for classes in (table.ClassDef1.classDefs, table.ClassDef2.classDefs):
                    classes |= {glyph: classes[model] for glyph, model in models.items() if model in classes}
                added = [glyph for glyph, model in models.items() if model in covered]
                table.Coverage.glyphs = sorted({*covered, *added}, key=font.getGlyphID)


def add_spaces(font: Any) -> None:
    """Add the narrow no-break space and the no-break hyphen, which Polish typography needs and the fonts lack."""
    known = font.getBestCmap()
    added = {}
    if 0x2011 not in known:
        added[0x2011] = known[ord("-")]
    if 0x202F not in known:
        name = "uni202F"
        font.setGlyphOrder([*font.getGlyphOrder(), name])
        font["glyf"].glyphs[name] = copy.deepcopy(font["glyf"][known[0x20]])
        font["glyf"].setGlyphOrder(font.getGlyphOrder())
        width, bearing = font["hmtx"].metrics[known[0x20]]
        font["hmtx"].metrics[name] = (round(width * 0.6), bearing)
        font["gvar"].variations[name] = []
        added[0x202F] = name
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap.update(added)


def average_width(font: Any, weight: int) -> float:
    """Return the average advance width in em of Polish text set in a variable font at a weight."""
    instance = instantiateVariableFont(copy.deepcopy(font), {"wght": weight})
    names, widths = instance.getBestCmap(), instance["hmtx"].metrics
    total = sum(widths[names[ord(letter)]][0] * share for letter, share in FREQUENCY.items())
    return float(total / sum(FREQUENCY.values()) / instance["head"].unitsPerEm)


def face_rules(family: Family, font: Any) -> list[str]:
    """Return the ``@font-face`` rules of a family: the font itself, then its fallbacks until it has loaded.

    A later rule of the same family and weight takes precedence; a font that is not installed is skipped.
    """
    rules = [
        (
            "@font-face {\n"
            f'  font-family: "{family.name}";\n'
            "  font-style: normal;\n"
            f"  font-weight: {WEIGHTS[0]} {WEIGHTS[1]};\n"
            "  font-display: swap;\n"
            f'  src: url("fonts/{family.file}.woff2") format("woff2");\n'
            "}"
        )
    ]
    em = font["head"].unitsPerEm
    metrics = font["hhea"]
    regular, bold = average_width(font, WEIGHTS[0]), average_width(font, HEADING_WEIGHT)
    for stand in family.stands:
        for weights, names, ratio in (
            ("400 549", stand.names, regular / stand.regular),
            ("550 700", stand.bold_names, bold / stand.bold),
        ):
            local = ", ".join(f'local("{name}")' for name in names)
            rules.append(
                "@font-face {\n"
                f'  font-family: "{family.fallback}";\n'
                "  font-style: normal;\n"
                f"  font-weight: {weights};\n"
                f"  src: {local};\n"
                f"  size-adjust: {ratio:.2%};\n"
                f"  ascent-override: {metrics.ascent / em / ratio:.2%};\n"
                f"  descent-override: {-metrics.descent / em / ratio:.2%};\n"
                f"  line-gap-override: {metrics.lineGap / em / ratio:.2%};\n"
                "}"
            )
    return rules
