"""Rows of many learners, written by SQLite itself as copies of real rows: five million events in a few minutes.

Every generated learner is enrolled in five courses and has completed them: an enrolment has 50 events and the rows that
these are about. ``grow`` runs inside Django, on SQLite only.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.account.models import EmailAddress
from django.db import connection
from django.db.models import Model

from courses.activities.models import Answer, LearnerState
from courses.catalogue.models import Course
from courses.coursework.models import Assignment, Cohort, CohortMember, Submission
from courses.learning.models import Completion, Enrolment, LearningEvent, Pseudonym
from courses.learning.statements import Verb
from people.models import User
from tests.benchmarks import content

COURSES_EACH = 5
PEOPLE_A_BLOCK = 50
"""Learners whose groups are the same: one group for each course that they take."""
FIRST = 10_000_000
"""The first id of generated rows; those of events are hexadecimal. Ids with as many digits sort as their numbers do."""
MEGABYTES_OF_CACHE = 400


def grow(people: int, *, courses: list[Course], like: User) -> dict[str, int]:
    """Adds so many learners; their rows are copies of those of ``like``, a member of one group with a task handed in.

    Every course has as many lessons, each with one exercise that ``like`` may answer. Returns the numbers of rows.
    """
    lessons = len(content.lessons_of(courses[0]))
    with connection.cursor() as cursor, _in_bulk(cursor):
        _describe(cursor, people, courses)
        _add_people(cursor, like)
        _add_groups(cursor, like)
        _add_learning(cursor, like, lessons)
    counted = (Enrolment, Completion, Answer, LearnerState, LearningEvent, CohortMember, Submission)
    return {model._meta.model_name or "": model._default_manager.count() for model in counted}


@contextmanager
def _in_bulk(cursor: Any) -> Iterator[None]:
    """Without a journal, without checks of foreign keys, and with the indexes made at the end."""
    for pragma in ("foreign_keys=OFF", "journal_mode=OFF", "synchronous=OFF", f"cache_size=-{MEGABYTES_OF_CACHE}000"):
        cursor.execute(f"PRAGMA {pragma}")
    tables = (Completion, Answer, LearnerState, LearningEvent)
    names = ", ".join(f"'{model._meta.db_table}'" for model in tables)
    query = f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ({names})"  # noqa: S608
    indexes = cursor.execute(query).fetchall()
    for name, _sql in indexes:
        cursor.execute(f'DROP INDEX "{name}"')
    yield
    for _name, sql in indexes:
        cursor.execute(sql)
    cursor.execute("PRAGMA journal_mode=WAL")


def _describe(cursor: Any, people: int, courses: list[Course]) -> None:
    """Temporary tables: the courses with their lessons, the people, and who takes which course in which group."""
    cursor.execute("CREATE TEMP TABLE taught (place INTEGER PRIMARY KEY, course, outline, uuid)")
    cursor.execute("CREATE TEMP TABLE part (course, place, lesson, activity, version, PRIMARY KEY (course, place))")
    for number, course in enumerate(courses):
        outline = course.outlines.latest("number")
        cursor.execute("INSERT INTO taught VALUES (%s, %s, %s, %s)", [number, course.pk, outline.pk, course.key.hex])
        for place, lesson in enumerate(content.lessons_of(course)):
            (exercise,) = content.answers_to(lesson)
            activity = exercise["activity"].replace("-", "")
            cursor.execute(
                "INSERT INTO part SELECT %s, %s, %s, uuid, current_id FROM activities_activity WHERE uuid = %s",
                [number, place, lesson.key.hex, activity],
            )
    cursor.execute("CREATE TEMP TABLE person (n INTEGER PRIMARY KEY, id, uuid)")
    cursor.execute(
        f"""
        INSERT INTO person
        WITH RECURSIVE number(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM number WHERE n < %s)
        SELECT n, {FIRST} + n, printf('a%%031x', n) FROM number
        """,  # noqa: S608
        [people - 1],
    )
    cursor.execute("CREATE TEMP TABLE taking (n INTEGER PRIMARY KEY, id, person, uuid, place, course, outline, cohort)")
    cursor.execute(
        f"""
        INSERT INTO taking
        WITH RECURSIVE number(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM number WHERE n < {COURSES_EACH - 1})
        SELECT person.n * {COURSES_EACH} + number.n, {FIRST} + person.n * {COURSES_EACH} + number.n, person.id,
            person.uuid, taught.place, taught.course, taught.outline,
            {FIRST} + person.n / {PEOPLE_A_BLOCK} * {len(courses)} + taught.place
        FROM person CROSS JOIN number JOIN taught ON taught.place = (person.n + number.n) % {len(courses)}
        """  # noqa: S608
    )


def _copy(cursor: Any, original: Model, source: str, **columns: str) -> None:
    """Adds a row for each of ``source``: that of ``original`` with these columns, given as expressions of SQL."""
    options = original._meta
    names = [str(field.column) for field in options.concrete_fields]
    table = connection.ops.quote_name(options.db_table)
    values = ", ".join(columns.get(name) or f'original."{name}"' for name in names)
    quoted = ", ".join(f'"{name}"' for name in names)
    key = connection.ops.quote_name(str(options.pk.column))
    value = options.pk.get_db_prep_value(original.pk, connection)
    cursor.execute(
        f"INSERT INTO {table} ({quoted}) SELECT {values} FROM {table} original CROSS JOIN {source} WHERE original.{key} = %s",  # noqa: S608, E501
        [value],
    )


def _add_people(cursor: Any, like: User) -> None:
    email = "'wygenerowana-' || person.n || '@example.org'"
    _copy(cursor, like, "person", id="person.id", email=email, last_name="'Lis' || person.n")
    address, pseudonym = EmailAddress.objects.get(user=like), Pseudonym.objects.get(user=like)
    _copy(cursor, address, "person", id="person.id", user_id="person.id", email=email)
    _copy(cursor, pseudonym, "person", id="person.id", user_id="person.id", uuid="person.uuid")


def _add_groups(cursor: Any, like: User) -> None:
    """Groups of about 25 members, led by a trainer each, with the tasks of the group of ``like``, all handed in."""
    member = CohortMember.objects.get(user=like)
    groups = "(SELECT cohort AS id, min(course) AS course, min(person) AS person FROM taking GROUP BY cohort) made"
    _copy(cursor, member.cohort, groups, id="made.id", course_id="made.course")
    leading = Cohort.trainers.through.objects.filter(cohort=member.cohort).first()
    _copy(cursor, leading, groups, id="made.id", cohort_id="made.id", user_id="made.person")
    _copy(cursor, member, "taking", id="taking.id", cohort_id="taking.cohort", user_id="taking.person")
    for number, task in enumerate(Assignment.objects.filter(cohort=member.cohort).order_by("pk"), start=1):
        _copy(cursor, task, groups, id=f"made.id + {number * FIRST}", cohort_id="made.id")
        submission = task.submissions.filter(user=like).first()
        if submission is None:
            continue
        task_id = f"taking.cohort + {number * FIRST}"
        _copy(cursor, submission, "taking", id="taking.id", assignment_id=task_id, user_id="taking.person")
        made = submission.rounds.get()
        _copy(cursor, made, "taking", id="taking.id", submission_id="taking.id", receipt="'R' || taking.id")


def _add_learning(cursor: Any, like: User, lessons: int) -> None:
    """For every course that somebody takes one enrolment, and for every lesson an answer, its state, a completion."""
    enrolment = Enrolment.objects.filter(user=like).exclude(completed_at=None).latest("pk")
    completion = enrolment.completions.latest("pk")
    answer, state = Answer.objects.filter(user=like).latest("pk"), LearnerState.objects.filter(user=like).latest("pk")
    _copy(
        cursor,
        enrolment,
        "taking",
        id="taking.id",
        user_id="taking.person",
        course_id="taking.course",
        outline_id="taking.outline",
        registration="printf('b%%031x', taking.n)",
    )
    every = "taking CROSS JOIN part ON part.course = taking.place"
    number = f"(taking.n * {lessons} + part.place)"
    of_person = {"id": f"{FIRST} + {number}", "user_id": "taking.person"}
    _copy(cursor, completion, every, id=of_person["id"], enrolment_id="taking.id", lesson="part.lesson")
    exercise = {"activity_id": "part.activity", "version_id": "part.version"}
    _copy(cursor, answer, every, **of_person, **exercise, key=f"printf('c%%031x', {number})")
    _copy(cursor, state, every, **of_person, **exercise)
    _add_events(cursor, every, number)


def _add_events(cursor: Any, every: str, number: str) -> None:
    """The events of these rows. Their statements are short: no page reads them, and whole ones take 6 GB."""
    kinds = (
        ("enrolment", Verb.REGISTERED, "taking", "taking.n", "taught.uuid"),
        ("answer", Verb.ANSWERED, every, number, "part.activity"),
        ("completion", Verb.COMPLETED, every, number, "part.lesson"),
        ("course", Verb.COMPLETED, "taking", "taking.n", "taught.uuid"),
    )
    for place, (kind, verb, source, counted, thing) in enumerate(kinds):
        original = LearningEvent.objects.filter(record__startswith=f"{kind}:").latest("stored")
        _copy(
            cursor,
            original,
            f"{source} JOIN taught ON taught.place = taking.place",
            id=f"printf('{place}%%031x', {counted})",
            actor="taking.uuid",
            object=f"'urn:uuid:' || {_dashed(thing)}",
            course="taught.uuid",
            record=f"'{kind}:' || ({FIRST} + {counted})",
            statement=f"json_object('version', '2.0.0', 'verb', json_object('id', '{verb.iri}'))",
            stored=f"datetime('2025-01-01', '+' || ({counted} / 10) || ' seconds')",
        )


def _dashed(uuid: str) -> str:
    """The hexadecimal digits of a UUID in SQL, with its dashes."""
    parts = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))
    return " || '-' || ".join(f"substr({uuid}, {start}, {length})" for start, length in parts)
