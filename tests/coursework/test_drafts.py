"""One draft in two windows: the second gets an error, and neither text is lost."""

from uuid import uuid4

import pytest
from django.urls import reverse

from courses.coursework import services
from courses.coursework.errors import DraftChangedError
from courses.coursework.models import Submission, SubmissionRound
from courses.coursework.states import Decision, State
from tests.coursework.factories import handed_in, text_of

pytestmark = pytest.mark.django_db


def draft():
    return Submission.objects.values_list("draft_text", "draft_version").get()


def test_a_draft_that_changed_since_is_not_overwritten(written, learner):
    services.save_draft(by=learner, assignment=written, text="Jedno", draft_version=0)
    with pytest.raises(DraftChangedError) as raised:
        services.save_draft(by=learner, assignment=written, text="Drugie", draft_version=0)
    assert (raised.value.text, raised.value.version) == ("Jedno", 1)
    assert draft() == ("Jedno", 1)
    services.save_draft(by=learner, assignment=written, text="Drugie", draft_version=1)
    assert draft() == ("Drugie", 2)


def test_the_same_text_is_no_change(written, learner):
    for _ in range(2):
        services.save_draft(by=learner, assignment=written, text="Jedno", draft_version=0)
    assert draft() == ("Jedno", 1)


def test_a_hand_in_does_not_lose_the_draft_of_another_window(written, learner):
    services.save_draft(by=learner, assignment=written, text="Nowsze", draft_version=0)
    with pytest.raises(DraftChangedError):
        services.hand_in(by=learner, assignment=written, key=uuid4(), text="Starsze", draft_version=0)
    assert (draft(), SubmissionRound.objects.count()) == (("Nowsze", 1), 0)
    services.hand_in(by=learner, assignment=written, key=uuid4(), text="Starsze", draft_version=1)
    assert draft() == ("", 2)


def test_both_texts_are_on_the_page_and_the_next_save_is_taken(client, written, learner):
    client.force_login(learner)
    page = reverse("coursework:submission", args=[written.pk])
    forms = [client.get(page).context["form"].initial for _ in range(2)]
    first, second = (
        {"text": text, "key": str(form["key"]), "draft_version": form["draft_version"], "action": "draft"}
        for form, text in zip(forms, ("Pierwsze okno", "Drugie okno"), strict=True)
    )
    assert client.post(page, first).status_code == 302
    answer = client.post(page, second)
    text = text_of(answer)
    assert answer.status_code == 409
    assert "Ta praca została w międzyczasie zapisana w innym oknie" in text
    assert text.count("Pierwsze okno</textarea>") == text.count("Drugie okno</textarea>") == 1
    assert draft() == ("Pierwsze okno", 1)
    sent_again = answer.context["form"]
    assert client.post(page, {**second, "draft_version": sent_again["draft_version"].value()}).status_code == 302
    assert draft() == ("Drugie okno", 2)


def test_a_window_left_open_through_a_hand_in_gets_an_error(client, written, learner):
    client.force_login(learner)
    page = reverse("coursework:submission", args=[written.pk])
    stale = client.get(page).context["form"].initial
    handed_in(written, learner)
    answer = client.post(page, {**stale, "text": "Dopisane", "action": "draft"})
    assert answer.status_code == 409
    assert "Dopisane" in answer.content.decode()
    assert Submission.objects.get().state == State.SUBMITTED


def test_an_unsent_text_is_shown_beside_the_draft(client, written, learner):
    services.save_draft(by=learner, assignment=written, text="Zapisane w innym oknie")
    services.save_unsent(by=learner, assignment_id=written.pk, text="Wysłane bez sesji", with_file=False)
    client.force_login(learner)
    text = text_of(client.get(reverse("coursework:submission", args=[written.pk])))
    assert text.count("Wysłane bez sesji</textarea>") == text.count("Zapisane w innym oknie</textarea>") == 1
    assert draft()[0] == "Zapisane w innym oknie"


@pytest.mark.parametrize("decision", [Decision.ACCEPTED, Decision.FAILED])
def test_a_draft_stays_readable_when_the_decision_is_corrected(client, written, lead, learner, decision):
    returned = services.review(
        by=lead, round=handed_in(written, learner), decision=Decision.RETURNED, comment="Popraw."
    )
    services.save_draft(by=learner, assignment=written, text="<b>Poprawki</b>\n\nw toku")
    services.correct_review(by=lead, review=returned, decision=decision, comment="Jednak nie.", reason="Pomyłka.")
    client.force_login(learner)
    answer = client.get(reverse("coursework:submission", args=[written.pk]))
    assert answer.context["form"] is None
    assert answer.text.count("\n&lt;b&gt;Poprawki&lt;/b&gt;\n\nw toku</textarea>") == 1
    assert "Tej pracy nie można już oddać." in text_of(answer)
    client.force_login(lead)
    assert "Poprawki" not in client.get(reverse("coursework:review", args=[returned.round.submission_id])).text


def test_a_draft_stays_readable_after_leaving_the_group(client, written, cohort, learner):
    services.save_draft(by=learner, assignment=written, text="Nieoddane")
    cohort.members.filter(user=learner).delete()
    client.force_login(learner)
    answer = client.get(reverse("coursework:submission", args=[written.pk]))
    assert answer.context["form"] is None
    assert answer.text.count("Nieoddane</textarea>") == 1


def test_without_a_draft_there_is_no_place_for_one(client, written, lead, learner):
    services.review(by=lead, round=handed_in(written, learner), decision=Decision.ACCEPTED)
    client.force_login(learner)
    assert "<textarea" not in client.get(reverse("coursework:submission", args=[written.pk])).text
