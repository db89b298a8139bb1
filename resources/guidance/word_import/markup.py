"""A Word file as HTML, by Mammoth, with the meaning of its styles. Needs no Django."""

import hashlib
from dataclasses import dataclass
from typing import IO, Any

import mammoth
from lxml import html as lxml_html
from mammoth import documents, transforms

from resources.guidance.word_import.package import Package, attribute, local
from resources.guidance.word_import.styles import Role, Styles

ANCHOR = "w-"
"""Before the names of bookmarks and notes in ids and links."""
COMMENT, CAPTION, CONTENTS, TITLE = "comment", "caption", "contents", "title"
"""Classes in the HTML."""
UNKNOWN_PICTURE = "?"
"""In place of the SHA-1 of a picture that is missing or of a kind that the site does not show."""
PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})

_DEEPEST_HEADING, _DEEPEST_LIST = 6, 4
_STYLE_MAP = f"""
p[style-name='{Role.CAPTION}'] => p.{CAPTION}:fresh
p[style-name='{Role.CONTENTS}'] => p.{CONTENTS}:fresh
p[style-name='{Role.TITLE}'] => p.{TITLE}:fresh
p[style-name='{Role.QUOTE}'] => blockquote > p:fresh
comment-reference => sup.{COMMENT}
"""


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment of a Word file; ``resolved``: somebody has marked it, or the one that it answers, as done."""

    author: str
    text: str
    resolved: bool = False


def html_of(file: IO[bytes], styles: Styles) -> Any:
    """The body element of the text; pictures have the SHA-1 of their files as addresses."""

    def meaning(paragraph: Any) -> Any:
        level, role = styles.level_of(paragraph.style_id), styles.role_of(paragraph.style_id)
        numbering = paragraph.numbering
        if level:
            # A heading with a number is no item of a list.
            return paragraph.copy(style_id=None, style_name=f"Heading {min(level, _DEEPEST_HEADING)}", numbering=None)
        if numbering is not None:
            list_level = int(numbering.level_index) or styles.list_level_of(paragraph.style_id) or 0
            numbering = documents.numbering_level(min(list_level, _DEEPEST_LIST), numbering.is_ordered)
        return paragraph.copy(style_id=None, style_name=role, numbering=numbering)

    result = mammoth.convert_to_html(
        file,
        style_map=_STYLE_MAP,
        include_embedded_style_map=False,
        transform_document=transforms.paragraph(meaning),
        convert_image=mammoth.images.img_element(_picture),
        id_prefix=ANCHOR,
    )
    parser = lxml_html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
    return lxml_html.document_fromstring(f"<body>{result.value}</body>".encode(), parser=parser).find("body")


def _picture(image: Any) -> dict[str, str]:
    if image.content_type not in PICTURES:
        return {"src": UNKNOWN_PICTURE}
    digest = hashlib.sha1(usedforsecurity=False)  # by which Wagtail knows that two images are the same
    try:
        with image.open() as content:
            while piece := content.read(1024 * 1024):
                digest.update(piece)
    except (KeyError, ValueError):  # a part that is not there, a file outside
        return {"src": UNKNOWN_PICTURE}
    return {"src": digest.hexdigest()}


def remarks_in(package: Package) -> dict[str, Remark]:
    """The comments of a file by their ids."""
    found: dict[str, Remark] = {}
    resolved = _resolved_in(package)
    for _event, element in package.elements(package.beside_main("comments.xml")):
        if local(element.tag) == "comment":
            paragraphs = [item for item in element.iter() if local(item.tag) == "p"]
            text = "\n".join(filter(None, map(_text_of, paragraphs)))
            done = bool(paragraphs) and attribute(paragraphs[-1], "paraId") in resolved
            found[attribute(element, "id")] = Remark(attribute(element, "author"), text, done)
            element.clear()
    return found


def _resolved_in(package: Package) -> set[str]:
    """The ids of the last paragraphs of resolved comments ([MS-DOCX] 2.5.3.2); answers come after what they answer."""
    resolved: set[str] = set()
    for _event, element in package.elements(package.beside_main("commentsExtended.xml")):
        if local(element.tag) == "commentEx":
            done = attribute(element, "done") in {"1", "true", "on"}
            if done or attribute(element, "paraIdParent") in resolved:
                resolved.add(attribute(element, "paraId"))
            element.clear()
    return resolved


def _text_of(paragraph: Any) -> str:
    return "".join(item.text or "" for item in paragraph.iter() if local(item.tag) == "t").strip()
