"""Commands of the benchmarks that run in the temporary site, each in a separate process with its settings.

``python -m tests.benchmarks.inside COMMAND ... FILE``; the result is written to FILE as JSON (``publish`` uses
standard input and output instead).
"""

import json
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import django

django.setup()

from django.core.files.base import ContentFile  # noqa: E402
from django.core.management import call_command  # noqa: E402 - needs the settings that have just been set up
from django.db import transaction  # noqa: E402
from django.db.models.functions import Length  # noqa: E402
from wagtail.models import Page  # noqa: E402

from publishing.models import PomostDocument, StandardPage  # noqa: E402
from publishing.public_cache import invalidate, version  # noqa: E402
from reference.models import LegalAct  # noqa: E402
from resources.guidance.models import Chapter, Guide  # noqa: E402
from tests.benchmarks import content  # noqa: E402
from tests.benchmarks.asked import asked, request_factory  # noqa: E402

LEARNERS = 8
CITING, DRAFTS = 500, 10
REQUIREMENTS = 1_000
LONG_DOCUMENTS, LONG_TEXT = 60, 199_000


def prepare() -> dict[str, Any]:
    """The demo with its people, a course of 5 lessons and one of 200, learners on both with sessions."""
    call_command("loaddemo", "--with-people", verbosity=0)
    small = content.make_course(slug="pomiar-5", lessons=5)
    large = content.make_course(slug="pomiar-200", lessons=200)
    chapters = Chapter.objects.live().order_by(Length("body_html").desc())
    lessons = {"small": content.lessons_of(small)[2], "large": content.lessons_of(large)[100]}
    learners = [content.make_learner(f"pomiar-{number}", courses=[small, large]) for number in range(LEARNERS)]
    return {
        # The longest chapter is the heaviest one.
        "chapter": content.path_of(chapters[0]),
        "chapter_id": chapters[0].pk,
        "chapter_title": chapters[0].title,
        "next_chapter": content.path_of(chapters[1]),
        "requirements": content.make_requirements(chapters[0], REQUIREMENTS),
        "lessons": {name: content.path_of(lesson) for name, lesson in lessons.items()},
        "exercises": {name: content.answers_to(lesson) for name, lesson in lessons.items()},
        "learners": [{"cookie": content.session_of(user), "token": content.csrf_of(user)} for user in learners],
    }


