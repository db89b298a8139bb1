"""The kinds of access to learners' records by trainers and coordinators."""

from django.utils.translation import gettext_lazy as _

from people import access

GROUP = "coursework.group"
MEMBER = "coursework.member"
TASKS = "coursework.tasks"
FILE_OF_GROUP = "coursework.export"
QUEUE = "coursework.queue"
SUBMISSION = "coursework.submission"
FILE = "coursework.file"


def register_kinds() -> None:
    """Called once, when Django is ready."""
    access.register(GROUP, _("list of people in your group, with progress"))
    access.register(MEMBER, _("your page in the group: progress, tasks, answers"))
    access.register(TASKS, _("table of tasks of your group"))
    access.register(FILE_OF_GROUP, _("file with the progress of your group"))
    access.register(QUEUE, _("list of submissions to check"))
    access.register(SUBMISSION, _("your submission"))
    access.register(FILE, _("file from your submission"))
