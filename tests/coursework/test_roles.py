"""Permissions: every page of coursework for every role."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from django.utils import timezone

from courses.coursework import services
from courses.coursework.models import CohortMessage, Extension, Review, SubmissionRound
from courses.coursework.states import Decision
from tests.coursework import factories
from tests.coursework.factories import PDF, handed_in, overdue, upload

pytestmark = pytest.mark.django_db

PEOPLE = ["anonymous", "learner", "fellow", "outsider", "lead", "other_trainer", "coordinator", "editor", "superuser"]


@pytest.fixture
def world(lead, cohort, written):
    learner, fellow = factories.member(cohort), factories.member(cohort)
    made = handed_in(written, learner, file=upload("praca.pdf", PDF))
    asked = factories.invited(cohort, "zaproszona@example.com")
    editor = factories.UserFactory.create()
    group = Group.objects.create(name="Redakcja (test)")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    editor.groups.add(group)
    people = {
        "anonymous": None,
        "learner": learner,
        "fellow": fellow,
        "outsider": factories.member(factories.CohortFactory.create(course=cohort.course)),
        "lead": lead,
        "other_trainer": factories.trainer(),
        "coordinator": factories.coordinator(),
        "editor": editor,
        "superuser": factories.UserFactory.create(is_superuser=True, is_staff=True),
    }
    pages = {
        "queue": reverse("coursework:queue"),
        "cohort_create": reverse("coursework:cohort_create"),
        "cohort": reverse("coursework:cohort", args=[cohort.pk]),
        "cohort_edit": reverse("coursework:cohort_edit", args=[cohort.pk]),
        "assignment_create": reverse("coursework:assignment_create", args=[cohort.pk]),
        "assignment_edit": reverse("coursework:assignment_edit", args=[cohort.pk, written.pk]),
        "review": reverse("coursework:review", args=[made.submission_id]),
        "submission": reverse("coursework:submission", args=[written.pk]),
        "file": reverse("coursework:file", args=[made.pk]),
    }
    sent = CohortMessage.objects.create(cohort=cohort, subject="Zjazd", text="O 9.", recipients_count=1)
    task = {"cohort_id": cohort.pk, "assignment_id": written.pk}
    group_pages = {
        "cohorts": reverse("coursework:cohorts"),
        "member": reverse("coursework:member", args=[cohort.pk, learner.pk]),
        "cohort_tasks": reverse("coursework:cohort_tasks", args=[cohort.pk]),
        "cohort_export": reverse("coursework:cohort_export", args=[cohort.pk]),
        "message": reverse("coursework:message", args=[cohort.pk]) + f"?osoba={learner.pk}",
        "message_sent": reverse("coursework:message_sent", args=[cohort.pk, sent.pk]),
        "assignment_create_lesson": reverse("coursework:assignment_create_lesson", args=[cohort.pk]),
        "assignment_create_written": reverse("coursework:assignment_create_written", args=[cohort.pk]),
        "assignment_close": reverse("coursework:assignment_close", kwargs=task),
        "assignment_delete": reverse("coursework:assignment_delete", kwargs=task),
        "extension": reverse("coursework:extension", kwargs={**task, "user_id": learner.pk}),
    }
    due_at = timezone.localtime() + timedelta(days=3)
    group_changes = {
        "message": (
            group_pages["message"],
            {"osoba": learner.pk, "subject": "Pilne", "text": "O 10.", "key": uuid4()},
        ),
        "close": (group_pages["assignment_close"], {}),
        "reopen": (reverse("coursework:assignment_reopen", kwargs=task), {}),
        "extension": (group_pages["extension"], {"due_at": due_at.strftime("%Y-%m-%dT%H:%M")}),
        "delete": (group_pages["assignment_delete"], {}),
    }
    changes = {
        "members_add": (
            reverse("coursework:members_add", args=[cohort.pk]),
            {"addresses": people["outsider"].email, "signed_up": "on"},
        ),
        "send_again": (reverse("coursework:invitation_send_again", args=[cohort.pk, asked.pk]), {}),
        "revoke": (reverse("coursework:invitation_revoke", args=[cohort.pk, asked.pk]), {}),
        "member_remove": (reverse("coursework:member_remove", args=[cohort.pk, fellow.pk]), {}),
        "decide": (pages["review"], {"round": 1, "decision": "accepted"}),
    }
    return people, pages, changes, group_pages, group_changes


OUT, NO, NONE, YES = 302, 403, 404, 200
#              queue create cohort edit  task  task  review own   file
EXPECTED = {
    "anonymous": [OUT, OUT, OUT, OUT, OUT, OUT, OUT, OUT, OUT],
    "learner": [NO, NO, NO, NO, NO, NO, NO, YES, YES],
    "fellow": [NO, NO, NO, NO, NO, NO, NO, YES, NONE],
    "outsider": [NO, NO, NO, NO, NO, NO, NO, NONE, NONE],
    "lead": [YES, YES, YES, YES, YES, YES, YES, NONE, YES],
    "other_trainer": [YES, YES, NONE, NONE, NONE, NONE, NONE, NONE, NONE],
    "coordinator": [YES, YES, YES, YES, NO, NO, NONE, NONE, NONE],
    "editor": [NO, NO, NO, NO, NO, NO, NO, NONE, NONE],
    "superuser": [YES, YES, YES, YES, NO, NO, NONE, NONE, NONE],
}


def status_of(response):
    if response.streaming:
        response.getvalue()  # read to the end, which closes the file
    return response.status_code


@pytest.mark.parametrize("person", PEOPLE)
def test_pages(client, world, person):
    people, pages, *_rest = world
    if people[person]:
        client.force_login(people[person])
    found = {name: status_of(client.get(address)) for name, address in pages.items()}
    assert found == dict(zip(pages, EXPECTED[person], strict=True))
    if person == "anonymous":
        assert client.get(pages["file"]).url.startswith(reverse("account_login"))


#              add   again revoke remove decide
CHANGES = {
    "anonymous": [OUT, OUT, OUT, OUT, OUT],
    "learner": [NO, NO, NO, NO, NO],
    "fellow": [NO, NO, NO, NO, NO],
    "outsider": [NO, NO, NO, NO, NO],
    "lead": [OUT, OUT, OUT, OUT, OUT],
    "other_trainer": [NONE, NONE, NONE, NONE, NONE],
    "coordinator": [OUT, OUT, OUT, OUT, NONE],
    "editor": [NO, NO, NO, NO, NO],
    "superuser": [OUT, OUT, OUT, OUT, NONE],
}


@pytest.mark.parametrize("person", PEOPLE)
def test_changes(client, world, cohort, person):
    people, _pages, changes, *_rest = world
    if people[person]:
        client.force_login(people[person])
    found = [client.post(address, data).status_code for address, data in changes.values()]
    assert found == CHANGES[person]
    organises = person in {"lead", "coordinator", "superuser"}
    # A trainer has no box to tick: what they send is an invitation.
    assert cohort.members.filter(user=people["outsider"]).exists() == (person in {"coordinator", "superuser"})
    assert cohort.invitations.filter(email=people["outsider"].email).exists() == (person == "lead")
    assert cohort.invitations.get(email="zaproszona@example.com").state == ("revoked" if organises else "pending")
    assert cohort.members.filter(user=people["fellow"]).exists() == (not organises)
    assert Review.objects.exists() == (person == "lead")


#              all member table file message sent lesson written close delete extension
GROUP_EXPECTED = {
    "anonymous": [OUT] * 11,
    "learner": [NO] * 11,
    "fellow": [NO] * 11,
    "outsider": [NO] * 11,
    "lead": [NO] + [YES] * 10,
    "other_trainer": [NO] + [NONE] * 10,
    "coordinator": [YES] * 6 + [NO] * 5,
    "editor": [NO] * 11,
    "superuser": [YES] * 6 + [NO] * 5,
}


@pytest.mark.parametrize("person", PEOPLE)
def test_pages_of_a_group(client, world, person):
    people, _pages, _changes, pages, _group_changes = world
    if people[person]:
        client.force_login(people[person])
    found = {name: client.get(address).status_code for name, address in pages.items()}
    assert found == dict(zip(pages, GROUP_EXPECTED[person], strict=True))


#              message close reopen extension delete
GROUP_CHANGES = {
    "anonymous": [OUT] * 5,
    "learner": [NO] * 5,
    "fellow": [NO] * 5,
    "outsider": [NO] * 5,
    "lead": [OUT] * 5,
    "other_trainer": [NONE] * 5,
    "coordinator": [OUT] + [NO] * 4,
    "editor": [NO] * 5,
    "superuser": [OUT] + [NO] * 4,
}


@pytest.mark.parametrize("person", PEOPLE)
def test_changes_of_a_group(client, world, written, person):
    people, _pages, _changes, _group_pages, changes = world
    overdue(written, timezone.now() + timedelta(days=1))
    if people[person]:
        client.force_login(people[person])
    found = [client.post(address, data).status_code for address, data in changes.values()]
    assert found == GROUP_CHANGES[person]
    assert CohortMessage.objects.filter(subject="Pilne").exists() == (person in {"lead", "coordinator", "superuser"})
    assert Extension.objects.exists() == (person == "lead")
    written.refresh_from_db()  # a submission was handed in, so it is never deleted
    assert written.closed_at is None


def test_nothing_changes_by_get(client, world, cohort):
    people, _pages, changes, *_rest = world
    client.force_login(people["lead"])
    for name in ("members_add", "send_again", "revoke"):
        assert client.get(changes[name][0]).status_code == 405
    assert client.get(changes["member_remove"][0]).status_code == 200
    client.get(f"{changes['decide'][0]}?round=1&decision=accepted")
    assert not Review.objects.exists()
    assert cohort.members.count() == 2


def test_a_trainer_without_the_role_loses_access(client, world):
    people, pages, *_rest = world
    people["lead"].user_permissions.clear()
    client.force_login(people["lead"])
    assert client.get(pages["queue"]).status_code == 403
    assert client.get(pages["file"]).status_code == 404


def test_a_coordinator_sees_numbers_and_no_submission(client, world, cohort):
    people, pages, *_rest = world
    client.force_login(people["coordinator"])
    text = client.get(pages["cohort"]).content.decode()
    assert people["learner"].display_name in text
    assert reverse("coursework:review", args=[SubmissionRound.objects.get().submission_id]) not in text
    assert "Moja praca" not in text
    assert cohort.name in client.get(pages["queue"]).content.decode()


def test_only_the_learner_reads_a_draft(client, world, written):
    people, *_rest = world
    draft = services.save_draft(by=people["fellow"], assignment=written, text="Jeszcze nie")
    client.force_login(people["lead"])
    assert client.get(reverse("coursework:review", args=[draft.pk])).status_code == 404
    made = SubmissionRound.objects.get()
    services.review(by=people["lead"], round=made, decision=Decision.RETURNED, comment="Popraw.")
    services.save_draft(by=people["learner"], assignment=written, text="Poprawiam po cichu")
    page = client.get(reverse("coursework:review", args=[made.submission_id]))
    assert page.status_code == 200
    assert "po cichu" not in page.content.decode()


def test_who_left_the_group_still_reads_what_they_handed_in(client, world, lead, cohort, written):
    people, pages, *_rest = world
    services.remove_member(by=lead, cohort=cohort, user=people["learner"])
    client.force_login(people["learner"])
    page = client.get(pages["submission"])
    assert page.status_code == 200
    assert page.context["form"] is None
    assert status_of(client.get(pages["file"])) == 200
