"""The handbook in the admin: who finds which text, how Markdown becomes a page, and where a package has the texts."""

import tomllib
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import RequestFactory
from wagtail.admin.menu import help_menu

from editing import handbook
from editing.handbook import ALL, EDITORS, REVIEWERS, TRAINERS, HandbookLabel, text_of
from editing.views import handbook_url
from people.models import User
from tests.editing.conftest import signed_in

SOURCE = """\
# Tytuł

Zajrzyj [niżej](#druga-czesc), do [weryfikacji](weryfikacja.md#na-co-patrzec), do [wdrożenia](../operations.md)
i na [stronę](https://example.org/).

## Część

| a | b |
| --- | --- |
| z domu | <b> |

## Część

![Lista](images/lista.png)

### Druga część
"""


@pytest.fixture
def rendered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> BeautifulSoup:
    (tmp_path / "redakcja.md").write_text(SOURCE, encoding="utf-8")
    monkeypatch.setattr(handbook, "PACKAGED", tmp_path)
    text = text_of(EDITORS, address_of=lambda label: f"/{label.slug}/")
    assert text.title == "Tytuł"
    assert [(heading.title, heading.anchor) for heading in text.headings] == [("Część", "czesc"), ("Część", "czesc-1")]
    return BeautifulSoup(text.html, "html.parser")


def test_links_lead_to_anchors_to_other_texts_and_out_of_the_site(rendered: BeautifulSoup) -> None:
    assert [(link.get_text(), link["href"]) for link in rendered.select("a")] == [
        ("niżej", "#druga-czesc"),
        ("weryfikacji", "/weryfikacja/#na-co-patrzec"),
        ("stronę", "https://example.org/"),
    ]
    assert "do wdrożenia" in rendered.get_text()
    assert [str(head["id"]) for head in rendered.select("h2, h3")] == ["czesc", "czesc-1", "druga-czesc"]


def test_tables_scroll_images_are_static_files_and_letters_are_bound(rendered: BeautifulSoup) -> None:
    region = rendered.select_one("[role=region]")
    assert region is not None
    assert region["aria-label"] == "Tabela: Część"
    assert [cell["scope"] for cell in region.select("th")] == ["col", "col"]
    assert [cell.get_text() for cell in region.select("td")] == ["z\xa0domu", "<b>"]
    image = rendered.select_one("img")
    assert image is not None
    assert (image["src"], image["alt"]) == ("/static/handbook/lista.png", "Lista")


@pytest.mark.parametrize("label", ALL, ids=lambda label: label.slug)
def test_all_links_and_images_of_the_texts_exist(label: HandbookLabel) -> None:
    targets = {f"/{each.slug}/": text_of(each, address_of=lambda _label: "") for each in ALL}
    text = text_of(label, address_of=lambda each: f"/{each.slug}/")
    soup = BeautifulSoup(text.html, "html.parser")
    assert soup.select("h1") == []
    ids = {f"/{label.slug}/": {str(tag["id"]) for tag in soup.select("[id]")}}
    for address, each in targets.items():
        ids.setdefault(address, {str(tag["id"]) for tag in BeautifulSoup(each.html, "html.parser").select("[id]")})
    links = [str(link["href"]).partition("#") for link in soup.select("a")]
    broken = [link for link in links if link[1] and link[2] not in ids[link[0] or f"/{label.slug}/"]]
    assert broken == []
    images = [str(image["src"]).removeprefix(settings.STATIC_URL) for image in soup.select("img")]
    assert [name for name in images if finders.find(name) is None] == []
    assert [image for image in soup.select("img") if not image["alt"]] == []


def test_each_role_finds_its_text_first_in_the_help_menu(editor: User, reviewer: User, administrator: User) -> None:
    found = {}
    for user in (editor, reviewer, administrator):
        request = RequestFactory().get("/admin/")
        request.user = user
        items = sorted(help_menu.menu_items_for_request(request), key=lambda item: item.order)
        ours = [item.url for item in items if item.name.startswith("handbook-")]
        assert [item.url for item in items][: len(ours)] == ours
        assert [str(item.label) for item in items if item.url.startswith("http")] == [
            "Co nowego w\xa0Wagtailu 8.0 (po angielsku)",
            "Podręcznik Wagtaila (po angielsku)",
        ]
        found[user] = ours
    assert found == {
        editor: [handbook_url(EDITORS)],
        reviewer: [handbook_url(REVIEWERS)],
        administrator: [handbook_url(label) for label in ALL],
    }


def test_texts_are_for_those_who_may_enter_the_admin(editor: User, reviewer: User) -> None:
    for label in ALL:
        text = text_of(label, address_of=handbook_url)
        response = signed_in(reviewer).get(handbook_url(label))
        soup = BeautifulSoup(response.content, "html.parser")
        assert [head.get_text(strip=True) for head in soup.select("h1")] == [text.title]
        assert [link["href"] for link in soup.select(".handbook-contents a")] == [
            f"#{heading.anchor}" for heading in text.headings
        ]
    client = signed_in(editor)
    assert client.get("/admin/handbook/nieznany/").status_code == 404
    learner = User.objects.create_user("uczy.sie@example.org")
    assert signed_in(learner).get(handbook_url(TRAINERS)).status_code == 302


def test_the_texts_are_read_from_the_package_and_from_a_checkout() -> None:
    project = tomllib.loads((settings.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    included = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    places = {Path(settings.ROOT, source): target for source, target in included.items()}
    assert places == {handbook.CHECKOUT: handbook.PACKAGED.relative_to(handbook.PACKAGED.parents[1]).as_posix()}
    assert {path.stem for path in handbook.CHECKOUT.glob("*.md")} == {label.slug for label in ALL}
