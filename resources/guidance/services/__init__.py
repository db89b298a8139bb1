"""Services of guidance."""

from resources.guidance.services.editions import make_edition, record_validation
from resources.guidance.services.stamps import stamp_edition, stamp_with
from resources.guidance.services.subscriptions import (
    CONFIRM_WITHIN,
    announce,
    ask_for_changes,
    confirm_changes,
    delete_unconfirmed,
    end_changes,
    take_up_lost_announcements,
)
from resources.guidance.services.versions import record_first_version, record_version

__all__ = [
    "CONFIRM_WITHIN",
    "announce",
    "ask_for_changes",
    "confirm_changes",
    "delete_unconfirmed",
    "end_changes",
    "make_edition",
    "record_first_version",
    "record_validation",
    "record_version",
    "stamp_edition",
    "stamp_with",
    "take_up_lost_announcements",
]
