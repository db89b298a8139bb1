"""Services of guidance."""

from resources.guidance.services.versions import record_version

__all__ = ["record_version"]
