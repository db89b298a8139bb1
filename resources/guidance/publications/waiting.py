"""The files of guides that could not be made, for the home page of the admin."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from editing.home import Row, Waiting, WaitingList, counted, is_editor, register
from people.models import User
from resources.guidance.models import PublicationFile


def connect() -> None:
    """Called once, when Django is ready."""
    register(
        WaitingList(
            key="publications",
            order=45,
            heading=gettext_lazy("Files of guides that could not be made"),
            empty=gettext_lazy("Every file of a guide could be made."),
            waiting=failed_files,
            shown_to=is_editor,
        )
    )


def failed_files(user: User, shown: slice) -> Waiting:
    """The files whose last attempt failed, the newest first; readers still get the last good one."""
    files = PublicationFile.objects.failed().select_related("guide", "edition", "chapter").order_by("-started_at", "pk")
    found, total = counted(files, shown)
    rows = [
        Row(
            title=f"{_title_of(file)} ({file.format.upper()})",
            detail=_detail_of(file),
            url=reverse("wagtailadmin_pages:edit", args=[file.chapter_id or file.guide_id]),
            late=True,
        )
        for file in found
    ]
    return Waiting(rows, total)


def _title_of(file: PublicationFile) -> str:
    if file.chapter is not None:
        return str(file.chapter.title)
    if file.edition is not None:
        return _("%(guide)s, edition %(number)d") % {"guide": file.guide.title, "number": file.edition.number}
    return str(file.guide.title)


def _detail_of(file: PublicationFile) -> str:
    tried = date_format(localtime(file.started_at), "DATETIME_FORMAT") if file.started_at else ""
    kept = _("readers get the last good file") if file.file else _("readers get no file")
    reason = file.error.splitlines()[0][:160] if file.error else ""
    return ", ".join(filter(None, (tried, kept, reason)))
