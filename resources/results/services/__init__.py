"""What changes records and imports projects and results."""

from resources.results.services.imports import Imported, Outcome, import_page
from resources.results.services.records import forget_page, refresh_below, refresh_record

__all__ = ["Imported", "Outcome", "forget_page", "import_page", "refresh_below", "refresh_record"]
