"""What happens when a page goes live, by whatever path, in the transaction of its ``save()``.

1. **Render.** Each block of the body is rendered by its own template and the HTML is stored with the page. A block
   whose content depends on the reader leaves a placeholder (``PerReader``).
2. **Refer.** What the page refers to is written into the reference index (``publishing.references``).
3. **Extract.** Blocks yield objects to be stored elsewhere (``Extracting``), such as exercises; the apps that
   registered for a kind of extract store it (``register``).
4. **Announce.** ``public_page_changed`` is sent and the caches are invalidated after the commit.

A page is processed again when an object that it refers to changes (``services.mark_dependents_stale``).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast, runtime_checkable

from django.db import connection
from wagtail import blocks
from wagtail.fields import StreamField

if TYPE_CHECKING:
    from publishing.models import BasePage

T = TypeVar("T")
Store = Callable[["BasePage", Sequence[T]], None]


_ADVISORY_LOCK = 0x706F6D6F  # an arbitrary number that no other code locks


def lock_for_rendering(*, exclusive: bool = False) -> None:
    """Keeps pages from being rendered between the change of an object and the search for pages that refer to it.

    Held until the transaction ends. Renderings share the lock, a change takes it exclusively. Does nothing on SQLite,
    which has one writer.
    """
    if connection.vendor == "postgresql" and connection.in_atomic_block:
        function = "pg_advisory_xact_lock" if exclusive else "pg_advisory_xact_lock_shared"
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {function}(%s)", [_ADVISORY_LOCK])


@runtime_checkable
class Extracting(Protocol):
    """A block with extracts that apps store when its page goes live."""

    def extracts(self, value: Any, *, block_id: str, page: "BasePage") -> Iterable[object]:
        """The extracts: instances of classes that apps register for.

        ``block_id`` is the id of the block, or of the nearest block around it that has one.
        """


_stores: dict[type, list[Store[Any]]] = defaultdict(list)


def register(kind: type[T], store: Store[T]) -> None:
    """Registers ``store`` for the extracts of a class; called in ``AppConfig.ready()``.

    ``store(page, extracts)`` is called in the transaction in which the page goes live, with all extracts of that class
    in the order of the text, also with none. It must remove what it stored before that is not among them, and must be
    idempotent.
    """
    if store not in _stores[kind]:
        _stores[kind].append(store)


def extracts_of(page: "BasePage", kind: type[T]) -> list[T]:
    """The extracts of one kind in the page as it is in memory, in order."""
    return [extract for extract in _extracts(page) if isinstance(extract, kind)]


def store_extracts(page: "BasePage") -> None:
    """Calls every registered ``store`` with the extracts of this page."""
    extracts = list(_extracts(page)) if _stores else []
    for kind, stores in _stores.items():
        for store in stores:
            store(page, [extract for extract in extracts if isinstance(extract, kind)])


def _extracts(page: "BasePage") -> Iterator[object]:
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            for block, value, block_id in _walk(getattr(page, field.name)):
                if isinstance(block, Extracting):
                    yield from block.extracts(value, block_id=block_id, page=page)


def _walk(stream: blocks.StreamValue) -> Iterator[tuple[blocks.Block, Any, str]]:
    """Every block in a stream, nested ones included, with its value and the nearest id."""
    for child in stream:
        yield from _inside(child.block, child.value, str(child.id))


def _inside(block: blocks.Block, value: Any, block_id: str) -> Iterator[tuple[blocks.Block, Any, str]]:
    yield block, value, block_id
    if isinstance(block, blocks.StreamBlock):
        yield from _walk(value)
    elif isinstance(block, blocks.ListBlock):
        for item in value.bound_blocks:
            yield from _inside(item.block, item.value, str(item.id))
    elif isinstance(block, blocks.StructBlock):
        for name, child in cast("dict[str, blocks.Block]", block.child_blocks).items():
            yield from _inside(child, value.get(name), block_id)
