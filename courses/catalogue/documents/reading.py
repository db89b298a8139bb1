"""A course to read on paper: the text and the exercises of its lessons."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _

from courses.catalogue.models import Course, Lesson
from courses.catalogue.reader_views import CourseView, LessonView, view_of
from publishing.publications import Node, below_heading, document_tree, static_html, with_notes
from publishing.publications.images import public_image

TEMPLATE = "reading"
HEADING = 3
"""The level of a lesson's title."""


@dataclass(frozen=True, slots=True)
class LessonText:
    title: str
    summary: str
    blocks: list[Node]


@dataclass(frozen=True, slots=True)
class TopicText:
    title: str
    summary: str
    lessons: tuple[LessonText, ...]


@dataclass(frozen=True, slots=True)
class Words:
    contents: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What the template ``reading`` sets."""

    kind: str
    summary: str
    lessons_count: int
    topics: tuple[TopicText, ...]
    words: Words


def reading_of(course: Course, request: HttpRequest) -> tuple[Reading, dict[str, bytes]]:
    """The lessons of a course that this user may open, and the images in them by file name."""
    files: dict[str, bytes] = {}
    outline, _numbers = course.outline_shown(request, view_of(CourseView, page=course, request=request))
    topics = [(topic, [lesson.id for lesson in topic.lessons if lesson.is_open]) for topic in outline]
    lessons = Lesson.objects.live().in_bulk([number for _topic, numbers in topics for number in numbers])
    texts = tuple(
        TopicText(
            title=topic.title,
            summary=topic.summary,
            lessons=tuple(_text_of(lessons[number], request, files) for number in numbers if number in lessons),
        )
        for topic, numbers in topics
        if numbers
    )
    return (
        Reading(
            kind=_("Course to read on paper"),
            summary=course.summary,
            lessons_count=sum(len(topic.lessons) for topic in texts),
            topics=texts,
            words=Words(contents=_("Contents")),
        ),
        files,
    )


def _text_of(lesson: Lesson, request: HttpRequest, files: dict[str, bytes]) -> LessonText:
    def image(address: str) -> str | None:
        content = public_image(address)
        if content is None:
            return None
        file = f"{len(files)}.{address.rpartition('.')[2]}"
        files[file] = content
        return file

    base = request.build_absolute_uri("/").rstrip("/")
    markup = static_html("".join(lesson.segments(LessonView())), base=base, page=lesson.get_full_url(request) or "")
    tree = document_tree(markup, image=image, base=base)
    return LessonText(
        title=lesson.title, summary=lesson.summary, blocks=with_notes(below_heading(tree, HEADING), site=base)
    )
