"""The runtime of one activity.

It omits slow parts of the stock runtime that are not needed here: asides are not looked up (the stock look-up scans all
entry points at every render), and ``ScopeIds`` are built from the tree without an id reader.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import isfinite
from typing import Any
from urllib.parse import quote
from uuid import UUID

from web_fragments.fragment import Fragment
from xblock.core import XBlock
from xblock.exceptions import NoSuchServiceError, NoSuchUsage
from xblock.fields import ScopeIds
from xblock.runtime import MemoryIdManager, Runtime

from courses.activities.models import Node
from courses.activities.runtime.allowed import block_class, editable
from courses.activities.runtime.block_services import SERVICES, anonymous_user_id
from courses.activities.runtime.field_data import TreeFieldData
from courses.activities.runtime.nodes import Nodes
from courses.activities.runtime.store import StateStore
from courses.activities.runtime.wrapping import wrapped

Address = Callable[[XBlock], str]
"""The URL, ending in a slash, below which the handlers and resources of a block are."""


@dataclass(frozen=True, slots=True)
class Event:
    """An event published by a block: ``grade`` or ``completion``, with the payload that the XBlock API defines.

    ``block`` is the usage id of the block, which is the id of its node in the tree.
    """

    block: str
    type: str
    data: dict[str, Any]


class ForeignUserError(Exception):
    """A block tried to grade or complete something for another user than the one that it runs for."""


class PomostRuntime(Runtime):
    """The runtime of one activity for one learner, or without a learner.

    ``address`` is given where the blocks run in a frame; without it they are drawn in the page, have no wrapper, and
    are told in the context of their view where to send answers. ``authoring``: an editor's, which may write content and
    settings into ``tree``.
    """

    def __init__(
        self,
        *,
        activity: UUID,
        tree: Node,
        user_id: int | None,
        store: StateStore,
        read_only: bool = True,
        authoring: bool = False,
        address: Address | None = None,
    ) -> None:
        self.activity, self.nodes, self.store, self.authoring = activity, Nodes(tree), store, authoring
        self._learner, self._read_only, self._address = user_id, read_only, address
        self.events: list[Event] = []
        ids = MemoryIdManager()
        super().__init__(
            id_reader=ids,
            id_generator=ids,
            services={"field-data": TreeFieldData(activity, self.nodes, store, authoring=authoring)},
        )
        self._deprecated_per_instance_user_id = user_id

    @property
    def learner_id(self) -> int | None:
        """The id of the user that the blocks run for; ``Runtime.user_id`` is deprecated."""
        return self._learner

    @property
    def user_is_staff(self) -> bool:
        """Whether the blocks run for an editor: some blocks ask the runtime instead of the user service."""
        return self.authoring

    @property
    def anonymous_student_id(self) -> str:
        """The user as blocks may know them; "" without one. Asked by some instead of the user service."""
        return anonymous_user_id(self._learner) if self._learner is not None else ""

    def root(self) -> XBlock:
        """The root block of the tree."""
        return self.get_block(self.nodes.root)

    def get_block(self, usage_id: str, for_parent: XBlock | None = None) -> XBlock:
        """Raises ``NoSuchUsage``, and ``BlockTypeError`` for a type that is not allowed."""
        if usage_id not in self.nodes:
            raise NoSuchUsage(repr(usage_id))
        block_type = self.nodes[usage_id]["type"]
        ids = ScopeIds(self._learner, block_type, usage_id, usage_id)
        block = self.construct_xblock(block_type, ids, for_parent=for_parent)
        if self._address is not None:
            # Open edX's name for the runtime: some blocks ask it who the user is, and take one without it for staff.
            block.xmodule_runtime = self
        return block

    def load_block_type(self, block_type: str) -> type[XBlock]:
        kind = block_class(block_type)
        return editable(kind) if self.authoring else kind

    def get_asides(self, block: XBlock) -> list[Any]:
        return []

    def wrap_xblock(self, block: XBlock, view: str, frag: Fragment, context: Any) -> Fragment:
        if self._address is None:
            return frag  # the exercises' HTML needs no wrapper in the page
        return wrapped(block, view, frag, address=self._address(block))

    def publish(self, block: XBlock, event_type: str, event_data: dict[str, Any]) -> None:
        """Raises ``ForeignUserError``, and ``ValueError`` for a grade or completion that is not a number in range.

        Events of other kinds, which blocks publish for analytics, are dropped by whoever reads ``events``.
        """
        if self._read_only:
            raise RuntimeError("A view that only reads published an event.")
        if event_type in ("grade", "completion", "progress"):
            named = event_data.get("user_id")
            if named is not None and str(named) != str(self._learner):
                raise ForeignUserError(f"{block.scope_ids.usage_id} of {self.activity} named user {named}.")
        if event_type == "grade":
            _check(event_data["value"] is None or 0 <= event_data["value"] < float("inf"), event_data)
            _check(isfinite(event_data["max_value"] or 0), event_data)
        elif event_type == "completion":
            _check(0 <= event_data["completion"] <= 1, event_data)
        self.events.append(Event(block.scope_ids.usage_id, event_type, event_data))

    def service(self, block: XBlock, service_name: str) -> Any:
        """Raises ``NoSuchServiceError`` where the block needs, and does not only want, a service that is not here."""
        made = SERVICES.get(service_name)
        if made is None:
            return super().service(block, service_name)
        if block.service_declaration(service_name) is None:
            raise NoSuchServiceError(f"Service {service_name!r} was not requested.")
        return made(self, block)

    def handler_url(
        self, block: XBlock, handler_name: str, suffix: str = "", query: str = "", thirdparty: bool = False
    ) -> str:
        """Raises ``NotImplementedError`` for a block drawn in the page, and for a third party, who has no token."""
        if thirdparty:
            raise NotImplementedError("Handlers answer only to the user whom the frame was made for.")
        url = f"{self._address_of(block)}handler/{quote(handler_name)}/"
        if suffix:
            url += quote(suffix)
        return f"{url}?{query}" if query else url

    def resource_url(self, resource: str) -> str:
        """The URL of a resource of the root block."""
        return self.local_resource_url(self.root(), resource)

    def local_resource_url(self, block: XBlock, uri: str) -> str:
        return f"{self._address_of(block)}resource/{quote(uri)}"

    def _address_of(self, block: XBlock) -> str:
        if self._address is None:
            raise NotImplementedError("A block in the page is told its address in the context of its view.")
        return self._address(block)


def _check(right: bool, event_data: dict[str, Any]) -> None:
    if not right:
        raise ValueError(f"Not a number in range: {event_data}")
