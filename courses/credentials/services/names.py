"""What becomes of the names on certificates when an account goes."""

from django.db import transaction

from courses.credentials.models import Certificate
from people.models import User


@transaction.atomic
def strip_names(*, user: User) -> None:
    """Keeps of the name on each certificate of ``user`` only what they have allowed others to see."""
    Certificate.objects.filter(user=user).strip_names(keep=True)