def documents() -> dict[str, int]:
    """Long documents that a public page refers to, read and indexed as the worker does it."""
    home = Page.objects.get(depth=2)
    links = []
    for number in range(LONG_DOCUMENTS):
        words = f"Dokument {number}. Regulamin konkursu ofert i umowa o realizację zadania publicznego. "
        text = (words * (LONG_TEXT // len(words) + 1))[:LONG_TEXT]
        document = PomostDocument(title=f"Długi dokument {number}")
        document.file.save(f"dlugi-{number}.txt", ContentFile(text.encode()))
        links.append(f'<li><a linktype="document" id="{document.pk}">{document.title}</a></li>')
    body = [{"type": "prose", "value": f"<ul>{''.join(links)}</ul>", "id": "1"}]
    home.add_child(instance=StandardPage(title="Dokumenty", slug="dokumenty-do-pomiaru", body=body))
    call_command("db_worker", batch=True, verbosity=0)
    return {
        "documents": PomostDocument.objects.filter(
            extraction=PomostDocument.Extraction.DONE, title__startswith="Długi"
        ).count()
    }


def queries(prepared: dict[str, Any]) -> dict[str, list[str]]:
    """The SQL of each request, as the whole application sends it, transactions' own statements left out."""
    learner, factory = prepared["learners"][0], request_factory()
    signed_in = {"cookie": learner["cookie"]}

    def sql_of(request: Any, expected: str) -> list[str]:
        return asked(request, expected).sql

    def chapter() -> list[str]:
        return sql_of(factory.get(prepared["chapter"], {"p": "1"}), "200")

    def lesson(name: str) -> list[str]:
        return sql_of(factory.get(prepared["lessons"][name], headers=signed_in), "200")

    def answer(name: str, headers: dict[str, str], expected: str) -> list[str]:
        exercise = prepared["exercises"][name][0]
        form = content.form_of(exercise, token=learner["token"])
        return sql_of(factory.post(exercise["action"], form, headers={**signed_in, **headers}), expected)

    def warm(function: Any, *arguments: Any) -> list[str]:
        function(*arguments)
        return list(function(*arguments))

    warm(lambda: sql_of(factory.get(prepared["next_chapter"], {"p": "1"}), "200"))
    counted = {
        "requirements": sql_of(factory.get(prepared["requirements"]), "200"),
        # By now the guide's contents are cached, this chapter is not.
        "chapter_new": chapter(),
        "chapter": warm(chapter),
        "lesson_small": warm(lesson, "small"),
        "lesson_large": warm(lesson, "large"),
        "answer": warm(answer, "large", {}, "302"),
        "answer_script": warm(answer, "large", {"x-requested-with": "fetch"}, "200"),
    }
    second = prepared["exercises"]["large"][1]
    form = content.form_of(second, token=learner["token"])
    script = {**signed_in, "x-requested-with": "fetch"}
    counted["answer_last"] = sql_of(factory.post(second["action"], form, headers=script), "200")
    for name, function, arguments in (("chapter_cold", chapter, ()), ("lesson_cold", lesson, ("large",))):
        invalidate()
        counted[name] = function(*arguments)
    return counted


def correction() -> dict[str, float]:
    """Corrects an act that many chapters cite: seconds to the response and to the last page, number of stale pages.

    Also checks that saving drafts does not change the cache version.
    """
    guide = Guide.objects.earliest("path")
    act = LegalAct.objects.create(
        eli="DU/2031/500", title="Akt", title_genitive="aktu", date=date(2031, 1, 1), published="Dz.U. 2031 poz. 500"
    )
    reference = {"type": "item", "id": "1", "value": {"act": act.pk, "provision": "art. 1"}}
    requirement = {"force": "legal", "what": "Zrób to.", "whom": "", "when": "", "references": [reference]}
    body = [{"type": "requirement", "id": "1", "value": requirement}]
    with transaction.atomic():
        for number in range(CITING):
            guide.add_child(instance=Chapter(title=f"Cytuje {number}", body=body))
    call_command("db_worker", batch=True, verbosity=0)
    citing = Chapter.objects.child_of(guide).filter(title__startswith="Cytuje")
    before = version()[:2]
    page = citing.first()
    for number in range(DRAFTS):
        page.title = f"Szkic {number}"
        page.save_revision()
    drafts = int(version()[:2] != before)
    started = time.monotonic()
    act.title_genitive = "poprawionego aktu"
    act.save()
    answered = time.monotonic() - started
    call_command("db_worker", batch=True, verbosity=0)
    done = time.monotonic() - started
    return {
        "answered": round(answered, 2),
        "done": round(done, 2),
        "stale": citing.exclude(body_html__contains="poprawionego").count(),
        "drafts": drafts,
    }


def sections(count: int) -> dict[str, float]:
    """Search over so many generated sections; those of the demo are deleted."""
    from tests.benchmarks import sections as of_sections

    return of_sections.measure(count)


def guide() -> dict[str, float]:
    """A publish in a long guide with many terms, and the change of a value that many pages show."""
    from tests.benchmarks import guide as of_guide

    return of_guide.measure()


def publish(page_id: int) -> None:
    """Publishes the page with each title read from standard input, and writes a line after each."""
    for line in sys.stdin:
        page = Page.objects.get(pk=page_id).specific
        page.title = line.strip()
        page.change_kind, page.change_note = "minor", f"Nowy tytuł: {page.title}."
        page.save_revision().publish()
        print(f"published {page.title}", flush=True)


def main(command: str, *arguments: str) -> None:
    if command == "publish":
        publish(int(arguments[0]))
        return
    commands: dict[str, Callable[..., Any]] = {
        "prepare": prepare,
        "correction": correction,
        "documents": documents,
        "guide": guide,
        "queries": queries,
        "sections": sections,
    }
    given = [json.loads(Path(name).read_text(encoding="utf-8")) for name in arguments[:-1]]
    answer = commands[command](*given)
    Path(arguments[-1]).write_text(json.dumps(answer), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
