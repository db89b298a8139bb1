"""Pages are rendered again after a change of what they refer to: acts, nested snippets, documents, images, URLs."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoCaptureOnCommitCallbacks
from wagtail.documents.forms import get_document_form
from wagtail.images.forms import get_image_form
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page, ReferenceIndex

from people.roles import EDITOR
from pomost.cli import main as cli
from pomost.models import HomePage
from publishing import services
from publishing.models import PomostDocument, PomostImage, StalePage, StandardPage
from publishing.models.stale import Progress
from publishing.signals import housekeeping
from reference.models import LegalAct
from resources.guidance.models import Chapter, Guide
from tests.builders import make_page, prose, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> Page:
    return Page.objects.get(depth=2)


@pytest.fixture
def act() -> LegalAct:
    act: LegalAct = LegalAct.objects.create(
        eli="DU/2031/7",
        title="Ustawa o kładkach",
        title_genitive="ustawy o kładkach",
        date="2031-01-01",
        published="Dz.U. 2031 poz. 7",
    )
    return act


def requirement(act: LegalAct) -> dict[str, Any]:
    reference = {"type": "item", "id": str(uuid4()), "value": {"act": act.pk, "provision": "art. 1"}}
    value = {"force": "legal", "what": "Zbuduj kładkę.", "whom": "", "when": "", "references": [reference]}
    return {"type": "requirement", "id": str(uuid4()), "value": value}


def chapters(act: LegalAct, count: int, *, live: bool = True) -> list[Chapter]:
    guide = Guide.objects.filter(slug="kladki").first() or Page.objects.get(depth=2).add_child(
        instance=Guide(title="Kładki", slug="kladki")
    )
    return [
        guide.add_child(instance=Chapter(title=f"Kładka {number}", body=[requirement(act)], live=live))
        for number in range(count)
    ]


def html(page: Page) -> str:
    return str(type(page).objects.values_list("body_html", flat=True).get(pk=page.pk))


def correct(act: LegalAct) -> None:
    act.title_genitive = "ustawy o mostach"
    act.save()


def test_a_corrected_act_is_corrected_on_every_live_page(
    act: LegalAct, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    live, draft = chapters(act, 2), chapters(act, 1, live=False)
    other = live[0].get_parent().add_child(instance=Chapter(title="Bez podstawy", body=prose("Bez podstawy")))
    before = html(other)
    with django_capture_on_commit_callbacks(execute=True):
        correct(act)
    assert ["mostach" in html(page) for page in live] == [True, True]
    assert (html(draft[0]), html(other)) == ("", before)
    assert not StalePage.objects.exists()


@pytest.fixture
def in_background(settings: Any) -> None:
    """Tasks are queued in the database, and no worker runs."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def work() -> list[str]:
    """Runs the queued tasks of publishing, as the worker would; returns their names."""
    done = []
    for result in DBTaskResult.objects.ready().filter(task_path__startswith="publishing."):
        result.task.call(*result.args_kwargs["args"], **result.args_kwargs["kwargs"])
        done.append(result.task_path)
        result.delete()
    return done


