"""Rich text without what the editor adds when it saves it: two texts that read alike are alike."""

import re
from typing import Any

_KEY = re.compile(r"""(<[a-z][a-z0-9]*)\s+data-block-key=(?:"[^"]*"|'[^']*')""")
_SPACE_BETWEEN = re.compile(r"(</(?:p|li|ul|ol|h[2-6]|blockquote)>|<(?:ul|ol)>)\s+")


def plain(source: str) -> str:
    """Stored rich text without the keys of its paragraphs and the space between them; any other text as it is."""
    return _SPACE_BETWEEN.sub(r"\1", _KEY.sub(r"\1", source)).rstrip() if source.lstrip()[:1] == "<" else source


def plain_in(value: Any) -> Any:
    """A value of a block or field as stored, each rich text in it ``plain``."""
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, list):
        return [plain_in(item) for item in value]
    if isinstance(value, dict):
        return {name: plain_in(item) for name, item in value.items()}
    return value
