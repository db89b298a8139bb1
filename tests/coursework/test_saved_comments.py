"""A trainer's own comments that are inserted into reviews."""

import pytest
from django.urls import reverse

from courses.coursework import services
from courses.coursework.errors import NotPermittedError, SavedCommentError
from courses.coursework.models import Review, SavedComment
from courses.coursework.services import MOST_SAVED
from tests.coursework import factories
from tests.coursework.factories import handed_in

pytestmark = pytest.mark.django_db

TEXT = "Dopisz trzy źródła.\n\nNapisz, skąd o nich wiesz."


def listed():
    return list(SavedComment.objects.values_list("name", "text"))


def test_a_comment_is_saved_once_under_its_first_words(lead):
    saved = services.save_comment(by=lead, text=f" {TEXT}\r\n")
    assert services.save_comment(by=lead, text=TEXT) == saved
    assert listed() == [("Dopisz trzy źródła. Napisz, skąd o nich wiesz.", TEXT)]
    long = services.save_comment(by=lead, text="słowo " * 30)
    assert (len(long.name), long.name[-1]) == (60, "…")


@pytest.mark.parametrize("text", [" ", "x" * 2001])
def test_an_empty_or_long_comment_is_not_saved(lead, text):
    with pytest.raises(SavedCommentError):
        services.save_comment(by=lead, text=text)
    assert listed() == []


def test_there_is_a_limit_for_each_trainer(lead):
    SavedComment.objects.bulk_create(
        SavedComment(trainer=lead, name=f"{number}", text=f"Uwaga {number}") for number in range(MOST_SAVED)
    )
    with pytest.raises(SavedCommentError, match=str(MOST_SAVED)):
        services.save_comment(by=lead, text="Jeszcze jedna")
    services.save_comment(by=factories.trainer(), text="Jeszcze jedna")
    assert SavedComment.objects.count() == MOST_SAVED + 1


def test_only_trainers_save_and_only_the_owner_changes(lead):
    saved = services.save_comment(by=lead, text=TEXT)
    for by in (factories.trainer(), factories.coordinator()):
        with pytest.raises(NotPermittedError):
            services.change_saved_comment(by=by, comment=saved, name="Inna", text="Inna")
        with pytest.raises(NotPermittedError):
            services.delete_saved_comment(by=by, comment=saved)
    with pytest.raises(NotPermittedError):
        services.save_comment(by=factories.coordinator(), text=TEXT)
    assert [text for _name, text in listed()] == [TEXT]


def test_saving_and_inserting_keep_what_was_typed(client, lead, written, django_assert_num_queries):
    client.force_login(lead)
    page = reverse("coursework:review", args=[handed_in(written).submission_id])
    assert "saved" not in client.get(page).context["form"].fields
    sent = {"round": 1, "comment": TEXT}
    answer = client.post(page, {**sent, "action": "save"})
    saved = SavedComment.objects.get()
    assert (answer.status_code, answer.context["form"]["comment"].value(), saved.text) == (200, TEXT, TEXT)
    assert [key for key, _name in answer.context["form"].fields["saved"].choices] == ["", str(saved.pk)]
    answer = client.post(page, {"round": 1, "comment": "Dobry początek.", "saved": saved.pk, "action": "insert"})
    assert answer.context["form"]["comment"].value() == f"Dobry początek.\n\n{TEXT}"
    assert (
        client.post(page, {"round": 1, "comment": "", "saved": saved.pk, "action": "insert"})
        .context["form"]["comment"]
        .value()
        == TEXT
    )
    for chosen in ("", "999999", "x"):
        answer = client.post(page, {**sent, "saved": chosen, "action": "insert"})
        assert (answer.status_code, answer.context["form"]["comment"].value()) == (422, TEXT)
        assert list(answer.context["form"].errors) == ["saved"]
    answer = client.post(page, {**sent, "comment": " ", "action": "save"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["comment"])
    assert not Review.objects.exists()
    other = services.save_comment(by=factories.trainer(), text="Cudza")
    assert client.post(page, {**sent, "saved": other.pk, "action": "insert"}).status_code == 422


def test_a_comment_is_renamed_and_deleted_on_its_page(client, lead):
    saved = services.save_comment(by=lead, text=TEXT)
    client.force_login(lead)
    pages = reverse("coursework:saved_comments")
    page = reverse("coursework:saved_comment", args=[saved.pk])
    assert [card.url for card in client.get(pages).context["saved"]] == [page]
    answer = client.post(page, {"name": " ", "text": "Inna treść"})
    assert (answer.status_code, answer.context["form"]["text"].value()) == (422, "Inna treść")
    assert client.post(page, {"name": "Źródła", "text": "Inna treść"}).url == pages
    assert listed() == [("Źródła", "Inna treść")]
    client.force_login(factories.trainer())
    assert client.post(page, {"action": "delete"}).status_code == 404
    client.force_login(factories.coordinator())
    assert (client.get(page).status_code, client.get(pages).status_code) == (403, 403)
    client.force_login(lead)
    assert client.post(page, {"action": "delete"}).url == pages
    assert listed() == []


def test_an_anonymised_trainer_leaves_none(lead):
    services.save_comment(by=lead, text=TEXT)
    services.remove_personal_content(user=lead)
    assert listed() == []
