from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.coursework import services
from courses.coursework.cards import QueuePlace
from courses.coursework.models import Assignment, Cohort, Review, Submission
from courses.coursework.states import Decision
from courses.learning.models import Enrolment
from courses.learning.services import mark_completed
from tests.courses_tree import lessons_of
from tests.coursework import factories
from tests.coursework.factories import handed_in, text_of

pytestmark = pytest.mark.django_db

NEXT_YEAR = timezone.localdate().year + 1


@pytest.fixture
def desk(client, lead):
    client.force_login(lead)
    return client


def address(name, *args):
    return reverse(f"coursework:{name}", args=args)


def test_an_empty_desk_says_what_to_do_next(desk):
    response = desk.get(address("queue"))
    text = response.content.decode()
    assert response.context["waiting_total"] == 0
    assert address("cohort_create") in text
    assert text.count("<h1") == 1


def test_the_oldest_first_late_and_revised(desk, lead, written):
    newest = handed_in(written)
    oldest = handed_in(written, days_ago=3)
    second = handed_in(written, days_ago=2)
    services.review(by=lead, round=second, decision=Decision.RETURNED, comment="Popraw.")
    corrected = handed_in(written, second.submission.user)
    written.due_at = timezone.now() - timedelta(days=1)
    written.save()
    response = desk.get(address("queue"))
    rows = response.context["rows"]
    assert [row.url for row in rows] == [address("review", item.submission_id) for item in (oldest, newest, corrected)]
    assert [(row.late, row.late_days, row.revised) for row in rows] == [
        (False, 0, False),
        (True, 1, False),
        # The first round was in time: a correction is not late.
        (False, 0, True),
    ]
    assert (response.context["waiting_total"], response.context["oldest_days"]) == (3, 3)
    assert [item.count for item in response.context["filters"]] == [3, 1, 1]
    assert response.context["start_url"] == rows[0].url
    late = desk.get(address("queue"), {"pokaz": "po-terminie"})
    assert [row.url for row in late.context["rows"]] == [rows[1].url]
    revised = desk.get(address("queue"), {"pokaz": "poprawione"})
    assert [row.url for row in revised.context["rows"]] == [rows[2].url]
    for odd in ({"pokaz": "x"}, {"strona": "-1"}, {"strona": "a"}, {"strona": "999"}):
        assert len(desk.get(address("queue"), odd).context["rows"]) == 3


def test_the_queue_has_pages(desk, written, monkeypatch):
    monkeypatch.setattr("courses.coursework.queue.A_PAGE", 2)
    for _ in range(3):
        handed_in(written)
    first = desk.get(address("queue"))
    assert (first.context["previous_url"], first.context["next_url"]) == ("", f"{address('queue')}?strona=2")
    second = desk.get(first.context["next_url"])
    assert (second.context["previous_url"], second.context["next_url"]) == (address("queue"), "")
    assert len(second.context["rows"]) == 1


def test_who_needs_support(desk, lead, cohort, written):
    idle, late, busy, finished, handed = (factories.member(cohort) for _ in range(5))
    now = timezone.now()
    Enrolment.objects.filter(user=idle).update(active_at=now - timedelta(days=15))
    for lesson in lessons_of(cohort.course):
        mark_completed(user=finished, lesson=lesson)
    handed_in(written, handed)
    for user in (idle, busy, finished):
        handed_in(written, user)
    written.due_at = now - timedelta(days=3)
    written.save()
    rows = desk.get(address("queue")).context["stuck"]
    assert [row.user.pk for row in rows] == [late.pk, idle.pk]
    assert written.title in rows[0].reason
    assert "15" in rows[1].reason
    cohort.ends = date(2026, 1, 1)
    cohort.save()
    assert desk.get(address("queue")).context["stuck"] == []


def test_a_late_lesson_is_late_until_it_is_completed(desk, lead, cohort, learner):
    lesson = lessons_of(cohort.course)[1]
    task = services.set_assignment(by=lead, cohort=cohort, lesson=lesson)
    factories.overdue(task, timezone.now() - timedelta(hours=1))
    (row,) = desk.get(address("queue")).context["stuck"]
    assert lesson.title in row.reason
    mark_completed(user=learner, lesson=lesson)
    assert desk.get(address("queue")).context["stuck"] == []


def test_the_trainer_sees_the_learners_own_figures(desk, client, cohort, learner):
    mark_completed(user=learner, lesson=lessons_of(cohort.course)[0])
    (row,) = desk.get(address("cohort", cohort.pk)).context["members"]
    client.force_login(learner)
    (card,) = client.get(reverse("learning:home")).context["courses"]
    assert (row.progress_steps, row.label) == (card.progress_steps, card.label)


