from itertools import islice
from uuid import uuid4, uuid5

from django.conf import settings
from django.db import migrations
from django.utils import timezone

from courses.learning import statements
from courses.learning.statements import ActivityObject, Kind, StatementData, Verb, assignment_uuid

VERBS = {"accepted": Verb.PASSED, "failed": Verb.FAILED, "returned": Verb.SCORED}


def fill(apps, schema_editor):
    pseudonyms = apps.get_model("learning", "Pseudonym").objects
    event_model, now = apps.get_model("learning", "LearningEvent"), timezone.now()
    home_page = str(settings.WAGTAILADMIN_BASE_URL).rstrip("/")
    actors = dict(pseudonyms.values_list("user", "uuid"))

    def actor_of(user):
        if user not in actors:
            actors[user] = pseudonyms.create(user_id=user, uuid=uuid4()).uuid
        return actors[user]

    events = _events(apps, actor_of)
    while batch := list(islice(events, 500)):
        event_model.objects.bulk_create(event_model(**event.as_row(stored=now, home_page=home_page)) for event in batch)


def _events(apps, actor_of):
    registrations = {}
    for user, course, registration in apps.get_model("learning", "Enrolment").objects.values_list(
        "user", "course", "registration"
    ):
        registrations[user, course] = registration
    rounds = apps.get_model("coursework", "SubmissionRound").objects.select_related(
        "submission__assignment__cohort__course__locale"
    )
    reviews = {review.round_id: review for review in apps.get_model("coursework", "Review").objects.all()}
    for row in rounds.order_by("pk"):
        user, assignment = row.submission.user_id, row.submission.assignment
        page, course = assignment.cohort.course, None
        if page is not None:
            language = page.locale.language_code
            course = ActivityObject(uuid5(page.translation_key, language), Kind.COURSE, page.title, language)
        common = {
            "actor": actor_of(user),
            "object": ActivityObject(assignment_uuid(assignment.pk), Kind.ASSIGNMENT, assignment.title),
            "course": course,
            "registration": registrations.get((user, page.pk)) if page is not None else None,
            "extensions": {statements.ROUND: row.number, statements.RECONSTRUCTED: True},
        }
        yield StatementData(record=f"round:{row.pk}", verb=Verb.SUBMITTED, happened_at=row.submitted_at, **common)
        review = reviews.get(row.pk)
        if review is not None:
            yield StatementData(
                record=f"review:{review.pk}",
                verb=VERBS[review.decision],
                happened_at=review.created_at,
                instructor=actor_of(review.reviewer_id),
                result=statements.result(
                    success=review.decision == "accepted", completion=review.decision != "returned"
                ),
                **common,
            )


class Migration(migrations.Migration):
    """What was handed in and reviewed before there were learning events, marked as reconstructed."""

    dependencies = [("coursework", "0003_invitations"), ("learning", "0005_registration_is_unique")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
