"""``BasePage``, the base class of all page types."""

from typing import Any, ClassVar, cast
from uuid import UUID, uuid5

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q, QuerySet
from django.forms import Form
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel
from wagtail.fields import StreamField
from wagtail.models import (
    COMMENTS_RELATION_NAME,
    Comment,
    Locale,
    Orderable,
    Page,
    PageManager,
    PageViewRestriction,
    ReferenceIndex,
    Revision,
    Site,
)
from wagtail.query import PageQuerySet
from wagtail.search import index

from polish.readability import minutes_for
from publishing.access import private_q, restrictions_on
from publishing.blocks import BodyBlock
from publishing.errors import PublishRefusedError
from publishing.impact import check_deletable
from publishing.links import Link
from publishing.models.stale import StalePage
from publishing.page_forms import PageForm
from publishing.passed_plans import PassedPlan, passed_plans
from publishing.pipeline import lock_for_rendering, store_extracts
from publishing.public_cache import cached
from publishing.rendered_html import RenderedHtmlField
from publishing.rendering import Heading, RenderedBody, render_body
from publishing.routing import site_of
from publishing.signals import public_page_changed
from publishing.slugs import slug_of

PRIVATE_FIELDS = frozenset(
    {
        "wagtail_admin_comments",
        "draft_title",
        "expire_at",
        "go_live_at",
        "has_unpublished_changes",
        "latest_revision",
        "latest_revision_created_at",
        "locked",
        "locked_at",
        "locked_by",
        "owner",
    }
)
"""The fields that saving a draft writes. They are not public, so writing them invalidates no cache."""


class BasePageQuerySet(PageQuerySet):
    """Wagtail's ``PageQuerySet`` with cached view restrictions, and with ``delete()`` that protects records."""

    def private_q(self) -> Q:
        """A ``Q`` that selects restricted pages, as in ``publishing.access``."""
        return private_q()

    def delete(self) -> tuple[int, dict[str, int]]:
        """Deletes these pages and their descendants. Raises ``InUseError`` if that would destroy a record."""
        check_deletable(self)
        return cast("tuple[int, dict[str, int]]", super().delete())

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]


