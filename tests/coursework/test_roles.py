"""Permissions: every page of coursework for every role."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from courses.coursework import services
from courses.coursework.models import Review, SubmissionRound
from courses.coursework.states import Decision
from tests.coursework import factories
from tests.coursework.factories import PDF, handed_in, upload

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
    return people, pages, changes


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
    people, pages, _changes = world
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
    people, _pages, changes = world
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


def test_nothing_changes_by_get(client, world, cohort):
    people, _pages, changes = world
    client.force_login(people["lead"])
    for name in ("members_add", "send_again", "revoke"):
        assert client.get(changes[name][0]).status_code == 405
    assert client.get(changes["member_remove"][0]).status_code == 200
    client.get(f"{changes['decide'][0]}?round=1&decision=accepted")
    assert not Review.objects.exists()
    assert cohort.members.count() == 2


def test_a_trainer_without_the_role_loses_access(client, world):
    people, pages, _changes = world
    people["lead"].user_permissions.clear()
    client.force_login(people["lead"])
    assert client.get(pages["queue"]).status_code == 403
    assert client.get(pages["file"]).status_code == 404


def test_a_coordinator_sees_numbers_and_no_submission(client, world, cohort):
    people, pages, _changes = world
    client.force_login(people["coordinator"])
    text = client.get(pages["cohort"]).content.decode()
    assert people["learner"].display_name in text
    assert reverse("coursework:review", args=[SubmissionRound.objects.get().submission_id]) not in text
    assert "Moja praca" not in text
    assert cohort.name in client.get(pages["queue"]).content.decode()


def test_only_the_learner_reads_a_draft(client, world, written):
    people, _pages, _changes = world
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
    people, pages, _changes = world
    services.remove_member(by=lead, cohort=cohort, user=people["learner"])
    client.force_login(people["learner"])
    page = client.get(pages["submission"])
    assert page.status_code == 200
    assert page.context["form"] is None
    assert status_of(client.get(pages["file"])) == 200
