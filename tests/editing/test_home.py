"""The home page of the admin: what waits for whom, each with the address of the very place."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import TaskState

from editing import services
from editing.home import A_PAGE, LIMIT
from editing.services import Decision
from people.models import User
from resources.guidance.models import Chapter, Question
from tests.builders import prose
from tests.editing.conftest import Sent, signed_in

pytestmark = pytest.mark.django_db

FEW, MANY = 3, 30


def lists(client: Client) -> dict[str, list[tuple[str, str]]]:
    """The lists by their heading without the figure, each with the title and the address of its rows."""
    found = {}
    for section in BeautifulSoup(client.get("/admin/").content, "html.parser").select(".home-list"):
        head = section.select_one(".home-list-head")
        assert head is not None
        name = head.get_text(" ", strip=True).replace("\xa0", " ").rstrip("0123456789 ")
        rows = []
        for row in section.select(".home-row"):
            title, links = row.select_one(".home-row-title"), row.select("a")
            assert title is not None
            assert len(links) < 2
            rows.append((title.get_text(strip=True).replace("\xa0", " "), str(links[0]["href"]) if links else ""))
        found[name] = rows
    return found


def sibling(chapter: Chapter, title: str) -> Chapter:
    page: Chapter = chapter.get_parent().add_child(instance=Chapter(title=title, body=prose(title)))
    return page


def one_of_each(chapter: Chapter, number: int, editor: User, reviewer: User, send: Sent) -> None:
    """Adds a row to each list."""

    def page(name: str) -> Chapter:
        made = sibling(chapter, f"{name} {number}")
        made.save_revision(user=editor)
        made.refresh_from_db()
        return made

    draft = page("Robocza")
    send(page("U weryfikacji"))
    for name, decision in (("Przyjęta", Decision.APPROVE), ("Odesłana", Decision.RETURN)):
        made = page(name)
        state: TaskState = send(made)
        services.decide(
            by=reviewer, task_state=state, revision=made.latest_revision_id, decision=decision, comment="Uwaga."
        )
    planned = page("Planowana") if number < FEW else draft  # one page in several lists saves time
    planned.latest_revision.approved_go_live_at = timezone.now() - timedelta(hours=1)
    planned.latest_revision.save(update_fields=["approved_go_live_at"])
    due = page("Do przeglądu") if number < FEW else draft
    Chapter.objects.filter(pk=due.pk).update(next_review=date(2020, 1, 1), live=True)
    Question.objects.create(page=chapter, kind="error", text=f"Literówka {number}")


def test_each_list_leads_to_the_very_place(chapter: Chapter, editor: User, reviewer: User, send: Sent) -> None:
    Question.objects.all().delete()
    one_of_each(chapter, 1, editor, reviewer, send)
    ids = {page.title: page.pk for page in Chapter.objects.filter(title__endswith=" 1")}
    state = TaskState.objects.get(status=TaskState.STATUS_IN_PROGRESS, revision__object_str="U weryfikacji 1")

    def edit(title: str) -> tuple[str, str]:
        return title, reverse("wagtailadmin_pages:edit", args=[ids[title]])

    of_editor = lists(signed_in(editor))
    assert of_editor["Do opublikowania"] == [edit("Przyjęta 1")]
    assert [row for row in of_editor["Odesłane do poprawy"] if row[0].endswith(" 1")] == [edit("Odesłana 1")]
    assert edit("Robocza 1") in of_editor["Twoje wersje robocze"]
    assert of_editor["Plany po terminie"] == [edit("Planowana 1")]
    assert ("U weryfikacji 1", f"/admin/review/{state.pk}/") in of_editor["W trakcie sprawdzania"]
    assert [title for title, _url in of_editor["Pytania czytelników"]] == ["Literówka 1"]
    of_reviewer = lists(signed_in(reviewer))
    assert len(of_reviewer) == 3
    waiting, decided, _questions = of_reviewer.values()
    assert ("U weryfikacji 1", f"/admin/review/{state.pk}/") in waiting
    assert sorted(decided) == [("Odesłana 1", ""), ("Przyjęta 1", "")]


def test_many_rows_take_as_many_queries_as_few_and_the_rest_is_one_link_away(
    chapter: Chapter, editor: User, reviewer: User, send: Sent, settings: Any
) -> None:
    settings.WAGTAILSEARCH_BACKENDS = {"default": {**settings.WAGTAILSEARCH_BACKENDS["default"], "AUTO_UPDATE": False}}
    Question.objects.all().delete()
    pages = ("/admin/", "/admin/waiting/to_publish/", "/admin/waiting/decided/")
    counts: dict[tuple[User, str], list[int]] = {}
    made = 0
    for rows in (FEW, MANY):
        for number in range(made, rows):
            one_of_each(chapter, number, editor, reviewer, send)
        made = rows
        for user, address in ((editor, pages[0]), (reviewer, pages[0]), (editor, pages[1]), (reviewer, pages[2])):
            client = signed_in(user)
            client.get(address)  # what is cached for a process
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            counts.setdefault((user, address), []).append(len(queries))
    assert [few - many for few, many in counts.values()] == [0, 0, 0, 0], counts

    client = signed_in(editor)
    home = BeautifulSoup(client.get("/admin/").content, "html.parser")
    links = {str(link["href"]): link.get_text(strip=True) for link in home.select(".home-more a")}
    assert links["/admin/waiting/questions/"] == f"Wszystkie ({MANY}): Pytania czytelników"
    assert len(home.select("[aria-labelledby=waiting-questions] .home-row")) == LIMIT
    for address in links:
        whole = BeautifulSoup(client.get(address).content, "html.parser")
        assert len(whole.select("h1")) == 1
        total = int(re.findall(r"\d+", links[address])[0])
        assert len(whole.select(".home-row")) == min(total, A_PAGE)


def test_many_lists_without_rows_are_named_together_and_few_keep_their_sentences(
    chapter: Chapter, editor: User, reviewer: User
) -> None:
    Question.objects.all().delete()
    client = signed_in(editor)
    assert "Pytania czytelników" not in lists(client)
    together = BeautifulSoup(client.get("/admin/").content, "html.parser").select(".home-nothing")
    names = [item.get_text().replace("\xa0", " ") for item in together[0].select("li")]
    assert len(together) == 1
    assert {"Do opublikowania", "Pytania czytelników", "Plany po terminie"} <= set(names)
    Question.objects.create(page=chapter, kind="error", text="Literówka")
    assert [title for title, _url in lists(client)["Pytania czytelników"]] == ["Literówka"]
    page = BeautifulSoup(signed_in(reviewer).get("/admin/").content, "html.parser")
    assert page.select(".home-nothing") == []
    assert len(page.select(".home-list")) == 3


def test_a_long_list_has_pages(chapter: Chapter, editor: User) -> None:
    Question.objects.all().delete()
    Question.objects.bulk_create(
        Question(page=chapter, kind="error", text=f"Literówka {number}") for number in range(A_PAGE + 1)
    )
    client, address = signed_in(editor), "/admin/waiting/questions/"
    first, second = (BeautifulSoup(client.get(address + query).content, "html.parser") for query in ("", "?p=2"))
    assert [len(page.select(".home-row")) for page in (first, second)] == [A_PAGE, 1]
    assert [link["href"] for page in (first, second) for link in page.select(".home-pages a")] == ["?p=2", "?p=1"]
    refused = ("?p=3", "?p=0", "?p=x", f"?p={'9' * 30}", f"?p={'9' * 5_000}")
    assert [client.get(address + query).status_code for query in refused] == [404] * len(refused)


def test_a_list_is_for_those_whose_home_page_has_it(editor: User, reviewer: User) -> None:
    found = [signed_in(user).get(f"/admin/waiting/{key}/").status_code for user in (editor, reviewer) for key in KEYS]
    assert found == [200, 302, 404, 302, 200, 404]


KEYS = ("plans", "to_review", "unknown")
