"""Requirements as rows of live pages: stored when a page goes live, by whatever path."""

import importlib
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from wagtail.blocks.struct_block import StructBlockValidationError

from pomost.models import HomePage
from publishing.models import StalePage
from publishing.services import render_stale_pages
from reference.blocks import RequirementBlock
from reference.models import LegalAct
from resources.guidance.models import Chapter, Guide, Requirement, RequirementReference
from tests.builders import heading, make_chapters, make_page
from tests.guidance.requirements.conftest import requirement

pytestmark = pytest.mark.django_db


def rows(page: Chapter) -> list[tuple[str, str, str]]:
    found = Requirement.objects.filter(page=page.pk).in_order()
    return list(found.values_list("what", "heading", "conditions"))


def test_publishing_stores_requirements_with_their_heading_and_conditions(chapters: list[Chapter]) -> None:
    assert rows(chapters[0]) == [
        ("Zawrzyj umowę.", "Umowa", "employees"),
        ("Wpłać zaliczkę.", "Umowa", "employees civil_contracts"),
        ("Wydaj świadectwo.", "Po pracy", "employees"),
        ("Policz godziny.", "Po pracy", "grants"),
    ]
    assert rows(chapters[1]) == [("Zabezpiecz dane.", "", "")]
    first = Requirement.objects.get(what="Zawrzyj umowę.")
    assert (first.guide, first.anchor, first.force) == (Guide.objects.get(slug="poradnik"), "umowa", "legal")
    assert [reference.label for reference in first.references.all()] == ["art. 5 ustawy o mostach i kładkach"]
    monthly = Requirement.objects.get(what="Wpłać zaliczkę.")
    assert (monthly.repeat, monthly.day, monthly.month) == ("monthly", 20, None)


def test_a_draft_changes_no_row(chapters: list[Chapter]) -> None:
    chapters[0].body = [requirement("Tylko w wersji roboczej.")]
    chapters[0].save_revision()
    assert rows(chapters[0])[0] == ("Zawrzyj umowę.", "Umowa", "employees")


def test_a_row_stays_for_as_long_as_its_block_and_tells_when_its_words_changed(chapters: list[Chapter]) -> None:
    before = {row.block_id: row for row in Requirement.objects.filter(page=chapters[0].pk)}
    kept, changed = list(before.values())[:2]
    raw = list(chapters[0].body.raw_data)
    raw[2]["value"]["what"] = "Wpłać zaliczkę w terminie."
    chapters[0].body = [raw[2], raw[1], requirement("Nowy.")]
    chapters[0].save_revision().publish()
    after = {row.block_id: row for row in Requirement.objects.filter(page=chapters[0].pk)}
    assert [after[block].pk for block in (kept.block_id, changed.block_id)] == [kept.pk, changed.pk]
    assert (after[kept.block_id].digest, after[kept.block_id].changed_at) == (kept.digest, kept.changed_at)
    assert after[changed.block_id].digest != changed.digest
    assert after[changed.block_id].changed_at > changed.changed_at
    assert [row.position for row in Requirement.objects.filter(page=chapters[0].pk).in_order()] == [0, 1, 2]


def test_publishing_the_same_again_writes_no_requirement(chapters: list[Chapter]) -> None:
    before = list(Requirement.objects.order_by("pk").values())
    references = list(RequirementReference.objects.values())
    chapters[0].save_revision().publish()
    assert list(Requirement.objects.order_by("pk").values()) == before
    assert list(RequirementReference.objects.values()) == references


def test_unpublishing_and_deleting_remove_the_rows_and_publishing_brings_them_back(chapters: list[Chapter]) -> None:
    chapters[0].unpublish()
    assert rows(chapters[0]) == []
    chapters[0].save_revision().publish()
    assert len(rows(chapters[0])) == 4
    chapters[0].delete()
    assert list(Requirement.objects.values_list("what", flat=True).filter(guide__slug="poradnik")) == [
        "Zabezpiecz dane."
    ]


