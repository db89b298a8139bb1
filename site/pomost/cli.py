"""The ``pomost`` command: setting up and serving the site, the single steps of the set-up, and maintenance."""

import argparse
import os
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DEFAULT_PORT = 8000


def say(line: str) -> None:
    """Print one line and flush, so that it appears at once in a pipe too."""
    print(line, flush=True)


def fail(line: str) -> int:
    """Print why a command has failed; return its exit code."""
    print(line, file=sys.stderr, flush=True)
    return 1


def port_number(text: str) -> int:
    """Read a TCP port from 1 to 65535; raise ``argparse.ArgumentTypeError`` on anything else."""
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"PORT must be a number from 1 to 65535, not {text!r}")
    return int(text)


def fonts(options: argparse.Namespace) -> int:
    """Make the subset fonts and their CSS rules from the npm packages."""
    from pomost.setup import fonts as fonts_step

    try:
        written = fonts_step.build(ROOT)
    except fonts_step.FontError as error:
        return fail(str(error))
    if written is not None:
        say(f"Fonts: made for Polish and English, {written / 1000:.1f} kB in all.")
    return 0


def frame_scripts(options: argparse.Namespace) -> int:
    """Copy the scripts that XBlocks in frames expect from the npm packages."""
    from pomost.setup import frame_scripts as frame_scripts_step

    try:
        changed = frame_scripts_step.build(ROOT)
    except frame_scripts_step.FrameScriptError as error:
        return fail(str(error))
    if changed:
        say(f"Scripts of frames: copied {', '.join(changed)}.")
    return 0


def translations(options: argparse.Namespace) -> int:
    """Compile, collect or check the translations."""
    from pomost.setup import translations as translations_step

    if getattr(options, "check", False):
        import django

        django.setup()
        found = translations_step.problems(ROOT)
        # A new version of Wagtail has new texts: shown in English until translated, they are warnings, not failures.
        for gap in translations_step.wagtail_gaps(ROOT):
            say(f"Translations: warning: Wagtail has no Polish for: {gap}")
        if not shutil.which("xgettext"):
            say("Translations: gettext is not installed, so whether the catalogue is up to date was not checked.")
        for problem in found:
            print(problem)
        say(f"Translations: {len(found)} to correct." if found else "Translations: complete.")
        return 1 if found else 0
    if getattr(options, "collect", False):
        if not shutil.which("xgettext"):
            return fail("Collecting messages needs gettext. On Debian: apt install gettext")
        try:
            translations_step.collect(ROOT)
        except translations_step.TranslationError as error:
            return fail(str(error))
    for path in translations_step.compile_all(ROOT):
        say(f"Translations: compiled {path.relative_to(ROOT)}.")
    return 0


def setup(options: argparse.Namespace) -> int:
    """Do every set-up step between installing packages and serving the site."""
    for step in (fonts, frame_scripts, translations):
        code = step(options)
        if code:
            return code
    from pomost.setup import database

    database.prepare()
    return 0


def run(options: argparse.Namespace) -> int:
    """Set the site up, then serve it. One process: loading the application takes seconds, and happens once."""
    code = choose_port(options) or setup(options)
    if code:
        return code
    from django.db import connections

    # Serving forks, and a connection belongs to one process.
    connections.close_all()
    return serve(options)


def recompile(options: argparse.Namespace) -> int:
    """Render all published pages again, needed after a change of templates."""
    from pomost.setup import database

    return database.recompile(say)


def reindex(options: argparse.Namespace) -> int:
    """Index all pages and documents for search, needed after a new version of the analyser."""
    from pomost.setup import database

    return database.reindex(say)


def choose_port(options: argparse.Namespace) -> int:
    """Decide the port, and the URL for links in e-mails, which settings read when they are loaded."""
    from pomost.setup import server

    try:
        options.port = options.port or port_number(os.environ.get("PORT") or str(DEFAULT_PORT))
        server.require_free(options.port)
    except (argparse.ArgumentTypeError, server.ServerError) as error:
        return fail(str(error))
    os.environ.setdefault("POMOST_BASE_URL", server.address(options.port))
    return 0