def test_a_group_is_made_changed_and_filled(desk, lead):
    course = factories.course()
    data = {"name": "Gmina Zalesie", "subject": f"course-{course.pk}", "starts": "2026-12-01", "ends": "2027-02-28"}
    response = desk.post(address("cohort_create"), data)
    cohort = Cohort.objects.get()
    assert (response.status_code, response["Location"]) == (302, address("cohort", cohort.pk))
    assert (cohort.starts, cohort.ends, list(cohort.trainers.all())) == (date(2026, 12, 1), date(2027, 2, 28), [lead])
    desk.post(address("cohort_edit", cohort.pk), {"name": "Zalesie", "starts": "2026-12-01", "ends": ""})
    assert Cohort.objects.get().ends is None
    user = factories.UserFactory.create()
    response = desk.post(
        address("members_add", cohort.pk), {"addresses": f"{user.email}\nnowa@example.com"}, follow=True
    )
    assert response.context["members"] == []
    assert [item.email for item in response.context["invitations"]] == ["nowa@example.com", user.email]
    assert response.context["add_member_form"]["addresses"].value() == ""


def test_a_group_over_a_programme(desk):
    programme = factories.programme(factories.course("A"), factories.course("B"))
    desk.post(address("cohort_create"), {"name": "Model", "subject": f"programme-{programme.pk}"})
    cohort = Cohort.objects.get()
    assert (cohort.course, cohort.programme) == (None, programme)
    factories.member(cohort)
    (row,) = desk.get(address("cohort", cohort.pk)).context["members"]
    assert row.course_title == "A"
    assert cohort.name in desk.get(address("queue")).content.decode()


def test_a_coordinator_names_the_trainers(client, lead):
    client.force_login(factories.coordinator())
    course = factories.course()
    data = {"name": "Gmina", "subject": f"course-{course.pk}", "trainers": [lead.pk]}
    client.post(address("cohort_create"), data)
    cohort = Cohort.objects.get()
    assert list(cohort.trainers.all()) == [lead]
    form = client.get(address("cohort_edit", cohort.pk)).context["form"]
    offered = form.fields["trainers"].queryset
    assert lead in offered
    assert factories.UserFactory.create() not in offered
    assert form["trainers"].value() == [lead.pk]
    client.post(address("cohort_edit", cohort.pk), {"name": "Gmina"})
    assert not cohort.trainers.exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"subject": ""}, "subject"),
        ({"subject": "course-999999"}, "subject"),
        ({"starts": "wczoraj"}, "starts"),
        ({"ends": "2020-01-01"}, "ends"),
        ({"starts": "2020-01-01", "ends": "2020-02-01"}, "ends"),
    ],
)
def test_a_wrong_group_keeps_what_was_typed(desk, change, field):
    data = {"name": "Gmina", "subject": f"course-{factories.course().pk}", "starts": "2026-12-01", **change}
    response = desk.post(address("cohort_create"), data)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert {name: response.context["form"][name].value() for name in data} == data
    assert not Cohort.objects.exists()


def test_wrong_addresses_keep_what_was_pasted(desk, cohort):
    pasted = f"{factories.UserFactory.create().email}\nkto to\n"
    response = desk.post(address("members_add", cohort.pk), {"addresses": pasted})
    assert response.status_code == 422
    form = response.context["add_member_form"]
    assert f"<title>Błąd: {cohort.name} · Pomost</title>" in response.content.decode()
    assert form["addresses"].value() == pasted
    assert "2" in form.errors["addresses"][0]
    assert "kto to" in form.errors["addresses"][0]
    assert not cohort.members.exists()
    assert not cohort.invitations.exists()


def test_a_lesson_is_set(desk, cohort):
    lesson = lessons_of(cohort.course)[1]
    create = address("assignment_create_lesson", cohort.pk)
    assert create in desk.get(address("assignment_create", cohort.pk)).text
    assert list(desk.get(create).context["form"].fields) == ["lesson", "due_at"]
    data = {"lesson": lesson.pk, "title": "niepotrzebny", "due_at": f"{NEXT_YEAR}-07-01T12:00"}
    response = desk.post(create, data)
    assert (response.status_code, response["Location"]) == (302, address("cohort", cohort.pk))
    task = Assignment.objects.get()
    assert (task.lesson, task.title) == (lesson, "")
    assert task.due_at is not None
    # Noon in Warsaw in summer.
    assert task.due_at.isoformat() == f"{NEXT_YEAR}-07-01T10:00:00+00:00"


