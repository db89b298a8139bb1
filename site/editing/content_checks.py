"""The content checks of the preview, which Wagtail runs with axe."""

from typing import Any, ClassVar

from wagtail.admin.userbar import ContentCheckerItem

from publishing.file_names import FILE_NAME


class ContentChecks(ContentCheckerItem):
    """Wagtail's checks; more names of files are found in place of alternative texts."""

    axe_custom_checks: ClassVar[list[dict[str, Any]]] = [
        {**check, "options": {"pattern": FILE_NAME}} if check["id"] == "check-image-alt-text" else check
        for check in ContentCheckerItem.axe_custom_checks
    ]
