"""Books: valid by EPUBCheck, complete, linked inside, the same bytes for the same content."""

import io
import re
from collections.abc import Mapping
from datetime import date
from typing import Any
from zipfile import ZIP_STORED, ZipFile

from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from lxml import etree, html
from PIL import Image

from publishing.publications import Part, Publication, Reference, static_html
from publishing.publications.epub import MEDIA_TYPE, epub_of
from tests.epubcheck import problems
from tests.publishing.test_publications import PAGE, PICTURE

SITE = "https://pomost.example"
X = "{http://www.w3.org/1999/xhtml}"
DC = "{http://purl.org/dc/elements/1.1/}"
OPF = "{http://www.idpf.org/2007/opf}"
PARSER = etree.XMLParser(resolve_entities=False, no_network=True)


def part(slug: str, markup: str, **fields: Any) -> Part:
    return Part(
        slug=slug,
        title=fields.pop("title", f"Rozdział <{slug}> & inne"),
        html=static_html(markup, base=SITE),
        url=f"{SITE}/poradnik/{slug}/",
        **fields,
    )


def publication(*parts: Part, introduction: str = "<p>Wstęp</p>", **fields: Any) -> Publication:
    first = Part("poradnik", "Poradnik", introduction, summary="O czym.", url=f"{SITE}/poradnik/")
    values = {"kind": "poradnik", "title": "Poradnik", "url": first.url, "language": "pl", "date": date(2026, 3, 1)}
    return Publication(introduction=first, parts=parts, **{**values, **fields})


def files_of(book: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(book)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def page(files: Mapping[str, bytes], name: str) -> Any:
    return etree.fromstring(files[f"EPUB/{name}"], PARSER)


def links(tree: Any) -> list[tuple[str, str]]:
    """The links of the text: words and address."""
    text = tree.find(f".//{X}div[@class='text']")
    return [("".join(link.itertext()), link.get("href")) for link in text.iter(f"{X}a")]


def picture(kind: str) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (2, 2)).save(buffer, kind)
    return buffer.getvalue()


def test_a_book_with_every_kind_of_block_is_valid() -> None:
    hard = (
        '<h2 id="2026-zmiany">Zmiany</h2><h2 id="2026-zmiany">Zmiany</h2><p id="z odstępem">x</p>'
        '<p onclick="x()" style="color: red" data-a="b">Tekst<font color="red"> czerwony</font><wbr></p>'
        '<ol start="3" reversed><li value="7">siedem</li></ol><a name="x" href="javascript:x()">zły</a>'
        '<a href="?strona=2">względny</a><a href="http://[">błędny</a>'
        '<table><tr><th scope="col" colspan="2">a</th></tr><tr><td>b</td><td></td></tr></table>'
        '<details><summary>Więcej</summary><p lang="en">More</p></details><abbr title="Ustawa">ust.</abbr>'
        '<figure><img src="/media/a.webp" srcset="/media/b.webp 400w" sizes="100vw" alt="Mapa" loading="lazy"></figure>'
    )
    kinds = ("WEBP", "PNG", "JPEG", "GIF")
    images = {f"/media/a.{kind.lower()}": picture(kind) for kind in kinds}
    shown = "".join(f'<img src="{address}" alt="">' for address in images)
    facts = (("Stan prawny", "1 marca 2026"),)
    sources = (Reference("Kodeks <pracy>", "Uwaga", "https://eli.gov.pl/a?b=1&c=2"), Reference("Papier"))
    first = part("pierwszy", PAGE, number="1", summary="O tym & owym", facts=facts, sources=sources)
    second = part("drugi", hard + shown, number="2")
    whole = publication(
        first, second, edition="Wydanie 1", validation="W walidacji", images={**images, "/media/zły.png": b"<svg/>"}
    )
    assert problems({"guide": epub_of(whole), "chapter": epub_of(publication())}) == {"guide": [], "chapter": []}


def test_the_validator_finds_what_is_wrong() -> None:
    book = epub_of(publication()).replace(b"application/epub+zip", b"application/epub+zap")
    assert problems({"book": book})["book"] != []


def test_the_media_type_comes_first_and_plain() -> None:
    book = epub_of(publication())
    with ZipFile(io.BytesIO(book)) as archive:
        first = archive.infolist()[0]
    assert (first.filename, first.compress_type, first.extra) == ("mimetype", ZIP_STORED, b"")
    assert book[38:58].decode() == MEDIA_TYPE


def test_equal_content_gives_equal_bytes_and_an_edition_has_an_identifier_of_its_own() -> None:
    assert epub_of(publication()) == epub_of(publication())
    identifiers = {
        page(files_of(epub_of(one)), "package.opf").findtext(f".//{DC}identifier")
        for one in (publication(), publication(date=date(2026, 4, 1)), publication(edition="Wydanie 1"))
    }
    assert len(identifiers) == 2


def test_the_package_says_what_the_book_is() -> None:
    files = files_of(epub_of(publication(part("a", "<p>a</p>"), edition="Wydanie 1", title="Praca & <trzeci> sektor")))
    package = page(files, "package.opf")
    said = {(item.get("property"), item.text) for item in package.iter(f"{OPF}meta")}
    assert package.findtext(f".//{DC}title") == "Praca & <trzeci> sektor"
    assert package.findtext(f".//{DC}language") == "pl"
    assert {
        ("dcterms:modified", "2026-03-01T00:00:00Z"),
        ("schema:accessMode", "textual"),
        ("schema:accessModeSufficient", "textual"),
        ("schema:accessibilityFeature", "structuralNavigation"),
        ("schema:accessibilityHazard", "none"),
        ("dcterms:conformsTo", "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"),
    } <= said
    assert ("schema:accessMode", "visual") not in said
    spine = [item.get("idref") for item in package.iter(f"{OPF}itemref")]
    assert spine == ["cover", "nav", "part-0", "part-1"]


