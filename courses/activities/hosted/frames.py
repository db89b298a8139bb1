"""The addresses of frames, and the document in one."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from web_fragments.fragment import Fragment
from xblock.core import XBlock

from courses.activities.hosted import tokens
from courses.activities.hosted.origin import PREFIX, content_origin, origin_of
from courses.activities.hosted.tokens import Grant
from courses.activities.models import Node, VersionTree
from courses.activities.runtime.runtime import Address

STUDENT_VIEW, STUDIO_VIEW = "student_view", "studio_view"
HOLDS_FRAMES = "holds_content_frames"
"""The attribute of a request whose response is a page with frames."""


def frame_url(
    request: HttpRequest, *, user_id: int, activity: UUID, tree: Node, version: int | None, mode: str, place: int
) -> str:
    """The URL of the frame of an activity for the user of ``request``; "" where no content origin is set up.

    The response lets its page hold frames of the content origin (``pomost.csp``). ``version`` is None for a draft.
    """
    origin = content_origin(request)
    if not origin:
        return ""
    setattr(request, HOLDS_FRAMES, True)
    grant = Grant(
        user=user_id,
        activity=activity,
        block=tree["id"],
        block_type=tree["type"],
        version=version or 0,
        mode=mode,
        place=place,
        site=origin_of(request),
        origin=origin,
        language=get_language() or settings.LANGUAGE_CODE,
    )
    return f"{_address(grant)}ramka/"


def frame_urls(request: HttpRequest, *, user_id: int, mode: str, place: int) -> Callable[[UUID, VersionTree], str]:
    """Gives the activities of one page their frames: ``frame_url`` of an activity and its tree."""

    def url(activity: UUID, tree: VersionTree) -> str:
        return frame_url(
            request,
            user_id=user_id,
            activity=activity,
            tree=tree.tree,
            version=tree.version,
            mode=mode,
            place=place,
        )

    return url


def addresses(grant: Grant) -> Address:
    """For each block the address of its handlers and resources, with a token of its own."""

    def address(block: XBlock) -> str:
        return _address(grant.of(block.scope_ids.usage_id, block.scope_ids.block_type))

    return address


def _address(grant: Grant) -> str:
    return f"{grant.origin}/{PREFIX}{tokens.signed(grant)}/"


@dataclass(frozen=True, slots=True)
class FrameDocument:
    """What the template of a frame gets: the block's HTML with its resources, each once.

    ``completion`` is that of the activity, 0 to 1; None where nothing is kept.
    """

    body: SafeString
    head: SafeString
    foot: SafeString
    site: str
    title: str
    view: str
    completion: float | None


def document(fragment: Fragment, *, grant: Grant, view: str, title: str, completion: float | None) -> str:
    """The HTML document of a frame: what a view of the root block gave, with what its client runtime needs."""
    shown = FrameDocument(
        # The block's own HTML, scripts and styles: their place is this document, which can reach nothing of the site.
        body=mark_safe(fragment.body_html()),  # noqa: S308
        head=mark_safe(fragment.head_html()),  # noqa: S308
        foot=mark_safe(fragment.foot_html()),  # noqa: S308
        site=grant.site,
        title=title,
        view=view,
        completion=completion,
    )
    return render_to_string("activities/hosted/document.html", {"frame": shown})
