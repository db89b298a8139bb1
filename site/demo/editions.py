"""An edition of the demo's methodology, which is in validation, as its source says."""

from demo.people import EDITOR
from people.models import User
from resources.guidance.models import Guide, GuideEdition
from resources.guidance.services import make_edition


def build() -> int:
    """Makes the edition if the methodology has none; returns how many it made."""
    guide = Guide.objects.filter(kind=Guide.Kind.METHODOLOGY, live=True).order_by("path").first()
    if guide is None or GuideEdition.objects.filter(guide=guide).exists():
        return 0
    make_edition(by=User.objects.get(email=EDITOR.email), guide=guide)
    return 1