def test_the_contents_and_the_foot_of_a_part() -> None:
    facts, sources = (("Stan prawny", "1 marca 2026"),), (Reference("Kodeks pracy", url="https://eli.gov.pl/kp"),)
    one = part("a", '<h2 id="b">Śródtytuł</h2>', title="Etat", number="1", facts=facts, sources=sources)
    files = files_of(epub_of(publication(one, edition="Wydanie 1", validation="W walidacji")))
    nav = page(files, "nav.xhtml")
    assert [(link.text, link.get("href")) for link in nav.find(f".//{X}nav").iter(f"{X}a")] == [
        ("Wstęp", "part-0.xhtml"),
        ("1. Etat", "part-1.xhtml"),
        ("Śródtytuł", "part-1.xhtml#b"),
    ]
    text = " ".join("".join(page(files, "part-1.xhtml").itertext()).split())
    for words in ("Kodeks pracy", "Stan prawny 1 marca 2026", "Wydanie 1", "W walidacji", f"{SITE}/poradnik/a/"):
        assert words in text.replace("\xa0", " ")


def test_links_between_parts_lead_inside() -> None:
    markup = (
        f'<a href="{SITE}/poradnik/b/">część</a><a href="{SITE}/poradnik/b">bez kreski</a>'
        f'<a href="{SITE}/poradnik/b/#jest">miejsce</a><a href="{SITE}/poradnik/b/#brak">bez miejsca</a>'
        f'<a href="{SITE}/poradnik/">wstęp</a><a href="{SITE}/poradnik/b/?x=1">zapytanie</a>'
        '<a href="https://eli.gov.pl/#art">ustawa</a><a href="#tu">tu</a><a href="#nie-ma">nigdzie</a>'
        f'<a href="{SITE}/dawniej/b/">dawny adres</a><h2 id="tu">Tu</h2>'
    )
    second = part("b", '<h2 id="jest">Jest</h2>', addresses=(f"{SITE}/dawniej/b/",))
    tree = page(files_of(epub_of(publication(part("a", markup), second))), "part-1.xhtml")
    assert links(tree) == [
        ("część", "part-2.xhtml"),
        ("bez kreski", "part-2.xhtml"),
        ("miejsce", "part-2.xhtml#jest"),
        ("bez miejsca", "part-2.xhtml"),
        ("wstęp", "part-0.xhtml"),
        ("zapytanie", f"{SITE}/poradnik/b/?x=1"),
        ("ustawa", "https://eli.gov.pl/#art"),
        ("tu", "part-1.xhtml#tu"),
        ("dawny adres", "part-2.xhtml"),
    ]
    assert "nigdzie" in "".join(tree.itertext())


def test_images_go_by_what_they_are_and_missing_ones_leave_their_words() -> None:
    markup = '<p><img src="/media/a.jpg" alt="Mapa"><img src="/media/nie-ma.png" alt="Wykres: 5 z 7"></p>'
    files = files_of(epub_of(publication(part("a", markup), images={"/media/a.jpg": PICTURE})))
    assert files["EPUB/images/1.png"] == PICTURE
    text = page(files, "part-1.xhtml").find(f".//{X}div[@class='text']")
    assert [(image.get("src"), image.get("alt")) for image in text.iter(f"{X}img")] == [("images/1.png", "Mapa")]
    assert "".join(text.itertext()) == "Wykres: 5 z 7"
    kinds = {item.get("href"): item.get("media-type") for item in page(files, "package.opf").iter(f"{OPF}item")}
    assert kinds["images/1.png"] == "image/png"


TAGS = st.sampled_from(
    ["p", "div", "b", "a", "ul", "li", "table", "tr", "td", "span", "blockquote", "font", "x-y", "h2", "details"]
)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
ATTRIBUTES = st.sampled_from(
    ["", ' id="a"', ' id=""', ' href="#a"', ' title="&amp;&quot;&#1;"', ' lang="en"', " 1a='b'", ' x:y="z"']
)
ODD = ["<br>", "<hr>", "<!-- x -->", "&nbsp;", "&amp;", "&#11;", "<img src=x alt='słowa'>", "<![CDATA[x]]>", "<?x ?>"]
PIECES = st.one_of(
    st.tuples(st.just("<"), TAGS, ATTRIBUTES, st.just(">")).map("".join),
    TAGS.map("</{}>".format),
    TEXT.map(lambda text: text.replace("<", "‹")),
    st.sampled_from(ODD),
)


@examples(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=25).map("".join), TEXT)
def test_any_html_becomes_well_formed_with_all_its_text(markup: str, title: str) -> None:
    markup = static_html(markup, base=SITE)
    wanted = html.fragment_fromstring(markup, create_parent="div") if markup.strip() else html.Element("div")
    for image in wanted.iter("img"):
        image.tail = f"{image.get('alt')}{image.tail or ''}"
    for comment in list(wanted.iter(etree.Comment, etree.ProcessingInstruction)):
        comment.drop_tree()
    tree = page(files_of(epub_of(publication(part("a", markup, title=title)))), "part-1.xhtml")
    made = tree.find(f".//{X}div[@class='text']")
    assert words("".join(made.itertext())) == words(wanted.text_content())


def words(text: str) -> list[str]:
    """The words of a text, without what XML cannot hold."""
    return re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text).split()
