"""The exercises of the demo as they are written, before they become blocks."""

from typing import Any

import yaml
from markdown_it import MarkdownIt

from demo.markdown import Source

Exercise = dict[str, Any]


def exercises_of(source: Source) -> list[Exercise]:
    """The data of the fenced exercises of a lesson, in order."""
    tokens = MarkdownIt("commonmark").parse(source.text)
    return [yaml.safe_load(token.content) for token in tokens if token.type == "fence" and token.info == "exercise"]
