"""The account adapter of django-allauth."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.password_reset import get_reset_password_url
from django.http import HttpRequest, HttpResponse

from people import returning, tasks
from people.current_user import user_of
from people.landing import landing_page_of
from people.models import User
from people.signals import signed_in


class AccountAdapter(DefaultAccountAdapter):
    """Stores addresses in lower case, sends e-mails in the background, and chooses the page after signing in."""

    def populate_username(self, request: HttpRequest, user: User) -> None:
        """Does nothing: there are no user names."""

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        user = super().save_user(request, user, form, commit=False)
        user.email = user.email.lower()
        if commit:
            user.save()
        return user

    def post_login(self, request: HttpRequest, user: User, **details: Any) -> HttpResponse:
        """Sets the cookie of ``people.returning`` and sends ``signed_in``, after every way of signing in."""
        response: HttpResponse = super().post_login(request, user, **details)
        returning.set_cookie(response, user)
        signed_in.send(sender=type(self), request=request, user=user, response=response)
        return response

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Renders the e-mail at once and queues it."""
        reset = get_reset_password_url(self.request)
        message = self.render_mail(
            template_prefix, email, {"request": self.request, "email": email, "password_reset_url": reset, **context}
        )
        tasks.send_email.enqueue(subject=str(message.subject), body=str(message.body), to=email)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return landing_page_of(user_of(request)) or str(super().get_login_redirect_url(request))
