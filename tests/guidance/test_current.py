"""Whatever editors do, no page shows a value, a term or a citation that is not current, and editions stay."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from people.models import User
from pomost.models import HomePage
from publishing.services import render_stale_pages
from reference.models import DatedAmount, DatedValue, GlossaryTerm
from resources.guidance import services
from resources.guidance.change_notes import note_of_code
from resources.guidance.models import Chapter, EditionPage, Guide, PublishedVersion
from tests.builders import heading, make_chapters, prose
from tests.guidance.test_pages import requirement_block
from tests.reference.builders import make_act, make_lists, make_term, make_value

pytestmark = pytest.mark.django_db

TERM = "kładka"
CHANGES = st.one_of(
    *(
        st.tuples(st.just(name), st.integers(0, 5))
        for name in (
            "draft", "publish", "schedule", "restore", "unpublish", "edition",
            "amount", "rename act", "rename term", "remove term", "say nothing new",
        )
    )
)  # fmt: skip


class Site:
    """One chapter that shows a value, a term and a citation, and everything that editors may do to them."""

    def __init__(self, home: HomePage) -> None:
        make_lists(home)
        self.editor = User.objects.create_user("zarzadza@example.org", is_superuser=True)
        self.value = make_value("myto", ("100", "2020-01-01"))
        self.act = make_act()
        make_term(TERM, slug="termin-0")
        self.page_id = make_chapters(home, "Pierwszy temat")[0].pk
        self.editions: dict[int, tuple[str, str]] = {}
        self.do("publish", 0)

    def page(self) -> Chapter:
        found: Chapter = Chapter.objects.get(pk=self.page_id)
        return found

    def text(self, number: int) -> list[dict[str, object]]:
        return [
            *heading(f"Część {number}"),
            *prose(f'Wersja {number}: wynosi <embed embedtype="value" id="{self.value.pk}"/>, o kładkach.'),
            *requirement_block("legal", f"Zbuduj {number}.", [{"act": self.act.pk, "provision": "art. 5"}]),
        ]

    def do(self, name: str, number: int) -> None:
        page = self.page()
        draft = page.get_latest_revision_as_object()
        if name == "draft":
            draft.body = self.text(number)
            draft.save_revision()
        elif name == "publish":
            draft.body = self.text(number)
            draft.save_revision().publish()
        elif name == "schedule":
            draft.body = self.text(number)
            draft.go_live_at = timezone.now() + timedelta(seconds=0.001)
            draft.save_revision(approved_go_live_at=draft.go_live_at)
            call_command("publish_scheduled")
        elif name == "restore":
            page.revisions.order_by("created_at")[number % page.revisions.count()].publish()
        elif name == "unpublish":
            page.unpublish()
        elif name == "edition" and page.live:
            made = services.make_edition(by=self.editor, guide=Guide.objects.parent_of(page).get())
            self.editions |= {item.pk: (item.body_html, item.title) for item in made.pages.all()}
        elif name == "amount":
            value = DatedValue.objects.get(pk=self.value.pk)
            amount = value.amounts.get()
            amount.amount = Decimal(100 + number)
            value.amounts = [amount]
            value.save()
        elif name == "rename act":
            self.act.title_genitive = f"ustawy o mostach {number}"
            self.act.save()
        elif name == "rename term":
            GlossaryTerm.objects.filter(term=TERM).delete()
            make_term(TERM, slug=f"termin-{number}")
        elif name == "remove term":
            for term in GlossaryTerm.objects.filter(term=TERM):
                term.delete()
        elif name == "say nothing new":
            page.save()
        render_stale_pages()

    def check(self) -> None:
        page = self.page()
        kept = EditionPage.objects.filter(pk__in=self.editions)
        assert {item.pk: (item.body_html, item.title) for item in kept} == self.editions
        for version in PublishedVersion.objects.filter(page=page):
            assert (version.number > 1) == bool(version.kind and version.note)
        if not page.live:
            return
        body = page.body_html.replace("\N{NO-BREAK SPACE}", " ")
        amount = DatedAmount.objects.get(value=self.value).amount
        assert set(re.findall(r"10\d,00", body)) == {f"{amount:.2f}".replace(".", ",")}
        assert set(re.findall(r"ustawy o mostach(?: \d)?", body)) == {self.act.title_genitive}
        term = GlossaryTerm.objects.filter(term=TERM).first()
        assert re.findall(r"#(termin-\d)", body) == ([term.slug] if term else [])


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(changes=st.lists(CHANGES, max_size=8))
def test_no_page_shows_what_is_not_current(site_of_one_chapter: Site, changes: list[tuple[str, int]]) -> None:
    with note_of_code(kind="minor", note="Zmiana."):
        for name, number in changes:
            site_of_one_chapter.do(name, number)
            site_of_one_chapter.check()


@pytest.fixture
def site_of_one_chapter(home: HomePage) -> Site:
    return Site(home)
