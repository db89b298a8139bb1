from itertools import islice
from uuid import UUID, uuid4, uuid5

from django.conf import settings
from django.db import migrations
from django.utils import timezone

from courses.activities.exercises import interaction_of, is_private
from courses.learning import statements
from courses.learning.statements import ActivityObject, Kind, StatementData, Verb

STEP = 4  # characters of a tree path for one level; a course stands two levels above its lessons
RECONSTRUCTED = {statements.RECONSTRUCTED: True}


def fill(apps, schema_editor):
    enrolment_model = apps.get_model("learning", "Enrolment")
    if not enrolment_model.objects.exists():
        return
    for enrolment in enrolment_model.objects.filter(registration=None).only("pk"):
        enrolment_model.objects.filter(pk=enrolment.pk).update(registration=uuid4())
    pseudonym_model = apps.get_model("learning", "Pseudonym")
    answer_model = apps.get_model("activities", "Answer")
    learners = {
        *enrolment_model.objects.values_list("user", flat=True),
        *answer_model.objects.values_list("user", flat=True),
    }
    pseudonym_model.objects.bulk_create([pseudonym_model(user_id=user, uuid=uuid4()) for user in sorted(learners)])
    actors = dict(pseudonym_model.objects.values_list("user", "uuid"))
    lessons = {}
    rows = apps.get_model("catalogue", "Lesson").objects.values_list(
        "translation_key", "locale__language_code", "title", "path", "live"
    )
    for translation_key, language, title, path, live in rows:
        key = uuid5(translation_key, language)
        lessons[key] = (ActivityObject(key, Kind.LESSON, title, language), path[: -2 * STEP], live)
    live_keys = {}
    for key, (_lesson, course_path, live) in lessons.items():
        if live:
            live_keys.setdefault(course_path, set()).add(key)
    _complete_courses(apps, live_keys)
    _write(apps, _events(apps, actors, lessons))


def _complete_courses(apps, live_keys):
    """Those that count as complete now: of the pinned lessons that are live or completed none is missing."""
    enrolment_model = apps.get_model("learning", "Enrolment")
    done = {}
    for enrolment, lesson, moment in apps.get_model("learning", "Completion").objects.values_list(
        "enrolment", "lesson", "completed_at"
    ):
        done.setdefault(enrolment, {})[lesson] = moment
    for enrolment in enrolment_model.objects.select_related("course", "outline").filter(pk__in=done):
        completed, live = done[enrolment.pk], live_keys.get(enrolment.course.path, set())
        pinned = {UUID(lesson["key"]) for topic in enrolment.outline.data["topics"] for lesson in topic["lessons"]}
        counted = {key for key in pinned if key in completed or key in live}
        if counted and counted <= set(completed):
            moment = max(completed[key] for key in counted)
            enrolment_model.objects.filter(pk=enrolment.pk).update(completed_at=moment)


def _course_of(course):
    language = course.locale.language_code
    return ActivityObject(uuid5(course.translation_key, language), Kind.COURSE, course.title, language)


def _events(apps, actors, lessons):
    enrolments, by_course = {}, {}
    rows = apps.get_model("learning", "Enrolment").objects.select_related("course__locale")
    for row in rows.defer("course__body", "course__body_html").order_by("pk"):
        course = _course_of(row.course)
        enrolments[row.pk] = (row, course)
        by_course[row.user_id, row.course.path] = (row, course)
        common = {"actor": actors[row.user_id], "course": course, "object": course, "registration": row.registration}
        yield StatementData(
            record=f"enrolment:{row.pk}",
            verb=Verb.REGISTERED,
            happened_at=row.created_at,
            extensions=RECONSTRUCTED,
            **common,
        )
        if row.completed_at is not None:
            yield StatementData(
                record=f"course:{row.pk}",
                verb=Verb.COMPLETED,
                happened_at=row.completed_at,
                result=statements.result(completion=True),
                extensions=RECONSTRUCTED,
                **common,
            )
    for row in apps.get_model("learning", "Completion").objects.order_by("pk").iterator():
        enrolment, course = enrolments[row.enrolment_id]
        lesson = lessons[row.lesson][0] if row.lesson in lessons else ActivityObject(row.lesson, Kind.LESSON, "?")
        yield StatementData(
            record=f"completion:{row.pk}",
            actor=actors[enrolment.user_id],
            verb=Verb.COMPLETED,
            object=lesson,
            happened_at=row.completed_at,
            course=course,
            parent=course,
            registration=enrolment.registration,
            result=statements.result(completion=True, extensions={statements.SOURCE: row.source}),
            extensions=RECONSTRUCTED,
        )
    answers = apps.get_model("activities", "Answer").objects.select_related("activity", "version").order_by("pk")
    for row in answers.iterator():
        lesson, course_path, _live = lessons.get(row.activity.container, (None, "", False))
        enrolment, course = by_course.get((row.user_id, course_path), (None, None))
        interaction = interaction_of(row.version.tree, row.block)
        graded = row.score is not None and row.max_score is not None
        private = is_private(row.version.tree, row.block)
        yield StatementData(
            record=f"answer:{row.pk}",
            actor=actors[row.user_id],
            verb=Verb.ANSWERED,
            object=ActivityObject(
                row.activity_id,
                Kind.EXERCISE,
                row.activity.title,
                lesson.language if lesson else "pl",
                interaction=interaction,
            ),
            happened_at=row.created_at,
            course=course,
            parent=lesson,
            registration=enrolment.registration if enrolment else None,
            result=statements.result(
                score=row.score,
                max_score=row.max_score,
                success=row.score == row.max_score if graded else None,
                response=None if private else statements.response_of(row.response, interaction=interaction),
            ),
            extensions={
                statements.ACTIVITY_VERSION: row.version.number,
                statements.BLOCK: row.block,
                **RECONSTRUCTED,
            },
        )


def _write(apps, events):
    """Writes the events, 500 at once."""
    model, now = apps.get_model("learning", "LearningEvent"), timezone.now()
    home_page = str(settings.WAGTAILADMIN_BASE_URL).rstrip("/")
    while batch := list(islice(events, 500)):
        model.objects.bulk_create(model(**event.as_row(stored=now, home_page=home_page)) for event in batch)


class Migration(migrations.Migration):
    """What was done before there were learning events, told from the tables and marked as reconstructed."""

    dependencies = [
        ("learning", "0003_learning_events"),
        ("activities", "0005_fill_root_and_version"),
        ("catalogue", "0002_initial"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
