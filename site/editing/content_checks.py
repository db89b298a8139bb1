"""The content checks of the preview: Wagtail's, which it runs with axe, and those of the text, which apps register.

The preview is rendered from what stands in the form, saved or not, so it also carries what the checks of the text
found; ``text-checks.js`` shows that in Wagtail's panel "Checks". They warn. What is an error of structure is refused
at its field when the page is published.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from django.utils.formats import number_format
from django.utils.functional import Promise
from wagtail.admin.userbar import ContentCheckerItem
from wagtail.models import Page

from editing.passages import Passage, passages_of
from people.current_user import user_or_none
from people.models import User
from polish.readability import readability
from publishing.file_names import FILE_NAME
from publishing.models import BasePage

MOST = 10
"""So many findings of one check are shown; the others are counted."""


@dataclass(frozen=True)
class CheckedPage:
    """A page as it stands in the form, and who edits it."""

    page: BasePage
    user: User

    @cached_property
    def passages(self) -> list[Passage]:
        return list(passages_of(self.page))


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found: the ``words`` of the page, a ``note`` about them, and where they stand."""

    words: str
    note: str = ""
    where: str = ""
    block_id: str = ""


@dataclass(frozen=True, slots=True)
class TextCheck:
    """A check of the text. ``advice`` says what to do, in a sentence; checks are shown by ``order``."""

    key: str
    order: int
    heading: Promise
    advice: Promise
    find: Callable[[CheckedPage], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Findings:
    """What one check found, as the panel shows it; ``more`` are not shown."""

    heading: str
    advice: str
    shown: list[Finding]
    more: int


@dataclass(frozen=True, slots=True)
class TextReport:
    """What the panel says of the text of a page; ``fog`` is empty where there is none."""

    fog: str
    findings: list[Findings]


_checks: dict[str, TextCheck] = {}


def register(check: TextCheck) -> None:
    """Registers a check of the text; called in ``AppConfig.ready()``."""
    _checks[check.key] = check


def report_on(page: BasePage, user: User) -> TextReport:
    """What the registered checks find in a page."""
    checked = CheckedPage(page, user)
    measured = readability(passage.text for passage in checked.passages)
    found = [(check, list(check.find(checked))) for check in sorted(_checks.values(), key=lambda check: check.order)]
    return TextReport(
        fog=number_format(measured.fog, decimal_pos=1) if measured else "",
        findings=[
            Findings(str(check.heading), str(check.advice), findings[:MOST], max(0, len(findings) - MOST))
            for check, findings in found
            if findings
        ],
    )


class ContentChecks(ContentCheckerItem):
    """Wagtail's checks; more names of files are found in place of alternative texts. With those of the text."""

    template_name = "editing/admin/content_checks.html"

    axe_custom_checks: ClassVar[list[dict[str, Any]]] = [
        {**check, "options": {"pattern": FILE_NAME}} if check["id"] == "check-image-alt-text" else check
        for check in ContentCheckerItem.axe_custom_checks
    ]

    def __init__(self, *, in_editor: bool = False, page: Page | None = None) -> None:
        super().__init__(in_editor=in_editor)
        self.page = page

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        request = parent_context.get("request")
        user = user_or_none(request) if request is not None else None
        if isinstance(self.page, BasePage) and user is not None:
            context["report"] = report_on(self.page, user)
        return context
