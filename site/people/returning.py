"""The user who last signed in with this browser: a signed cookie that outlives the session until signing out.

It authenticates nobody and shows nothing. It only names the owner of what is posted after the session has expired.
"""

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from people.models import User

SALT = "people.returning"
SECONDS = 90 * 24 * 60 * 60


def set_cookie(response: HttpResponseBase, user: User) -> None:
    """Sets the cookie for the user who has just signed in."""
    response.set_signed_cookie(
        settings.POMOST_PERSON_COOKIE,
        str(user.pk),
        salt=SALT,
        max_age=SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def delete_cookie(response: HttpResponseBase) -> None:
    """Deletes the cookie, after signing out."""
    response.delete_cookie(settings.POMOST_PERSON_COOKIE, samesite="Lax")


def last_user(request: HttpRequest) -> User | None:
    """The active user who last signed in with this browser; None without a valid cookie of the last 90 days."""
    value = request.get_signed_cookie(settings.POMOST_PERSON_COOKIE, default="", salt=SALT, max_age=SECONDS)
    return User.objects.filter(pk=int(value), is_active=True).first() if value else None
