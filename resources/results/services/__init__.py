"""What changes records and imports projects and results."""

from resources.results.services.records import forget_page, refresh_below, refresh_record

__all__ = ["forget_page", "refresh_below", "refresh_record"]
