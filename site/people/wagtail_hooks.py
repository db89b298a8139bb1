from django.http import HttpRequest
from wagtail import hooks

from people import services
from people.models import User


@hooks.register("after_edit_user")
def follow_the_address(_request: HttpRequest, user: User) -> None:
    """An address changed by an administrator counts at sign-in too, once its owner has confirmed it."""
    services.follow_address(user=user)