def test_moving_a_chapter_moves_its_rows_to_the_other_guide(chapters: list[Chapter], home: HomePage) -> None:
    other = home.add_child(instance=Guide(title="Drugi poradnik"))
    chapters[1].move(other, pos="last-child")
    assert Requirement.objects.get(what="Zabezpiecz dane.").guide == other
    assert Requirement.objects.get(what="Zawrzyj umowę.").guide == Guide.objects.get(slug="poradnik")


def test_a_copy_has_rows_of_its_own_and_an_alias_none(chapters: list[Chapter]) -> None:
    copied = chapters[1].copy(update_attrs={"slug": "kopia"}, keep_live=True)
    alias = chapters[1].create_alias(update_slug="alias")
    assert rows(copied) == [("Zabezpiecz dane.", "", "")]
    assert rows(alias) == []
    assert len({row.key for row in Requirement.objects.filter(what="Zabezpiecz dane.")}) == 2


def test_a_page_of_the_type_without_requirements_stores_none(home: HomePage) -> None:
    page = make_page(home, "Strona")
    assert not Requirement.objects.filter(page=page.pk).exists()


def test_a_title_of_an_act_is_current_wherever_it_is_cited(chapters: list[Chapter], act: LegalAct) -> None:
    act.title_genitive = "ustawy o mostach"
    act.save()
    render_stale_pages()
    assert RequirementReference.objects.get(act=act).label == "art. 5 ustawy o mostach"


def test_values_saved_before_there_were_conditions_and_dates_are_valid(home: HomePage) -> None:
    chapter = make_chapters(home, "Dawny")[0]
    chapter.body = [*heading("Dawniej"), requirement("Zrób to.", when="zaraz")]
    chapter.save_revision().publish()
    stored = Requirement.objects.get(page=chapter.pk)
    assert (stored.conditions, stored.repeat, stored.day, stored.when) == ("", "", None, "zaraz")
    block = RequirementBlock()
    assert block.clean(block.to_python({"force": "practice", "what": "Zrób to."}))["due"]["repeat"] == ""


@pytest.mark.parametrize(
    ("due", "wrong"),
    [
        ({"repeat": "monthly"}, ["day"]),
        ({"repeat": "yearly", "day": 3}, ["month"]),
        ({"repeat": "yearly", "day": 30, "month": "2"}, ["day"]),
        ({"repeat": "event", "days": 3}, ["event"]),
        ({"repeat": "event"}, ["days", "event"]),
    ],
)
def test_a_date_without_a_part_is_refused_beside_the_field(due: dict[str, object], wrong: list[str]) -> None:
    block = RequirementBlock().child_blocks["due"]
    with pytest.raises(StructBlockValidationError) as refused:
        block.clean(block.to_python(due))
    assert sorted(refused.value.block_errors) == wrong


def test_parts_that_a_kind_of_date_does_not_need_are_dropped() -> None:
    block = RequirementBlock().child_blocks["due"]
    cleaned = block.clean(block.to_python({"repeat": "monthly", "day": 5, "month": "3", "days": 9, "event": "końca"}))
    assert dict(cleaned) == {"repeat": "monthly", "day": 5, "month": "", "days": None, "event": ""}


def test_the_migration_has_the_pages_that_may_hold_requirements_rendered_again(
    chapters: list[Chapter], home: HomePage
) -> None:
    other = make_page(home, "Strona")
    Requirement.objects.all().delete()
    migration = importlib.import_module("resources.guidance.migrations.0006_store_requirements")
    migration.mark(apps, SimpleNamespace(connection=connection))
    marked = set(StalePage.objects.values_list("page", flat=True))
    assert {chapter.pk for chapter in chapters} <= marked
    assert other.pk not in marked
    StalePage.objects.exclude(page__in=[chapter.pk for chapter in chapters]).delete()
    render_stale_pages()
    assert len(rows(chapters[0])) == 4
