"""The stored HTML of a page: what apps above change in it before it is stored, and what it says that it refers to.

An element that shows an object says so in ``data-refers-to``. The reference index reads it from the stored HTML, so a
page is rendered again when such an object changes, whatever put it there: a block, a token in a text, a link made from
a word.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar, cast

from django.apps import apps
from django.db.models import Model, TextField

if TYPE_CHECKING:
    from publishing.models import BasePage

T = TypeVar("T")
Transformation = Callable[[str, "BasePage"], str]
"""Changes the HTML of a whole body, which is complete and safe, and must stay so."""

_REFERS = re.compile(r'data-refers-to="([^"]*)"')

_transformations: list[Transformation] = []
_computed: ContextVar[dict[str, object] | None] = ContextVar("computed", default=None)


def register(transformation: Transformation) -> None:
    """Registers a transformation for rendered Polish bodies; called in ``AppConfig.ready()``, applied in this order."""
    if transformation not in _transformations:
        _transformations.append(transformation)


def transformed(html: str, *, page: "BasePage") -> str:
    """The HTML of a body after all transformations."""
    for transformation in _transformations:
        html = transformation(html, page)
    return html


@contextmanager
def rendering() -> Iterator[None]:
    """The rendering of one body: what ``once_per_body`` computes is kept until it ends."""
    token = _computed.set({})
    try:
        yield
    finally:
        _computed.reset(token)


def once_per_body(key: str, compute: Callable[[], T]) -> T:
    """``compute()``, once in a rendering: nothing is cached across requests in the transaction of a publish."""
    computed = _computed.get()
    if computed is None:
        return compute()
    if key not in computed:
        computed[key] = compute()
    return cast("T", computed[key])


def refers_to(*objects: tuple[type[Model], int]) -> str:
    """The attribute of an element that shows objects: ``data-refers-to="reference.datedvalue:3 reference.legalact:7"``.

    Each is named by its model and its primary key.
    """
    return f'data-refers-to="{" ".join(f"{model._meta.label_lower}:{pk}" for model, pk in objects)}"'


class RenderedHtmlField(TextField):
    """A text field with stored HTML; in migrations a ``TextField`` without a name, because the column is the same."""

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        kwargs.pop("verbose_name", None)
        return name, "django.db.models.TextField", args, kwargs

    def extract_references(self, value: str) -> Iterator[tuple[type[Model], str, str, str]]:
        """The objects that the HTML refers to, each once, for Wagtail's reference index."""
        named = dict.fromkeys(name for names in _REFERS.findall(value) for name in names.split())
        for label, _colon, pk in (name.partition(":") for name in named):
            yield _model(label), pk, label, f"{label}.{pk}"


@lru_cache
def _model(label: str) -> type[Model]:
    return apps.get_model(label)