def test_a_written_assignment_is_set_and_changed(desk, cohort):
    create = address("assignment_create_written", cohort.pk)
    assert create in desk.get(address("assignment_create", cohort.pk)).text
    assert list(desk.get(create).context["form"].fields) == ["title", "instructions", "due_at"]
    desk.post(create, {"title": "Diagnoza", "instructions": "Opisz.", "due_at": ""})
    task = Assignment.objects.get()
    edit = address("assignment_edit", cohort.pk, task.pk)
    assert list(desk.get(edit).context["form"].fields) == ["title", "instructions", "due_at"]
    changed = {"title": "Diagnoza gminy", "instructions": "", "due_at": f"{NEXT_YEAR}-01-15T23:59"}
    assert desk.post(edit, changed).status_code == 302
    task.refresh_from_db()
    assert (task.title, task.instructions) == ("Diagnoza gminy", "")
    assert task.due_at is not None
    assert task.due_at.isoformat() == f"{NEXT_YEAR}-01-15T22:59:00+00:00"
    assert f'value="{NEXT_YEAR}-01-15T23:59"' in desk.get(edit).content.decode()


def test_the_date_of_a_lesson_is_changed(desk, lead, cohort):
    lesson = lessons_of(cohort.course)[0]
    task = services.set_assignment(by=lead, cohort=cohort, lesson=lesson)
    edit = address("assignment_edit", cohort.pk, task.pk)
    assert list(desk.get(edit).context["form"].fields) == ["due_at"]
    assert desk.post(edit, {"due_at": f"{NEXT_YEAR}-01-15T12:00"}).status_code == 302
    task.refresh_from_db()
    assert task.due_at is not None
    assert task.lesson == lesson


def test_a_date_that_has_passed_stays_when_the_rest_is_changed(desk, cohort, written):
    written.due_at = timezone.now() - timedelta(days=2)
    written.save()
    edit = address("assignment_edit", cohort.pk, written.pk)
    shown = desk.get(edit).context["form"]["due_at"].value()
    typed = shown.strftime("%Y-%m-%dT%H:%M")
    assert desk.post(edit, {"title": "Inny tytuł", "instructions": "", "due_at": typed}).status_code == 302
    written.refresh_from_db()
    assert written.title == "Inny tytuł"
    response = desk.post(edit, {"title": "Inny tytuł", "instructions": "", "due_at": "2020-01-01T10:00"})
    assert list(response.context["form"].errors) == ["due_at"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"lesson": ""}, "lesson"),
        ({"lesson": "999999"}, "lesson"),
        ({"title": ""}, "title"),
        ({"due_at": "jutro"}, "due_at"),
        # An hour that summer time leaves out.
        ({"due_at": "2027-03-28T02:30"}, "due_at"),
        ({"due_at": "2020-01-01T10:00"}, "due_at"),
        ({"due_at": "9999-12-31T10:00"}, "due_at"),
    ],
)
def test_a_wrong_task_keeps_what_was_typed(desk, cohort, change, field):
    kind = "lesson" if "lesson" in change else "written"
    data = {"due_at": "", **change}
    if kind == "written":
        data = {"title": "Diagnoza", "instructions": "Opisz.\n\nPotrzebę.", **data}
    response = desk.post(address(f"assignment_create_{kind}", cohort.pk), data)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert {name: response.context["form"][name].value() for name in data} == data
    assert not Assignment.objects.exists()


def test_an_hour_that_the_change_of_clocks_leaves_out_is_explained(desk, cohort):
    data = {"title": "Diagnoza", "due_at": "2027-03-28T02:30"}
    (error,) = desk.post(address("assignment_create_written", cohort.pk), data).context["form"].errors["due_at"]
    assert "zmienia się czas" in error


def test_a_page_with_errors_says_so_in_its_title_and_puts_them_first(desk, cohort):
    create = address("assignment_create_written", cohort.pk)
    page = desk.post(create, {"title": ""}).content.decode()
    assert "<title>Błąd: Nowe zadanie · Pomost</title>" in page
    assert '<div class="error-summary" role="alert" tabindex="-1" id="errors" autofocus>' in page
    assert "<title>Nowe zadanie · Pomost</title>" in desk.get(create).content.decode()


