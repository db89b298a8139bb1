import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from courses.learning.pinned import completed_at, pin
from courses.learning.programme_progress import CourseGroup

STEP = 4  # characters of a tree path for one level; a course stands two levels above its lessons


def pin_programmes(apps, schema_editor):
    """Whoever is on a course of a programme has begun it: it is pinned as it is now, and completed if it was."""
    enrolment_model = apps.get_model("learning", "Enrolment")
    if not enrolment_model.objects.exists():
        return
    lessons = apps.get_model("catalogue", "Lesson").objects.filter(live=True)
    taught = {path[: -2 * STEP] for path in lessons.values_list("path", flat=True)}
    choose = {}
    for programme, name, number in apps.get_model("catalogue", "ProgrammeElectiveGroup").objects.values_list(
        "programme", "name", "choose"
    ):
        choose.setdefault(programme, {})[name] = number
    rows = {}
    courses = apps.get_model("catalogue", "ProgrammeCourse").objects.filter(programme__live=True)
    for row in courses.order_by("sort_order").values_list(
        "programme", "group", "course", "course__path", "course__live"
    ):
        rows.setdefault(row[0], []).append(row[1:])
    for programme, members in rows.items():
        _pin_for_learners(apps, programme, members, choose.get(programme, {}), taught)


def _pin_for_learners(apps, programme, members, choose, taught):
    named = {}
    for name, course, _path, _live in members:
        named.setdefault(name if name in choose else "", []).append(course)
    groups = [CourseGroup(tuple(dict.fromkeys(items)), choose.get(name)) for name, items in named.items()]
    live = {course for _name, course, _path, live in members if live}
    here = {course for _name, course, path, _live in members if path in taught} & live
    finished = {}
    enrolments = apps.get_model("learning", "Enrolment").objects.filter(
        course__in=[course for _name, course, _path, _live in members]
    )
    for user, course, moment in enrolments.order_by("pk").values_list("user", "course", "completed_at"):
        finished.setdefault(user, {}).update({course: moment} if moment else {})
    model = apps.get_model("learning", "ProgrammeEnrolment")
    for batch in _batches(finished.items()):
        made = []
        for user, moments in batch:
            pinned = pin(groups, taught=here | moments.keys(), at_meetings=live)
            made.append(
                model(
                    user_id=user,
                    programme_id=programme,
                    pinned=[group.to_json() for group in pinned],
                    completed_at=completed_at(pinned, moments),
                )
            )
        model.objects.bulk_create(made)


def _batches(items):
    items = list(items)
    return (items[start : start + 500] for start in range(0, len(items), 500))


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0005_programmes_and_module_cards"),
        ("learning", "0008_placement"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ProgrammeEnrolment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("pinned", models.JSONField(editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("completed_at", models.DateTimeField(editable=False, null=True, verbose_name="completed")),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="enrolments",
                        to="catalogue.programme",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="programme_enrolments",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "programme of a learner",
                "verbose_name_plural": "programmes of learners",
                "constraints": [
                    models.UniqueConstraint(fields=("user", "programme"), name="one_enrolment_a_programme")
                ],
            },
        ),
        migrations.RunPython(pin_programmes, migrations.RunPython.noop, elidable=True),
    ]
