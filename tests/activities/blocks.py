"""An activity of several blocks, for tests."""

from typing import Any, ClassVar

from web_fragments.fragment import Fragment
from webob import Request, Response
from xblock.completable import CompletableXBlockMixin
from xblock.core import XBlock
from xblock.fields import Integer, Scope

from courses.activities.models import Node


class PageBlock(XBlock, CompletableXBlockMixin):
    """A root and its parts. Each ``answer`` is ``<block>=<completion>``, or ``<block>`` alone, which counts."""

    TYPE: ClassVar[str] = "test_page"

    visits = Integer(scope=Scope.user_state, default=0)

    def student_view(self, context: dict[str, Any] | None = None) -> Fragment:
        return Fragment(f"{self.visits}")

    @XBlock.handler
    def submit(self, request: Request, suffix: str = "") -> Response:
        for value in request.POST.getall("answer"):
            name, _equals, completion = value.partition("=")
            block = self if name == self.scope_ids.usage_id else self.runtime.get_block(name)
            block.visits += 1
            block.save()
            if completion:
                block.emit_completion(float(completion))
                block.runtime.publish(block, "grade", {"value": float(completion), "max_value": 1.0})
        return Response()


def node(name: str, *children: Node) -> Node:
    return {"type": PageBlock.TYPE, "id": name, "fields": {}, "children": list(children)}
