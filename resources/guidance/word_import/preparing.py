"""Rewrites what Mammoth would misread in a Word file. Needs no Django.

LibreOffice writes a picture twice, and only the form for new readers, which Mammoth passes over, has its alternative
text. Numbering that overrides the levels of another one (ECMA-376, part 1, 17.9.8) is taken by Mammoth for the other.
Fields are in a module of their own.
"""

from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from lxml import etree

from resources.guidance.word_import.fields import rewrite_fields
from resources.guidance.word_import.package import Package, attribute, local

Rewrite = Callable[[Any], None]
"""Changes the root element of a part."""


def prepared(package: Package) -> BytesIO:
    """The file with the parts rewritten that need it."""
    made = BytesIO()
    fields = [(b"HYPERLINK", rewrite_fields), (b"fldSimple", rewrite_fields)]
    rewriting: Mapping[str, Sequence[tuple[bytes, Rewrite]]] = {
        package.main: [(b"AlternateContent", _unfold_pictures), *fields],
        package.beside_main("footnotes.xml"): fields,
        package.beside_main("endnotes.xml"): fields,
        package.beside_main("numbering.xml"): [(b"lvlOverride", _apply_overrides)],
    }
    with ZipFile(made, "w") as archive:
        for name in package.names:
            archive.writestr(name, _rewritten(package.read(name), rewriting.get(name, ())))
    made.seek(0)
    return made


def _rewritten(data: bytes, rewriting: Sequence[tuple[bytes, Rewrite]]) -> bytes:
    """The part, with what is done to those that hold a mark done once."""
    wanted = list(dict.fromkeys(rewrite for mark, rewrite in rewriting if mark in data))
    if not wanted:
        return data
    # The part has no document type: the package was checked.
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    for rewrite in wanted:
        rewrite(root)
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True))


def _named(element: Any, name: str) -> list[Any]:
    return [child for child in element.iter() if isinstance(child.tag, str) and local(child.tag) == name]


def _unfold_pictures(root: Any) -> None:
    """Puts pictures in the place of the choice between their two forms."""
    for alternatives in _named(root, "AlternateContent"):
        choice = next((child for child in alternatives if local(child.tag) == "Choice"), None)
        if choice is None or not _named(choice, "pic") or _named(choice, "txbxContent"):
            continue
        for child in list(choice):
            alternatives.addprevious(child)
        alternatives.getparent().remove(alternatives)


def _apply_overrides(root: Any) -> None:
    """Gives each numbering that overrides levels a definition of its own."""
    definitions = {attribute(item, "abstractNumId"): item for item in root if local(item.tag) == "abstractNum"}
    for numbering in [item for item in root if local(item.tag) == "num"]:
        levels = [level for override in _named(numbering, "lvlOverride") for level in override]
        levels = [level for level in levels if local(level.tag) == "lvl"]
        points_to = next((item for item in numbering if local(item.tag) == "abstractNumId"), None)
        known = definitions.get(attribute(points_to, "val")) if points_to is not None else None
        if known is None or not levels:
            continue
        own = deepcopy(known)
        for level in levels:
            for other in [item for item in own if local(item.tag) == "lvl"]:
                if attribute(other, "ilvl") == attribute(level, "ilvl"):
                    own.remove(other)
            own.append(level)
        name = f"own-{attribute(numbering, 'numId')}"
        _set(own, "abstractNumId", name)
        _set(points_to, "val", name)
        numbering.addprevious(own)


def _set(element: Any, name: str, value: str) -> None:
    key = next(key for key in element.attrib if local(key) == name)
    element.set(key, value)