class BasePage(Page):
    """A page with a summary, a share image, search words and a body whose HTML is stored when it goes live.

    ``save()`` runs ``publishing.pipeline``, not a receiver of ``page_published``: that signal is not sent for aliases
    and for pages that code makes live, and a receiver that raises would leave the new title live above the old text.
    """

    summary = models.CharField(
        _("summary"),
        max_length=300,
        blank=True,
        help_text=_("One or two sentences: in lists, in search results and when the page is shared."),
    )
    share_image = models.ForeignKey(
        "publishing.PomostImage",
        verbose_name=_("share image"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Shown where somebody shares a link to this page; 1200 by 630 pixels suit it."),
    )
    search_text = models.TextField(
        _("words for search"),
        blank=True,
        help_text=_("Everyday words and other names that people may type; they are not shown."),
    )
    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)
    body_html = RenderedHtmlField(_("text as published"), editable=False, blank=True, default="")
    headings: Any = models.JSONField(editable=False, default=list)
    words = models.PositiveIntegerField(editable=False, default=0)

    objects = PageManager.from_queryset(BasePageQuerySet)()

    base_form_class = PageForm

    # In the admin the pages below this one stand in the order in which they are read, not the newest first.
    admin_default_ordering = "ord"

    # Whether the response is the same for all anonymous visitors, so that the page cache may store it.
    same_for_everybody: ClassVar[bool] = True

    search_fields: ClassVar[list[Any]] = [
        *Page.search_fields,
        index.SearchField("summary", boost=2),
        index.SearchField("search_text", boost=2),
        index.SearchField("body"),
    ]
    content_panels: ClassVar[list[Panel]] = [*Page.content_panels, FieldPanel("summary"), FieldPanel("body")]
    promote_panels: ClassVar[list[Panel]] = [
        *Page.promote_panels,
        MultiFieldPanel([FieldPanel("share_image"), FieldPanel("search_text")], heading=_("Finding and sharing")),
    ]

    class Meta:
        abstract = True

    @property
    def key(self) -> UUID:
        """A stable identifier of the page: unchanged by revisions and moves, new in a copy or a translation."""
        return uuid5(self.translation_key, self.language)

    @cached_property
    def passed_plans(self) -> list[PassedPlan]:
        """The plans of this page that came to nothing, read once for its form and the panel of its state."""
        return passed_plans(self)

    def numbers_below(self, request: HttpRequest) -> dict[int, str]:
        """The numbers under which readers know the pages below, by their ids; the admin's list of them shows these."""
        return {}

    def render_body(self) -> RenderedBody:
        """The body as it will be stored. Page types with text outside the body override this."""
        return render_body(self.body, language=self.language, page=self)

    def refusal_to_publish(self) -> str:
        """Why the content of this draft may not go live, in words for editors; "" where it may."""
        return ""

    def publish(self, revision: Revision, *args: Any, **kwargs: Any) -> Any:
        """As Wagtail's, for ``Revision.publish()``; refuses at once what is only planned, too.

        Raises ``PublishRefusedError``.
        """
        draft = revision.as_object()
        if refusal := draft.refusal_to_publish():
            raise PublishRefusedError(draft, refusal)
        return super().publish(revision, *args, **kwargs)

    def save(self, *args: Any, **kwargs: Any) -> Any:
        update_fields = kwargs.get("update_fields")
        if update_fields is not None:
            with transaction.atomic():
                if COMMENTS_RELATION_NAME in update_fields:
                    self._keep_resolved_comments()
                saved = super().save(*args, **kwargs)
                if self.live and not PRIVATE_FIELDS.issuperset(update_fields):
                    public_page_changed.send(sender=type(self), page=self)
            return saved
        if self.locale_id is None:  # Wagtail sets it in full_clean(), which runs after the text has been rendered
            self.locale = self.get_default_locale()
        with transaction.atomic():
            if self.live:
                lock_for_rendering()
                self.update_rendered_body()
            changed = self.live or self._was_live()
            saved = super().save(*args, **kwargs)
            ReferenceIndex.create_or_update_for_object(self)
            if self.live:
                store_extracts(self)
                StalePage.objects.filter(page=self.pk).delete()
            if changed:
                public_page_changed.send(sender=type(self), page=self)
            return saved

    @transaction.atomic
    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """As Wagtail's, but a deletion that is refused with ``InUseError`` leaves no entry in the log."""
        return super().delete(*args, **kwargs)

    def _get_autogenerated_slug(self, base_slug: str) -> str:
        # Wagtail makes the base with Django's slugify, which drops "ł".
        return cast("str", super()._get_autogenerated_slug(slug_of(self.title) or base_slug))

    def _keep_resolved_comments(self) -> None:
        """Keeps Wagtail from deleting resolved comments: a draft holds the open ones, and saving deletes all others.

        They are needed when the removal of their block is undone.
        """
        held = getattr(self, COMMENTS_RELATION_NAME)
        resolved = Comment.objects.filter(page=self.pk, resolved_at__isnull=False)
        held.add(*resolved.exclude(pk__in=[comment.pk for comment in held.all()]))

    def _was_live(self) -> bool:
        return self.pk is not None and type(self)._base_manager.filter(pk=self.pk, live=True).exists()

    def update_rendered_body(self) -> None:
        """Renders the body into the fields that are served."""
        rendered = self.render_body()
        self.body_html, self.words, self.headings = rendered.html, rendered.words, rendered.headings

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        """As Wagtail's; for an alias also the restrictions of its source."""
        return restrictions_on(self)

    @property
    def language(self) -> str:
        """The language code of the text, such as ``pl``; without a query for each page of a list."""
        if not Page.locale.is_cached(self):
            self.locale = cached(("locale", self.locale_id), lambda: Locale.objects.get(pk=self.locale_id))
        return str(self.locale.language_code)

    def get_url(self, request: HttpRequest | None = None, current_site: Site | None = None) -> str | None:
        """As Wagtail's, with the site cached: one query less on every page with a link."""
        if current_site is None and isinstance(request, HttpRequest):
            current_site = site_of(request)
        return cast("str | None", super().get_url(request, current_site))

    def _get_site_root_paths(self, cache_object: Any = None, **kwargs: Any) -> list[Any]:
        # Wagtail asks the default cache once for each request; here that may be a table of the database.
        holder = cache_object or self
        if not hasattr(holder, "_wagtail_cached_site_root_paths"):
            holder._wagtail_cached_site_root_paths = cached(("site root paths",), Site.get_site_root_paths)
        return cast("list[Any]", super()._get_site_root_paths(holder, **kwargs))

    @property
    def html(self) -> SafeString:
        """The stored body: rendered by the blocks' own autoescaping templates when the page was published."""
        return mark_safe(self.body_html)  # noqa: S308

    @property
    def minutes(self) -> int:
        """Reading time in whole minutes, at least one."""
        return minutes_for(self.words)

    @property
    def sections(self) -> list[Heading]:
        """The headings listed under "On this page": those of level 2."""
        return [heading for heading in self.headings if heading["level"] == 2]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = cast("dict[str, Any]", super().get_context(request, *args, **kwargs))
        if getattr(request, "is_preview", False):
            self.update_rendered_body()
        context["breadcrumbs"] = self.breadcrumbs(request)
        context["headings"] = self.sections
        context["minutes"] = self.minutes
        context["changed_at"] = self.last_published_at
        context["report_url"] = f"{reverse('report_error')}?strona={self.pk}"
        context["canonical_url"] = self.get_full_url(request)
        context["share_image_url"] = self._share_image_url(request)
        context["structured_data"] = self.structured_data(request)
        return context

    def serve_password_required_response(self, request: HttpRequest, form: Form, action_url: str) -> TemplateResponse:
        """The form for the shared password. It shows nothing of the page, not even the title."""
        return TemplateResponse(request, "wagtailcore/password_required.html", {"form": form, "action_url": action_url})

    def breadcrumbs(self, request: HttpRequest) -> list[Link]:
        """The pages above this one, below the home page."""

        def compute() -> list[Link]:
            if self.depth <= 3:  # directly below the home page
                return []
            ancestors = self.get_ancestors().filter(depth__gt=2).specific(defer=True)
            return [Link(page.title, page.get_url(request) or "") for page in ancestors]

        return cached(("breadcrumbs", self.path, language_key()), compute)

    def _share_image_url(self, request: HttpRequest) -> str:
        if self.share_image_id is None or self.share_image is None:
            return ""
        rendition = self.share_image.get_rendition("fill-1200x630|format-jpeg")
        return str(rendition.full_url)

    def structured_data(self, request: HttpRequest) -> dict[str, Any]:
        """The page as schema.org data, for search engines."""
        return {
            "@context": "https://schema.org",
            "@type": "WebPage",
            "name": self.title,
            "description": self.summary,
            "inLanguage": self.language,
            **({"dateModified": self.last_published_at.isoformat()} if self.last_published_at else {}),
        }


def language_key() -> str:
    """The part of a cache key for values with links: their addresses depend on the language that is active.

    Not on that of the request: a document is made in the language of its page.
    """
    return translation.get_language() or settings.LANGUAGE_CODE


class ParentalSource(Orderable):
    """A source listed at the foot of a page. Apps subclass it as an inline child of their page."""

    title = models.CharField(_("title"), max_length=300)
    note = models.CharField(_("note"), max_length=500, blank=True)
    url = models.URLField(_("address"), blank=True)

    panels: ClassVar[list[Panel]] = [FieldPanel("title"), FieldPanel("note"), FieldPanel("url")]

    class Meta(Orderable.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.title