def serve(options: argparse.Namespace) -> int:
    """Serve the site for evaluation and development, until stopped."""
    from pomost.setup import server

    code = choose_port(options)
    if not code:
        server.serve(ROOT, options.port)
    return code


def verify_learning(options: argparse.Namespace) -> int:
    """Compare the learning events with the tables that they record."""
    import django

    django.setup()
    from courses.learning.verification import report

    return report(say)


def purge_data(options: argparse.Namespace) -> int:
    """Delete personal data that is kept no longer, or with --dry-run tell what would go."""
    import django

    django.setup()
    from django.conf import settings
    from django.utils import translation

    from people import retention

    with translation.override(settings.LANGUAGE_CODE):
        for purged in retention.purge(dry_run=options.dry_run):
            say(f"{purged.count:6}  {purged.kind.label} ({purged.kind.period.days} d)")
    say("Nothing was deleted: this was a dry run." if options.dry_run else "Done.")
    return 0


def rebuild_progress(options: argparse.Namespace) -> int:
    """Compare the figures of progress with the learning events, and mend them where that is asked for."""
    import django

    django.setup()
    from courses.learning.rebuilding import rebuild

    return rebuild(say, apply=options.apply)


def import_results(options: argparse.Namespace) -> int:
    """Import text pages with projects and results into the results base."""
    import django

    django.setup()
    from django.core.management import CommandError, call_command

    try:
        call_command("import_results", *options.files, dry_run=options.dry_run)
    except CommandError as error:
        return fail(str(error))
    return 0


def publications(options: argparse.Namespace) -> int:
    """Make the files of all public guides and their editions anew, needed after a change of their look."""
    import django

    django.setup()
    from resources.guidance.publications.services import make_all

    failed = 0
    for file in make_all():
        failed += bool(file.error)
        say(f"{file}: {file.error or file.state}")
    return 1 if failed else 0


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command."""
    whole = argparse.ArgumentParser(prog="pomost", description="Set up and serve Pomost.")
    commands = whole.add_subparsers(title="commands", required=True, metavar="COMMAND")

    def add(name: str, function: Callable[[argparse.Namespace], int], text: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=text, description=text)
        command.set_defaults(function=function)
        return command

    add("setup", setup, "do all of the steps below, bring the database up to date, load the demo where it is installed")
    add("fonts", fonts, "make the fonts, and the rules that the style sheet holds for them")
    add("frame-scripts", frame_scripts, "copy the scripts that XBlocks in frames expect")
    step = add("translations", translations, "compile the translations that changed")
    which = step.add_mutually_exclusive_group()
    which.add_argument("--check", action="store_true", help="tell what is untranslated, fuzzy, obsolete or out of date")
    which.add_argument(
        "--collect", action="store_true", help="collect the messages of the sources first (needs gettext)"
    )
    add("recompile", recompile, "render all published pages again, as after a change of the templates")
    add("reindex", reindex, "index all pages and documents for search, as after an upgrade of the dictionary")
    add("publications", publications, "make the files of guides and editions anew, as after a change of their look")
    for name, function, text in (
        ("serve", serve, "serve the site on this machine and run its background tasks"),
        ("run", run, "do the same after setting the site up"),
    ):
        step = add(name, function, text)
        step.add_argument("--port", type=port_number, default=None, help=f"default: $PORT, or {DEFAULT_PORT}")
    step = add("purge-data", purge_data, "delete personal data that is kept no longer, as the worker does by itself")
    step.add_argument("--dry-run", action="store_true", help="only tell how much of each kind would go")
    step = add("import_results", import_results, "import text pages with projects and results into the results base")
    step.add_argument("files", nargs="+", metavar="FILE", type=Path)
    step.add_argument("--dry-run", action="store_true", help="only tell what would be done")
    add("verify-learning", verify_learning, "tell where learning events and the tables differ")
    step = add("rebuild-progress", rebuild_progress, "tell where progress differs from the learning events")
    step.add_argument("--apply", action="store_true", help="mend what differs, as the events tell it")
    return whole


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pomost.settings.dev")
    options = parser().parse_args(arguments)
    function: Callable[[argparse.Namespace], int] = options.function
    return function(options)


if __name__ == "__main__":
    sys.exit(main())
