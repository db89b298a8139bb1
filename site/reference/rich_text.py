"""Dated values in rich text: stored as ``<embed embedtype="value" id="3"/>``, shown in the editor as the amount."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Model
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from draftjs_exporter.dom import DOM
from wagtail.admin.rich_text.converters.html_to_contentstate import KEEP_WHITESPACE, InlineEntityElementHandler
from wagtail.admin.rich_text.editors.draftail.features import EntityFeature
from wagtail.rich_text import EmbedHandler
from wagtail.rich_text.feature_registry import FeatureRegistry

from reference.models import DatedValue
from reference.values import ShownValue, shown_values

VALUE, VALUE_AND_NEXT = "value", "value-next"
"""The features of the editor, and the types of the stored elements."""


def shown_by_id() -> Mapping[str, ShownValue]:
    return {str(value.pk): value for value in shown_values().values()}


class ValueHandler(EmbedHandler):
    """The amount that holds today, with a link to its source."""

    identifier = VALUE
    following = False

    @staticmethod
    def get_model() -> type[Model]:
        return DatedValue

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: Sequence[Mapping[str, str]]) -> list[str]:
        shown = shown_by_id()
        return [
            value.html(following=cls.following) if (value := shown.get(attrs.get("id", ""))) else ""
            for attrs in attrs_list
        ]

    @classmethod
    def extract_references(cls, attrs: Mapping[str, str]) -> Iterator[tuple[type[Model], str, str, str]]:
        if attrs.get("id", "").isdecimal():
            yield DatedValue, attrs["id"], "", ""


class ValueAndNextHandler(ValueHandler):
    """The amount that holds today and, once it is known, the next one."""

    identifier = VALUE_AND_NEXT
    following = True


class ValueElementHandler(InlineEntityElementHandler):
    """Gives the element, which has no text of its own, the amount as its text in the editor."""

    mutability = "IMMUTABLE"

    def __init__(self, entity_type: str, *, following: bool) -> None:
        super().__init__(entity_type)
        self._following = following

    def get_attribute_data(self, attrs: Mapping[str, str]) -> dict[str, str]:
        value = shown_by_id().get(attrs.get("id", ""))
        return {"id": attrs.get("id", ""), "name": value.name if value else ""}

    def handle_starttag(self, name: str, attrs: Sequence[tuple[str, str]], state: Any, contentstate: Any) -> None:
        super().handle_starttag(name, attrs, state, contentstate)
        value = shown_by_id().get(dict(attrs).get("id", ""))
        state.current_block.text += value.plain(following=self._following) if value else "…"
        state.leading_whitespace = KEEP_WHITESPACE


def register(features: FeatureRegistry) -> None:
    """Registers both features: for the hook ``register_rich_text_features``."""
    for feature, handler, icon, description in (
        (VALUE, ValueHandler, "calendar-check", _("Value with a date: what holds today")),
        (VALUE_AND_NEXT, ValueAndNextHandler, "calendar-alt", _("Value with a date: today's and the next one")),
    ):
        kind = feature.upper()
        features.register_embed_type(handler)
        features.register_editor_plugin(
            "draftail",
            feature,
            EntityFeature(
                {
                    "type": kind,
                    "icon": icon,
                    "description": description,
                    "chooserUrls": {"valueChooser": reverse_lazy("wagtailsnippetchoosers_reference_datedvalue:choose")},
                },
                js=["wagtailadmin/js/chooser-modal.js", "js/value-entity.js"],
            ),
        )
        features.register_converter_rule(
            "contentstate",
            feature,
            {
                "from_database_format": {
                    f'embed[embedtype="{feature}"]': ValueElementHandler(kind, following=handler.following)
                },
                "to_database_format": {"entity_decorators": {kind: _element(feature)}},
            },
        )


def _element(feature: str) -> Any:
    def element(props: Mapping[str, Any]) -> Any:
        return DOM.create_element("embed", {"embedtype": feature, "id": props.get("id")})

    return element