def test_a_decision_leads_to_the_next_submission(desk, written):
    first, second, third = (handed_in(written, days_ago=days) for days in (3, 2, 1))
    data = {"round": 1, "decision": "accepted", "comment": ""}
    page = desk.get(address("review", second.submission_id))
    assert page.context["form"]["round"].value() == 1
    assert page.context["next_url"] == address("review", third.submission_id) + "#praca"
    assert page.context["place"] == QueuePlace(place=2, total=3)
    assert desk.post(address("review", second.submission_id), data)["Location"] == (
        address("review", third.submission_id) + "#praca"
    )
    returned = {"round": 1, "decision": "returned", "comment": "Popraw."}
    assert desk.post(address("review", third.submission_id), returned)["Location"] == (
        address("review", first.submission_id) + "#praca"
    )
    failed = {"round": 1, "decision": "failed", "comment": "Nie na temat."}
    assert desk.post(address("review", first.submission_id), failed)["Location"] == address("queue")
    assert list(Review.objects.order_by("pk").values_list("decision", flat=True)) == ["accepted", "returned", "failed"]
    page = desk.get(address("review", third.submission_id))
    assert (page.context["form"], page.context["place"]) == (None, None)
    assert "Popraw." in page.content.decode()


@pytest.mark.parametrize(
    ("change", "errors"),
    [
        ({"decision": "returned", "comment": " "}, ["comment"]),
        ({"decision": "failed", "comment": ""}, ["comment"]),
        ({"decision": "", "comment": "Dobrze"}, ["__all__"]),
        ({"decision": "submitted", "comment": "Dobrze"}, ["__all__"]),
        ({"round": "x", "comment": "Dobrze"}, ["round"]),
    ],
)
def test_a_wrong_decision_keeps_the_comment(desk, written, change, errors):
    made = handed_in(written)
    data = {"round": 1, "decision": "accepted", "comment": "", **change}
    response = desk.post(address("review", made.submission_id), data)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == errors
    assert response.context["form"]["comment"].value() == data["comment"]
    assert not Review.objects.exists()


def test_the_second_reviewer_gets_an_error_and_keeps_the_comment(desk, lead, cohort, written):
    colleague = factories.trainer(first_name="Ewa", last_name="Sowa")
    cohort.trainers.add(colleague)
    made = handed_in(written)
    services.review(by=colleague, round=made, decision=Decision.ACCEPTED)
    data = {"round": 1, "decision": "returned", "comment": "Moim zdaniem za krótka."}
    response = desk.post(address("review", made.submission_id), data)
    assert response.status_code == 409
    text = response.content.decode()
    assert "Ewa Sowa" in text
    assert "Moim zdaniem za krótka." in text
    assert 'name="decision"' not in text
    assert address("review_correct", made.submission_id) in text
    assert Submission.objects.get().state == "accepted"
    assert desk.post(address("review", made.submission_id), {**data, "round": 7}).status_code == 404


def test_a_newer_version_is_read_before_it_is_decided_on(desk, lead, written):
    old = handed_in(written)
    services.review(by=lead, round=old, decision=Decision.RETURNED, comment="Popraw.")
    handed_in(written, old.submission.user)
    data = {"round": 1, "decision": "accepted", "comment": "Dobrze."}
    response = desk.post(address("review", old.submission_id), data)
    assert response.status_code == 409
    form = response.context["form"]
    assert (form["round"].value(), form["comment"].value()) == ("2", "Dobrze.")
    assert desk.post(address("review", old.submission_id), {**data, "round": 2}).status_code == 302


def test_a_late_submission_says_so_on_its_page(desk, written):
    made = handed_in(written)
    factories.overdue(written, timezone.now() - timedelta(days=2))
    page = desk.get(address("review", made.submission_id))
    assert (page.context["late"], page.context["late_days"]) == (True, 2)
    assert "2 dni po terminie" in text_of(page)


def test_a_removed_member_keeps_their_submission(desk, cohort, written):
    made = handed_in(written)
    user = made.submission.user
    response = desk.post(address("member_remove", cohort.pk, user.pk), follow=True)
    assert response.context["members"] == []
    assert desk.post(address("member_remove", cohort.pk, user.pk)).status_code == 404
    assert desk.get(address("review", made.submission_id)).status_code == 200
    assert desk.get(address("queue")).context["waiting_total"] == 0


def test_removing_a_person_asks_first(desk, cohort, learner, written):
    page = reverse("coursework:member_remove", args=[cohort.pk, learner.pk])
    handed_in(written, learner)
    assert f'href="{page}"' in desk.get(address("cohort", cohort.pk)).content.decode()
    text = text_of(desk.get(page))
    assert f"Usunąć z grupy: {learner.display_name}?" in text
    assert "1 praca tej osoby czeka na sprawdzenie" in text
    assert cohort.members.count() == 1
    assert desk.post(page).url == address("cohort", cohort.pk)
    assert cohort.members.count() == 0
    assert desk.get(page).status_code == 404