@pytest.mark.usefixtures("in_background")
def test_many_pages_are_left_to_the_worker(
    act: LegalAct, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    monkeypatch.setattr("publishing.services.pages.AT_ONCE", 2)
    pages = chapters(act, 3)
    DBTaskResult.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        correct(act)
        correct(act)
    assert not any("mostach" in html(page) for page in pages)
    assert work() == ["publishing.tasks.render_stale_pages"]
    assert all("mostach" in html(page) for page in pages)


def test_the_rendering_of_many_pages_tells_how_far_it_is(act: LegalAct, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("publishing.services.pages.BATCH", 2)
    chapters(act, 5)
    correct(act)
    told: list[Progress] = []
    services.render_stale_pages(tell=told.append)
    assert told == [Progress(5, 2, 0), Progress(5, 4, 0), Progress(5, 5, 0)]
    assert not StalePage.objects.exists()


@pytest.mark.usefixtures("in_background")
def test_pages_that_are_left_waiting_are_taken_up_by_the_worker(act: LegalAct) -> None:
    page = chapters(act, 1)[0]
    correct(act)  # and the process ended before its commit callbacks
    DBTaskResult.objects.all().delete()
    for _time in range(2):
        housekeeping.send(sender=None)
    assert work() == ["publishing.tasks.render_stale_pages"]
    assert "mostach" in html(page)


def test_a_page_that_cannot_be_rendered_keeps_none_of_the_others_stale(
    act: LegalAct, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = chapters(act, 2)
    render_body = Chapter.render_body

    def render(self: Chapter) -> Any:
        if self.pk == first.pk:
            raise ValueError("broken")
        return render_body(self)

    correct(act)
    with monkeypatch.context() as patched:
        patched.setattr(Chapter, "render_body", render)
        progress = services.render_stale_pages()
    assert (progress.done, progress.total, progress.failed) == (2, 2, 1)
    assert ["mostach" in html(page) for page in (first, second)] == [False, True]
    assert list(StalePage.objects.values_list("page", "state")) == [(first.pk, StalePage.State.FAILED)]
    act.save()
    services.render_stale_pages()
    assert "mostach" in html(first)


def test_a_document_with_another_file_is_linked_by_its_new_name(
    client: Client, home: Page, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    document = PomostDocument.objects.create(title="Wzór", file=ContentFile(b"stary", name="wzor.txt"))
    download = {"type": "download", "id": str(uuid4()), "value": {"document": document.pk, "title": ""}}
    prose = {"type": "prose", "value": f'<p><a linktype="document" id="{document.pk}">wzór</a></p>'}
    page = home.add_child(instance=StandardPage(title="Druki", slug="druki", body=[download, prose]))
    old, old_file = document.url, document.file
    assert html(page).count(f'href="{old}"') == 2
    file = SimpleUploadedFile("nowy.txt", b"nowy")
    form = get_document_form(PomostDocument)(
        {"title": "Wzór", "collection": document.collection_id}, {"file": file}, instance=document
    )
    with django_capture_on_commit_callbacks(execute=True):
        form.save().file.close()
    old_file.close()
    new = PomostDocument.objects.get(pk=document.pk).url
    assert new != old
    assert html(page).count(f'href="{new}"') == 2
    assert client.get(new).getvalue() == b"nowy"


def test_an_image_with_another_file_is_shown(
    home: Page, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    image = PomostImage.objects.create(title="Kładka", file=get_test_image_file(filename="stara.png"))
    figure = {"type": "figure", "value": {"image": image.pk, "alt": "Kładka nad rzeką.", "caption": ""}}
    page = home.add_child(instance=StandardPage(title="Obraz", slug="obraz", body=[figure]))
    assert "stara" in html(page)
    focus = {f"focal_point_{name}": "" for name in ("x", "y", "width", "height")}
    data = {"title": "Kładka", "collection": image.collection_id, "tags": "", "description": "", "credit": "", **focus}
    file = SimpleUploadedFile("nowa.png", get_test_image_file(colour="black").file.getvalue())
    form = get_image_form(PomostImage)(data, {"file": file}, instance=image)
    with django_capture_on_commit_callbacks(execute=True):
        assert form.errors == {}
        form.save().file.close()
    files = set(re.findall(r"/media/([^\"' ,]+)", html(page)))
    stored = set(PomostImage.objects.get(pk=image.pk).renditions.values_list("file", flat=True))
    assert files
    assert files <= stored
    assert "stara" not in html(page)


@pytest.mark.parametrize("deleted", ["image", "images", "renditions", "rendition"])
def test_pages_are_marked_once_whatever_the_number_of_renditions(home: Page, deleted: str) -> None:
    image = PomostImage.objects.create(title="Kładka", file=get_test_image_file(filename="kladka.png"))
    figure = {"type": "figure", "value": {"image": image.pk, "alt": "Kładka nad rzeką.", "caption": ""}}
    page = home.add_child(instance=StandardPage(title="Obraz", slug="obraz", body=[figure]))
    for width in (10, 20, 30):
        image.get_rendition(f"width-{width}")
    assert image.renditions.count() > 3
    with CaptureQueriesContext(connection) as queries:
        if deleted == "image":
            image.delete()
        elif deleted == "images":
            PomostImage.objects.filter(pk=image.pk).delete()
        elif deleted == "renditions":
            image.renditions.all().delete()
        else:
            image.renditions.all()[0].delete()
    marks = [query for query in queries if query["sql"].startswith('INSERT INTO "publishing_stalepage"')]
    assert len(marks) == 1
    assert list(StalePage.objects.values_list("page", "state")) == [(page.pk, StalePage.State.WAITING)]


def test_a_page_loses_its_link_to_a_page_that_is_deleted(
    home: Page, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    target = home.add_child(instance=StandardPage(title="Cel", slug="cel"))
    prose = {"type": "prose", "value": f'<p><a linktype="page" id="{target.pk}">cel</a></p>'}
    page = home.add_child(instance=StandardPage(title="Odsyłacz", slug="odsylacz", body=[prose]))
    assert 'href="/cel/"' in html(page)
    with django_capture_on_commit_callbacks(execute=True):
        target.delete()
    assert 'href="/cel/"' not in html(page)


def test_a_page_is_deleted_together_with_pages_that_link_to_each_other(
    home: Page, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    top = home.add_child(instance=StandardPage(title="Dział", slug="dzial"))
    first = top.add_child(instance=StandardPage(title="Pierwsza", slug="pierwsza"))
    link = {"type": "prose", "value": f'<p><a linktype="page" id="{first.pk}">pierwsza</a></p>'}
    second = top.add_child(instance=StandardPage(title="Druga", slug="druga", body=[link]))
    with django_capture_on_commit_callbacks(execute=True):
        top.delete()
    assert not StalePage.objects.filter(page__in=[top.pk, first.pk, second.pk]).exists()


def test_references_are_known_in_the_transaction_and_no_task_is_enqueued_for_them(act: LegalAct) -> None:
    page = chapters(act, 1)[0]
    assert ReferenceIndex.get_references_to(act).values_list("object_id", flat=True).get() == str(page.pk)
    assert not DBTaskResult.objects.filter(task_path__contains="update_reference_index").exists()


def test_recompile_renders_every_live_page_and_tells_how_far_it_is(
    home: HomePage, capsys: pytest.CaptureFixture[str]
) -> None:
    page, *_others = (make_page(home, f"Strona {number}", "Treść") for number in range(25))
    StandardPage.objects.filter(pk=page.pk).update(body_html="stare")
    total = Page.objects.live().filter(depth__gt=1).count()
    assert cli(["recompile"]) == 0
    assert "Treść" in html(page)
    said = capsys.readouterr().out.splitlines()
    assert said[0] == f"Pages: 25 of {total}."
    assert said[-1] == f"Pages: {total} rendered."


def test_an_editor_sees_how_far_the_pages_are_and_which_could_not_follow(act: LegalAct) -> None:
    editor = signed_in(EDITOR)
    assert "stale-pages" not in editor.get("/admin/").content.decode()
    first, second = chapters(act, 2)
    correct(act)
    shown = editor.get("/admin/").content.decode()
    assert '<progress max="2" value="0">' in shown
    StalePage.objects.filter(page=first).update(state=StalePage.State.FAILED)
    StalePage.objects.filter(page=second).update(state=StalePage.State.DONE)
    shown = editor.get("/admin/").content.decode()
    assert "<progress" not in shown
    assert f'<a href="/admin/pages/{first.pk}/edit/">{first.title}</a>' in shown


def test_a_page_that_failed_and_is_published_again_is_no_longer_named(act: LegalAct) -> None:
    page = chapters(act, 1)[0]
    StalePage.objects.create(page=page, marked_at=timezone.now(), state=StalePage.State.FAILED)
    page.save_revision().publish()
    assert not StalePage.objects.exists()
