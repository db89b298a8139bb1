"""What changes state in people."""

from django.db import transaction

from people.models import Consent, User

TERMS_WORDING = "2026-11-22"


@transaction.atomic
def record_signup(*, user: User, first_name: str, last_name: str) -> User:
    """Keeps the name given at sign-up and the consent to the terms in their present wording."""
    user.first_name, user.last_name = first_name.strip(), last_name.strip()
    user.save(update_fields=["first_name", "last_name"])
    Consent.objects.get_or_create(user=user, subject=Consent.Subject.TERMS, wording=TERMS_WORDING)
    return user
