"""Text pages become projects and results: once, updated when they change, never over what an editor wrote."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import translation

from publishing.models import BasePage
from resources.results.models import ImportedText, Project, ProjectIndex, Record, Result
from tests.builders import hide_other_pages

pytestmark = pytest.mark.django_db

PAGES = Path(__file__).parents[1] / "pages"
EVERY = [str(PAGES / f"{name}.txt") for name in ("projekt", "rezultat", "strona", "opowiesc")]


@pytest.fixture(autouse=True)
def _alone(base: ProjectIndex) -> None:
    """The command imports into the first base that is live."""
    hide_other_pages(base.get_parent().specific)
    ProjectIndex.objects.exclude(pk=base.pk).update(live=False)
    base.refresh_from_db()


def run(*paths: str | Path, **options: bool) -> str:
    out = io.StringIO()
    call_command("import_results", *map(str, paths), stdout=out, stderr=out, **options)
    return out.getvalue()


def refused(*paths: str | Path) -> str:
    out = io.StringIO()
    with pytest.raises(CommandError):
        call_command("import_results", *map(str, paths), stdout=out, stderr=out)
    return out.getvalue()


def revisions() -> dict[str, int | None]:
    return {page.title: page.latest_revision_id for model in (Project, Result) for page in model.objects.live()}


def test_an_area_without_its_voivodeship_is_told_to_be_completed() -> None:
    def told(report: str) -> list[str]:
        return [line.strip() for line in report.splitlines() if "powiat dębowski" in line]

    said = "the voivodeship of %(area)s is not named: choose it on the page of the project, so that filters find it"
    assert told(run(*EVERY)) == [translation.gettext(said) % {"area": "powiat dębowski"}]
    assert told(run(*EVERY)) == []


def test_four_pages_become_three_projects_and_a_result(client: Client, base: ProjectIndex) -> None:
    run(*EVERY)
    shown = [(entry.kind, entry.title) for entry in client.get("/baza/").context["entries"]]
    assert shown == [
        ("project", "Przystań dla rzemiosła"),
        ("project", "Rada i mieszkańcy przy jednym stole"),
        ("project", "Spotkania – drogą do współpracy NGO i JST"),
        ("result", "Model nauki w warsztacie"),
    ]
    project = Project.objects.live().get(number="A0001")
    result = Result.objects.live().get()
    assert (result.of_project, result.grant_programme.short_name) == (project, "PIW EQUAL")
    assert [element.title for element in result.elements.all()] == [
        "Program nauki",
        "Zeszyt mistrza",
        "Karta Umiejętności",
    ]
    assert project.summary == (
        "Celem projektu jest przystań dla osób, które chcą uczyć się rzemiosła w województwach lubelskim i podlaskim."
    )
    html = client.get(project.get_url() or "").content.decode()
    for words in (
        "A0001",
        "lubelskie",
        "podlaskie",
        "co najmniej 40\u00a0organizacji",
        "Model nauki w\u00a0warsztacie",
    ):
        assert words in html or words.replace("\u00a0", " ") in html
    body = Project.objects.live().get(title__startswith="Spotkania").body[0].value.source
    assert "<ul><li>konferencja otwierająca;</li><li>spotkania w gminach.</li></ul>" in body


def test_the_order_of_the_files_does_not_matter(base: ProjectIndex) -> None:
    run(*reversed(EVERY))
    result = Result.objects.live().get()
    assert result.of_project == Project.objects.live().get(number="A0001")
    assert len(result.body[0].value.source) > 100


def test_the_second_time_changes_nothing(base: ProjectIndex) -> None:
    run(*EVERY)
    before, records = revisions(), dict(Record.objects.of(base).values_list("pk", "changed_at"))
    with translation.override("pl"):
        assert run(*EVERY).count("nic się nie zmieniło") == 4
    assert revisions() == before
    assert dict(Record.objects.of(base).values_list("pk", "changed_at")) == records


def test_a_changed_file_updates_the_page(base: ProjectIndex, tmp_path: Path) -> None:
    file = tmp_path / "projekt.txt"
    file.write_text((PAGES / "projekt.txt").read_text(), encoding="utf-8")
    run(file)
    file.write_text(file.read_text().replace("około 120", "około 150"), encoding="utf-8")
    assert "zaktualizowano" in run(file)
    project = Project.objects.live().get()
    assert [row.number for row in project.beneficiaries.all()] == [40, 150]


def test_what_an_editor_changed_stays_and_the_import_is_a_draft(base: ProjectIndex, tmp_path: Path) -> None:
    file = tmp_path / "projekt.txt"
    file.write_text((PAGES / "projekt.txt").read_text(), encoding="utf-8")
    run(file)
    project = Project.objects.live().get()
    project.funding = "Z odpisu podatku"
    project.save_revision().publish()
    file.write_text(file.read_text().replace("około 120", "około 150"), encoding="utf-8")
    assert "wersję roboczą" in run(file)
    project.refresh_from_db()
    assert (project.funding, project.has_unpublished_changes) == ("Z odpisu podatku", True)
    draft = project.get_latest_revision_as_object()
    assert [row.number for row in draft.beneficiaries.all()] == [40, 150]


def test_a_page_made_by_hand_is_not_overwritten(base: ProjectIndex) -> None:
    made = base.add_child(instance=Project(title="PRZYSTAŃ dla rzemiosła!", summary="Nasze słowa."))
    run(EVERY[0])
    assert Project.objects.child_of(base).count() == 1
    made.refresh_from_db()
    assert (made.title, made.number, made.has_unpublished_changes) == ("PRZYSTAŃ dla rzemiosła!", "", True)
    assert made.get_latest_revision_as_object().number == "A0001"


def test_a_dry_run_saves_nothing_and_tells_the_same(base: ProjectIndex) -> None:
    told = run(*EVERY, dry_run=True)
    assert not Project.objects.child_of(base).exists()
    assert "Nic nie zapisano" in told
    assert run(*EVERY).splitlines() == told.splitlines()[:-1]


def test_what_could_not_be_placed_is_told_and_kept(base: ProjectIndex, tmp_path: Path) -> None:
    file = tmp_path / "strona.txt"
    file.write_text("Dziwny nagłówek\n" + (PAGES / "strona.txt").read_text(), encoding="utf-8")
    told = run(file)
    assert "wiersz 1, nie udało się przypisać, zachowano jako tekst: Dziwny nagłówek" in told
    assert "wiersz 27, pominięto, należy do strony WWW: powrót na górę strony" in told
    page: BasePage = Project.objects.live().get()
    assert ImportedText.objects.get(page=page.pk).kept == [[1, "Dziwny nagłówek"]]
    assert "powrót na górę" not in str(page.body_html)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "jest pusty"),
        (b" \n\n ", "jest pusty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "nie jest tekstem"),
        (b"%PDF-1.7 ...", "nie jest tekstem"),
        (bytes(range(1, 32)) * 9, "nie jest tekstem"),
        ("Numer projektu: zażółć".encode("cp1250"), "nie jest w\u00a0UTF-8"),
        ("Numer projektu: zażółć".encode("utf-16"), "UTF-16"),
        (b"a" * 20_000_000, "większy niż 2\u00a0MB"),
        ("Opis bez tytułu.".encode(), "nie znaleziono tytułu"),
    ],
)
def test_what_is_no_page_is_refused_and_the_others_are_imported(
    base: ProjectIndex, tmp_path: Path, content: bytes, said: str
) -> None:
    file = tmp_path / "plik.txt"
    file.write_bytes(content)
    out = io.StringIO()
    with pytest.raises(CommandError) as error:
        call_command("import_results", str(file), EVERY[0], stdout=out, stderr=out)
    assert said in out.getvalue()
    assert str(file) in str(error.value)
    assert [project.number for project in Project.objects.child_of(base)] == ["A0001"]


@pytest.mark.parametrize(
    "text",
    [
        "Nazwa projektu !!!\nOpis projektu:\nNic.",
        "Nazwa projektu Most\nŹródła dofinansowania: 999 999 999 999 999 999,99 zł przy 250% dofinansowaniu",
        f"Nazwa projektu {'Bardzo długi tytuł ' * 30}\nOpis projektu:\n{'słowo ' * 20_000}",
        "Nazwa projektu Most\nOkres realizacji: 31 lutego 2013 r. do 1 marca 2013 r.",
        "Nazwa projektu <b>Most</b> & {{ 7*7 }}\nOpis projektu:\n<script>alert(1)</script>",
        "Nazwa projektu Most\nWeźmie udział 999999 osób i 1000000 osób.",
    ],
)
def test_odd_pages_are_imported_or_told(client: Client, base: ProjectIndex, tmp_path: Path, text: str) -> None:
    file = tmp_path / "strona.txt"
    file.write_text(text, encoding="utf-8")
    out = io.StringIO()
    try:
        call_command("import_results", str(file), stdout=out, stderr=out)
    except CommandError:
        assert "nie znaleziono tytułu" in out.getvalue()
    for project in Project.objects.child_of(base).live():
        response = client.get(project.get_url() or "")
        assert response.status_code == 200
        assert "<script>alert" not in response.content.decode()


def test_a_file_that_is_not_there_is_told(base: ProjectIndex, tmp_path: Path) -> None:
    assert "nie da się odczytać" in refused(tmp_path / "nie-ma.txt", tmp_path)


def test_a_site_without_a_base_says_so(base: ProjectIndex) -> None:
    ProjectIndex.objects.update(live=False)
    with pytest.raises(CommandError, match="nie ma bazy rezultatów"):
        call_command("import_results", EVERY[0])
