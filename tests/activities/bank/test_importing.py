"""Importing questions: a dry run first, all in one transaction, and the same file again changes and does not double."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from courses.activities.bank.formats.files import Format, exported, read
from courses.activities.bank.importing import Fate, import_questions, plan
from courses.activities.bank.models import BankQuestion
from courses.activities.models import Activity
from people.models import User
from people.roles import COORDINATOR, EDITOR, REVIEWER, TRAINER
from tests.activities.bank.builders import make_question
from tests.builders import signed_in

pytestmark = pytest.mark.django_db

FILE = """$CATEGORY: Umowy

// [id:P1] [tag:praca] [tag:efekt:W1]
Kto podpisuje umowę? {
  =Zarząd#Tak.
  ~Księgowa#Nie ma prawa.
}

// [id:P2]
Bez informacji zwrotnej? {=Jedno ~Drugie}

Ile dni ma tydzień? {#7}

To nie jest pytanie.
"""


@pytest.fixture
def editor() -> User:
    return User.objects.create_superuser("szefowa@example.org")


def fates(text: str) -> list[tuple[int, str, bool]]:
    return [(item.line, item.fate, item.draft) for item in plan(data=text.encode(), language="pl")]


def run(text: str, editor: User) -> dict[str, BankQuestion]:
    import_questions(data=text.encode(), language="pl", user=editor, tags=["nowe"])
    return {question.title: question for question in BankQuestion.objects.all()}


def test_a_dry_run_says_what_happens_and_changes_nothing() -> None:
    before = BankQuestion.objects.count()
    assert fates(FILE) == [
        (4, Fate.NEW, False),
        (10, Fate.NEW, True),
        (12, Fate.NEW, False),
        (14, Fate.SKIPPED, False),
    ]
    assert BankQuestion.objects.count() == before


def test_what_is_complete_is_published_and_the_rest_are_drafts(editor: User) -> None:
    found = run(FILE, editor)
    question, draft = found["Kto podpisuje umowę?"], found["Bez informacji zwrotnej?"]
    assert set(question.tags.names()) == {"Umowy", "praca", "nowe"}
    assert set(question.outcomes.names()) == {"W1"}
    assert (question.live, draft.live, found["Ile dni ma tydzień?"].live) == (True, False, True)
    assert Activity.objects.filter(pk=question.uuid).count() == 1
    assert Activity.objects.filter(pk=draft.uuid).count() == 0


def test_the_same_file_again_changes_nothing_and_a_changed_one_changes(editor: User) -> None:
    before = run(FILE, editor)
    assert [fate for _line, fate, _draft in fates(FILE)] == [Fate.SAME, Fate.SAME, Fate.SAME, Fate.SKIPPED]
    changed = FILE.replace("Księgowa", "Skarbniczka")
    assert [fate for _line, fate, _draft in fates(changed)] == [Fate.CHANGED, Fate.SAME, Fate.SAME, Fate.SKIPPED]
    after = run(changed, editor)
    assert {title: item.pk for title, item in after.items()} == {title: item.pk for title, item in before.items()}
    question = after["Kto podpisuje umowę?"]
    assert Activity.objects.get(pk=question.uuid).versions.count() == 2
    old, new = before["Kto podpisuje umowę?"].tree["fields"]["options"], question.tree["fields"]["options"]
    assert (old[0]["id"], old[1]["text"], new[1]["text"]) == (new[0]["id"], "Księgowa", "Skarbniczka")


def test_a_question_does_not_change_its_type(editor: User) -> None:
    run(FILE, editor)
    changed = FILE.replace("{=Jedno ~Drugie}", "{=Jedno}")
    assert fates(changed)[1] == (10, Fate.SKIPPED, False)


@pytest.mark.parametrize("file_format", list(Format))
def test_what_was_exported_comes_back_as_it_was(file_format: Format, editor: User) -> None:
    question = make_question("Wraca?", right=(0, 2), tags=["a"], outcomes=["W1"])
    file = exported([question], file_format)
    assert file.left_out == ()
    (item,) = plan(data=file.data, language="pl")
    assert item.fate == Fate.SAME
    (read_item,) = read(file.data)
    assert (read_item.tags, read_item.outcomes) == (("a",), ("W1",))


def test_what_a_format_cannot_hold_is_left_out_with_a_reason() -> None:
    question = make_question()
    reflection = BankQuestion(content=[{"type": "reflection", "id": "r", "value": {"question": "Co z tego?"}}])
    reflection.save()
    file = exported([question, reflection], Format.XML)
    assert [item for item, reason in file.left_out if reason] == [reflection]


def test_an_editor_imports_in_two_steps() -> None:
    client = signed_in(EDITOR)
    upload = SimpleUploadedFile("pytania.txt", FILE.encode())
    page = client.post("/admin/question-bank/import/", {"file": upload, "language": "pl", "tags": "kurs"})
    assert page.status_code == 200
    assert len(page.context["planned"]) == 4
    assert BankQuestion.objects.filter(source_key="P1").count() == 0
    form = {"token": page.context["token"]}
    assert len(client.post("/admin/question-bank/import/", form, follow=True).context["messages"]) == 1
    assert set(BankQuestion.objects.get(source_key="P1").tags.names()) == {"Umowy", "praca", "kurs"}
    again = client.post("/admin/question-bank/import/", form, follow=True)
    assert len(again.context["messages"]) == 1


def test_a_file_that_cannot_be_read_is_refused_at_its_field() -> None:
    upload = SimpleUploadedFile("pytania.xml", b"<html/>")
    page = signed_in(EDITOR).post("/admin/question-bank/import/", {"file": upload, "language": "pl"})
    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["file"]


def test_an_editor_exports_by_tag() -> None:
    make_question("Pierwsze?", tags=["eksport"])
    make_question("Drugie?", tags=["inne"])
    client = signed_in(EDITOR)
    page = client.get("/admin/question-bank/export/", {"file_format": "gift"})
    tag = BankQuestion.objects.get(title="Pierwsze?").tags.get()
    assert page.context["number"] + len(page.context["left_out"]) == BankQuestion.objects.live().count()
    query = {"file_format": "gift", "tags": tag.pk, "download": "1"}
    file = client.get("/admin/question-bank/export/", query)
    assert [item.title for item in read(file.content)] == ["Pierwsze?"]


@pytest.mark.parametrize("role", [REVIEWER, TRAINER, COORDINATOR])
@pytest.mark.parametrize("page", ["import", "export"])
def test_import_and_export_are_for_editors(role: str, page: str) -> None:
    assert signed_in(role).get(f"/admin/question-bank/{page}/").status_code == 302
    assert Client().get(f"/admin/question-bank/{page}/").status_code == 302
