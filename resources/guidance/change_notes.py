"""Change notes of guides and chapters: in their edit form, and of code that publishes."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.blocks import BlockField

from publishing.models.base import PRIVATE_FIELDS
from publishing.page_forms import PageForm

if TYPE_CHECKING:
    from resources.guidance.models import VersionedPage

NEEDED_FOR = ("action-publish", "action-submit", "action-restart-workflow")
"""The buttons of the form that publish the draft, plan it, or send it to somebody whose approval publishes it."""

NOT_IN_THE_TEXT = frozenset(
    {
        "comment_notifications",
        "search_description",
        "search_text",
        "seo_title",
        "share_image",
        "show_in_menus",
        "slug",
    }
)
"""Fields of the form that are no part of what a version is (``editing.digests``)."""

_of_code: ContextVar[tuple[str, str]] = ContextVar("_of_code", default=("", ""))


@contextmanager
def note_of_code(*, kind: str, note: str) -> Iterator[None]:
    """The note of every page that is published inside and has none of its own: for imports and corrections by code."""
    token = _of_code.set((kind, note))
    try:
        yield
    finally:
        _of_code.reset(token)


def complete_note(page: "VersionedPage") -> tuple[str, str]:
    """Kind and sentence of the note with which a page would be published; both empty where one is missing."""
    own = page.change_kind, page.change_note.strip()
    return own if all(own) else _of_code.get()


def refusal_of(page: "VersionedPage") -> str:
    """Why a draft without a complete note is not published."""
    return _(
        "“%(page)s” is public and its text differs from what readers have. Say what has changed: "
        "choose the kind of change and write a sentence in its edit form, under “What has changed”."
    ) % {"page": page.title}


class VersionedPageForm(PageForm):
    """Asks for the note of a change before content that differs from the public one is published or sent to review."""

    instance: "VersionedPage"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        page: VersionedPage | None = kwargs.get("instance")
        # A draft that was published, restored now, still has the note that its readers have read.
        if page is not None and page.pk and page.change_note and _is_used(page):
            page.change_kind = page.change_note = ""
        super().__init__(*args, **kwargs)
        from resources.guidance.models import ChangeKind  # which imports this form

        if isinstance(kind := self.fields.get("change_kind"), forms.TypedChoiceField):
            kind.choices = ChangeKind.choices

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if any(name in self.data for name in NEEDED_FOR) and self._differs():
            if not cleaned.get("change_kind"):
                self.add_error("change_kind", ValidationError(_("Choose the kind of change."), code="required"))
            if not (cleaned.get("change_note") or "").strip():
                message = _("Write what has changed: the page is public, and its readers see this sentence.")
                self.add_error("change_note", ValidationError(message, code="required"))
        return cleaned

    def _differs(self) -> bool:
        """Whether what is typed differs from what readers have; the instance is the draft before it."""
        page = self.instance
        if not page.pk or not page.public_digest():
            return False
        left_out = PRIVATE_FIELDS | page.unreviewed_fields | NOT_IN_THE_TEXT
        if any(name not in left_out and self._is_changed(name) for name in self.changed_data):
            return True
        if any(formset.has_changed() for name, formset in self.formsets.items() if name != "comments"):
            return True
        return page.content_differs()

    def _is_changed(self, name: str) -> bool:
        """For a text, whether it says something else: saving it in the editor gives each paragraph a key."""
        from editing.differences.blocks import differs  # which imports the admin, and models import this form

        if name not in self.cleaned_data or not isinstance(field := self.fields[name], BlockField):
            return True
        return differs(field.block, self.initial[name], self.cleaned_data[name])


def _is_used(page: "VersionedPage") -> bool:
    from resources.guidance.models import PublishedVersion  # which import this form

    return PublishedVersion.objects.filter(page=page.pk, kind=page.change_kind, note=page.change_note).exists()


class ChangeNotePanel(MultiFieldPanel):
    """The two fields of the note, for pages that readers have had."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("heading", gettext_lazy("What has changed"))
        kwargs.setdefault(
            "help_text",
            gettext_lazy(
                "Needed to publish a page again. Significant changes are sent to the readers who asked for them."
            ),
        )
        children = [FieldPanel("change_kind", widget=forms.RadioSelect), FieldPanel("change_note")]
        super().__init__(kwargs.pop("children", children), *args, **kwargs)

    class BoundPanel(MultiFieldPanel.BoundPanel):
        def is_shown(self) -> bool:
            page = self.instance
            public = bool(page.pk and page.alias_of_id is None and (page.live or page.first_published_at))
            return public and bool(super().is_shown())
