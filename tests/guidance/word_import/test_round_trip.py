"""Word files that the site makes come back through the import with the same headings, lists, tables and links."""

import io

from hypothesis import given, settings
from hypothesis import strategies as st

from publishing.publications.nodes import Document, Node
from publishing.publications.word import docx_of
from resources.guidance.word_import.reading import document_of

WORDS = st.text(alphabet="aąbcćdeęłńóśźżAZŻ0 <&\"'", min_size=1, max_size=12).map(lambda text: " ".join(text.split()))
SOME = WORDS.filter(bool)
ADDRESSES = st.sampled_from(["https://example.org/", "https://example.org/a?b=1&c=2#d", "mailto:biuro@example.org"])


def run(text: str, strong: bool = False, emphasis: bool = False) -> Node:
    return {"kind": "text", "text": text, "strong": strong, "emphasis": emphasis}


def paragraph(inline: list[Node]) -> Node:
    return {"kind": "paragraph", "inline": inline}


RUN = st.builds(run, SOME, st.booleans(), st.booleans())
LINK = st.builds(
    lambda url, text, noted: {"kind": "link", "url": url, "inline": [run(text)], "note": url if noted else ""},
    ADDRESSES,
    SOME,
    st.booleans(),
)
"""The address of a link may be a footnote too, which comes back as the link alone."""
INLINE = st.one_of(RUN, LINK).map(lambda one: [one])
LISTS = st.recursive(
    st.builds(
        lambda ordered, items: {"kind": "list", "ordered": ordered, "items": [[paragraph(item)] for item in items]},
        st.booleans(),
        st.lists(INLINE, min_size=1, max_size=3),
    ),
    lambda inner: st.builds(
        lambda ordered, first, nested, last: {
            "kind": "list",
            "ordered": ordered,
            "items": [[paragraph(first), nested], [paragraph(last)]],
        },
        st.booleans(),
        INLINE,
        inner,
        INLINE,
    ),
    max_leaves=3,
)
TABLES = st.builds(
    lambda rows, caption, row_headers: {
        "kind": "table",
        "caption": [run(caption)],
        "columns": 2,
        "header": [] if row_headers else [[run(cell)] for cell in rows[0]],
        "rows": [[[run(cell)] for cell in row] for row in rows[0 if row_headers else 1 :]],
        "row_headers": row_headers,
    },
    st.lists(st.tuples(SOME, SOME), min_size=2, max_size=3),
    SOME,
    st.booleans(),
)
BLOCKS = st.one_of(
    st.builds(lambda text, level: {"kind": "heading", "level": level, "inline": [run(text)]}, SOME, st.integers(2, 4)),
    st.builds(paragraph, INLINE),
    LISTS,
    TABLES,
)


def html_of(node: Node) -> str:
    """A run, a paragraph or a list as the import writes it."""
    kind = node["kind"]
    if kind == "list":
        tag = "ol" if node["ordered"] else "ul"
        items = "".join(f"<li>{''.join(map(item_html, item))}</li>" for item in node["items"])
        return f"<{tag}>{items}</{tag}>"
    if kind == "paragraph":
        return f"<p>{''.join(map(html_of, node['inline']))}</p>"
    if kind == "link":
        address = node["url"].replace("&", "&amp;")
        return f'<a href="{address}">{"".join(map(html_of, node["inline"]))}</a>'
    text = node["text"].replace("&", "&amp;").replace("<", "&lt;")
    text = f"<i>{text}</i>" if node["emphasis"] else text
    return f"<b>{text}</b>" if node["strong"] else text


def item_html(block: Node) -> str:
    return html_of(block).removeprefix("<p>").removesuffix("</p>")


def pieces_of(nodes: list[Node]) -> list[Node]:
    """What the blocks of a document are when they come back."""
    pieces: list[Node] = []
    for node in nodes:
        if node["kind"] == "heading":
            pieces.append({"kind": "heading", "text": node["inline"][0]["text"], "level": node["level"]})
        elif node["kind"] == "table":
            rows = [*([node["header"]] if node["header"] else []), *node["rows"]]
            pieces.append(
                {
                    "kind": "table",
                    "rows": [[cell[0]["text"] for cell in row] for row in rows],
                    "header_row": not node["row_headers"],
                    "header_column": node["row_headers"],
                    "caption": node["caption"][0]["text"],
                }
            )
        elif pieces and pieces[-1]["kind"] == "prose":
            tag = "ol" if node.get("ordered") else "ul"
            # Two lists of one kind with nothing between are one list in Word.
            html = f"{pieces[-1]['html']}\0{html_of(node)}".replace(f"</{tag}>\0<{tag}>", "").replace("\0", "")
            pieces[-1] = {"kind": "prose", "html": html}
        else:
            pieces.append({"kind": "prose", "html": html_of(node)})
    return pieces


@settings(max_examples=20, deadline=None)
@given(st.lists(BLOCKS, max_size=6), SOME)
def test_a_file_that_the_site_makes_comes_back_the_same(nodes: list[Node], title: str) -> None:
    document = document_of(io.BytesIO(docx_of(Document("rozdział", title, "", [], nodes))))
    (chapter,) = document.chapters
    assert (chapter.title, chapter.pieces, chapter.notes) == (title, pieces_of(nodes), [])


def test_footnotes_that_say_more_than_an_address_stay() -> None:
    nodes = [
        paragraph([{"kind": "link", "url": "https://a.pl/", "inline": [run("a")], "note": "https://b.pl/"}]),
        paragraph([{"kind": "link", "url": "https://a.pl/", "inline": [run("a")], "note": "https://a.pl/"}]),
    ]
    document = document_of(io.BytesIO(docx_of(Document("rozdział", "Tytuł", "", [], nodes))))
    (chapter,) = document.chapters
    mark = '<a href="#:notes"><sup>[1]</sup></a>'
    html = f'<p><a href="https://a.pl/">a</a>{mark}</p><p><a href="https://a.pl/">a</a></p>'
    assert chapter.pieces == [{"kind": "prose", "html": html}]
    assert chapter.notes == ['<a href="https://b.pl/">https://b.pl/</a>']
