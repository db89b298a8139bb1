"""An activity of the library in a lesson, and its frame as a browser opens it: without cookies, from its own origin."""

import json
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from django.db.models import QuerySet
from django.test import Client
from lxml import html

from courses.activities.hosted.models import LibraryActivity
from courses.activities.hosted.services import add_to_library
from courses.activities.models import Answer, Node
from courses.catalogue.models import Course, Lesson, Topic
from courses.learning.models import Completion
from courses.learning.services import enrol
from people.models import User
from tests.courses_tree import catalogue, make_lesson

SITE, CONTENT = "127.0.0.1", "localhost"
COURSE = "Kurs z aktywnością: "


def node(block_type: str, block: str = "root", *children: Node, **fields: Any) -> Node:
    return {"type": block_type, "id": block, "fields": fields, "children": list(children)}


def library(block_type: str, *children: Node, title: str = "Zadanie", **fields: Any) -> LibraryActivity:
    return add_to_library(title=title, block_type=block_type, tree=node(block_type, "root", *children, **fields))


def lesson_with(*items: LibraryActivity, title: str = "Lekcja") -> Lesson:
    """A lesson of a course of its own, completed by these activities."""
    course = catalogue().add_child(instance=Course(title=f"{COURSE}{title}"))
    topic = course.add_child(instance=Topic(title="Temat"))
    blocks = [{"type": "library", "id": f"b{item.pk}", "value": {"activity": item.pk}} for item in items]
    return make_lesson(topic, title, *blocks)


def path_of(lesson: Lesson) -> str:
    return str(lesson.get_url())


def enrolled(user: User, lesson: Lesson) -> Client:
    """A browser in which a learner of the course of ``lesson`` is signed in."""
    enrol(user=user, course=Course.objects.get(path=lesson.course_path))
    client = Client(SERVER_NAME=SITE)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def answers() -> QuerySet[Answer]:
    """The recorded answers to activities of the library."""
    return Answer.objects.filter(activity__container=None).order_by("pk")


def completions() -> QuerySet[Completion]:
    """The completions of the lessons that ``lesson_with`` made."""
    return Completion.objects.filter(enrolment__course__title__startswith=COURSE).order_by("pk")


def frame_urls(client: Client, page_url: str) -> list[str]:
    """The addresses of the frames of a page."""
    page = html.fromstring(client.get(page_url).content)
    return [frame.get("src") for frame in page.iter("iframe")]


@dataclass
class Frame:
    """A frame that was opened: its document, and its blocks."""

    url: str
    text: str
    document: Any
    browser: Client = field(default_factory=lambda: Client(SERVER_NAME=CONTENT))

    @property
    def blocks(self) -> dict[str, Any]:
        """The elements of its blocks, by their ids."""
        return {element.get("data-usage"): element for element in self.document.xpath("//*[@data-usage]")}

    @property
    def addresses(self) -> dict[str, str]:
        return {block: element.get("data-address") for block, element in self.blocks.items()}

    def call(self, handler: str, data: Any = None, *, block: str = "root", suffix: str = "", query: str = "") -> Any:
        """The response of a handler to JSON, or to a form where ``data`` is a list of pairs."""
        url = f"{self.addresses[block]}handler/{handler}/{suffix}{f'?{query}' if query else ''}"
        return post(url, data, self.browser)

    def json(self, handler: str, data: Any = None, **place: str) -> Any:
        response = self.call(handler, data, **place)
        assert response.status_code == 200, response.content
        return response.json()


def post(url: str, data: Any = None, browser: Client | None = None) -> Any:
    """Posts JSON, or a form where ``data`` is a list of pairs, to a URL of the content origin."""
    browser = browser or Client(SERVER_NAME=CONTENT)
    if isinstance(data, list):
        return browser.post(_path(url), dict(data))
    return browser.post(_path(url), json.dumps(data or {}), content_type="application/json")


def get(url: str) -> Any:
    return Client(SERVER_NAME=CONTENT).get(_path(url))


def _path(url: str) -> str:
    parts = urlsplit(unescape(url))
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def opened(url: str) -> Frame:
    response = get(url)
    assert response.status_code == 200, response.content
    text = response.content.decode()
    return Frame(url, text, html.fromstring(response.content))


def open_in(client: Client, lesson: Lesson) -> Frame:
    """The first frame of a lesson."""
    return opened(frame_urls(client, path_of(lesson))[0])
