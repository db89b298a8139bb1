"""The element around a block of a frame: what the client runtime (``xblock-runtime.js``) needs to start it."""

from typing import Any

import orjson
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from web_fragments.fragment import Fragment
from xblock.core import XBlock

# Inside a script element nothing else must look like its end, or like the beginning of a comment.
_ESCAPES = str.maketrans({"<": "\\u003C", ">": "\\u003E", "&": "\\u0026"})


def script_json(value: Any) -> str:
    """A value as JSON that can stand in a script element."""
    return mark_safe(orjson.dumps(value, default=str).decode().translate(_ESCAPES))  # noqa: S308 - escaped above


def wrapped(block: XBlock, view: str, fragment: Fragment, *, address: str) -> Fragment:
    """The fragment inside an element with the attributes that XBlock's client runtime reads, with its resources.

    ``address`` is where the handlers of the block are.
    """
    attributes = {
        "usage": block.scope_ids.usage_id,
        "usage-id": block.scope_ids.usage_id,
        "block-type": block.scope_ids.block_type,
        "address": address,
    }
    if block.name:
        attributes["name"] = block.name
    if fragment.js_init_fn:
        attributes["init"] = fragment.js_init_fn
        attributes["runtime-version"] = fragment.js_init_version or 1
    arguments: Any = ""
    if fragment.json_init_args is not None:
        arguments = format_html(
            '<script type="json/xblock-args" class="xblock_json_init_args">{}</script>',
            script_json(fragment.json_init_args),
        )
    html = format_html(
        '<div class="xblock xblock-{} xblock-v1 xblock-v1-{}"{}>{}{}</div>',
        view,
        view,
        mark_safe("".join(format_html(' data-{}="{}"', name, value) for name, value in attributes.items())),  # noqa: S308
        mark_safe(fragment.body_html()),  # noqa: S308 - the block's own HTML, shown in its frame only
        arguments,
    )
    around = Fragment(html)
    around.add_fragment_resources(fragment)
    return around
