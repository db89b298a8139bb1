"""Builds the index of the search engine anew beside the old one, which answers until it is complete."""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import structlog
from django.db import models
from django.utils import timezone
from modelsearch.backends.base import get_model_root
from modelsearch.index import get_indexed_models

from polish.analysis import version
from search import updates
from search.backends import chosen
from search.backends.documents import take_lemmas
from search.models import IndexVersion, Section
from search.updates import NEXT

if TYPE_CHECKING:
    from search.backends.engine import EngineBackend

CHUNK = 500
TIMEOUT = 60.0
BUILT = 1
"""The version of what a rebuild writes: of an object that changes meanwhile the engine keeps what was sent for it."""

log = structlog.get_logger("search.rebuilding")

Progress = Callable[[int, int], None]
"""Called with the number of objects that are done, and of all."""


class RebuildError(Exception):
    """The engine did not take an object; the old index goes on."""


def rebuild_engine(progress: Progress | None = None) -> int:
    """Indexes everything in the engine, if there is one. Returns the number of objects.

    Changes meanwhile go to both indices. One that was stopped, or that runs at the same time, is left behind: start it
    again. Raises the client's errors and ``RebuildError``.
    """
    if not chosen.has_engine():
        return 0
    backend: EngineBackend = chosen.engine()
    roots: dict[Any, list[Any]] = {}  # models by the root of each
    for model in get_indexed_models():
        roots.setdefault(get_model_root(model), []).append(model)
    names = [backend.index_name(root) for root in roots]
    _remove_unfinished(backend, names)
    suffix = f"{timezone.now():%Y%m%d%H%M%S%f}"
    for root, of_root in roots.items():
        _create(backend, backend.index_name(root), suffix, of_root)
    # From now on changes go to the new indices as well; what was committed before is read below.
    IndexVersion.objects.update_or_create(backend=backend.engine, defaults={"building": suffix})
    done = _fill(backend, roots, progress)
    _switch(backend, names, suffix)
    IndexVersion.objects.filter(backend=backend.engine).update(
        building="", analyser=version(), rebuilt_at=timezone.now()
    )
    updates.send_in_background()
    return done


def _create(backend: "EngineBackend", name: str, suffix: str, of_root: Sequence[Any]) -> None:
    from search.backends.engine import SETTINGS, mapping_of

    # Nobody searches in it until it is complete.
    settings = {"index": {**SETTINGS["index"], "refresh_interval": "-1"}}
    body = {"settings": settings, "mappings": mapping_of(backend, of_root), "aliases": {name + NEXT: {}}}
    backend.perform("PUT", f"/{name}-{suffix}", body, timeout=TIMEOUT)


def _fill(backend: "EngineBackend", roots: dict[Any, list[Any]], progress: Progress | None) -> int:
    indexed = [(root, model) for root, of_root in roots.items() for model in of_root]
    total = sum(model.get_indexed_objects().count() for _root, model in indexed)
    done = 0
    for root, model in indexed:
        index, mapping = backend.index_name(root) + NEXT, backend.mapping_class(model)
        for chunk in _chunks(model.get_indexed_objects()):
            if model is Section:
                take_lemmas(chunk)
            actions = [updates.action(index, str(obj.pk), mapping.get_document(obj), version=BUILT) for obj in chunk]
            for result in updates.bulk(backend, actions, timeout=TIMEOUT):
                if result["status"] >= 300 and result["status"] != 409:
                    raise RebuildError(f"{model._meta.label} {result['_id']}: {result.get('error')}")
            done += len(chunk)
            if progress is not None:
                progress(done, total)
    return done


def _chunks(objects: "models.QuerySet[Any]") -> Iterator[list[Any]]:
    """Each read when it is needed, so that it holds what was committed until then."""
    ordered = objects.order_by("pk")
    chunk = list(ordered[:CHUNK])
    while chunk:
        yield chunk
        chunk = list(ordered.filter(pk__gt=chunk[-1].pk)[:CHUNK])


def _switch(backend: "EngineBackend", names: Sequence[str], suffix: str) -> None:
    """Makes the new indices the ones that answer, all at once, and deletes the old ones."""
    new = [f"{name}-{suffix}" for name in names]
    usual = {"index": {"refresh_interval": None}}
    backend.perform("PUT", f"/{','.join(new)}/_settings", usual, timeout=TIMEOUT)
    backend.perform("POST", f"/{','.join(new)}/_refresh", timeout=TIMEOUT)
    actions: list[dict[str, Any]] = []
    for name, index in zip(names, new, strict=True):
        actions += [{"remove_index": {"index": old}} for old in _indices(backend, name)]
        actions += [
            {"add": {"index": index, "alias": name}},
            {"remove": {"index": index, "alias": name + NEXT}},
        ]
    backend.perform("POST", "/_aliases", {"actions": actions}, timeout=TIMEOUT)
    log.info("search_engine.rebuilt", indices=len(names))


def _remove_unfinished(backend: "EngineBackend", names: Sequence[str]) -> None:
    for name in names:
        for index in _indices(backend, name + NEXT):
            backend.perform("DELETE", f"/{index}", timeout=TIMEOUT)


def _indices(backend: "EngineBackend", name: str) -> list[str]:
    """The indices that an alias leads to, or the index of this name."""
    try:
        return list(backend.perform("GET", f"/{name}/_alias", timeout=TIMEOUT))
    except backend.errors as error:
        if backend.status_of(error) == 404:
            return []
        raise
