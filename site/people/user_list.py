"""The list of users in Wagtail's admin, with labels that fit people who sign in by e-mail address."""

from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import Concat, Lower, Replace
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.users.views.users import IndexView
from wagtail.users.views.users import UserViewSet as WagtailUserViewSet

from people import access
from people.current_user import user_of
from people.models import User
from polish.analysis import Analyser, plain, stems

_DIACRITICS = dict(zip("ąćęłńóśźżĄĆĘŁŃÓŚŹŻ", "acelnoszzacelnoszz", strict=True))
_ENDINGS = "aeiouy"
LEAST_STEM = 4
MOST_WORDS = 8


def named(users: QuerySet[User], text: str) -> QuerySet[User]:
    """The users whose name or address has all words of ``text``, in any case, form and with or without diacritics.

    People are not in the index of the search engine: their data stays in one place.
    """
    words = text.split()[:MOST_WORDS]
    if not words:
        return users.none()
    parts = (F("first_name"), Value(" "), F("last_name"), Value(" "), F("email"))
    folded: Any = Lower(Concat(*parts, output_field=CharField()))
    for letter, replacement in _DIACRITICS.items():
        folded = Replace(folded, Value(letter), Value(replacement))
    return users.alias(folded=folded).filter(reduce(and_, (_has(word) for word in words)))


def _has(word: str) -> Q:
    """That the word or one of its lemmas stands in the name; of a lemma its vowel at the end may differ."""
    wanted = {plain(word)}
    for typed in stems(word) if word.isalpha() else ():
        for lemma in Analyser().possible_lemmas(typed):
            stem = lemma.rstrip(_ENDINGS)
            wanted.add(stem if len(stem) >= LEAST_STEM else lemma)
    return reduce(or_, (Q(folded__contains=part) for part in sorted(wanted)))


class UserList(IndexView):
    """Wagtail's list: "Name" is its label for things too, and the user name is an e-mail address here."""

    labels = {"name": _("First and last name"), "email": _("E-mail address")}

    @cached_property
    def columns(self) -> list[Any]:
        columns: list[Any] = super().columns
        for column in columns:
            column.label = self.labels.get(column.name, column.label)
        return columns

    def search_queryset(self, queryset: QuerySet[User]) -> QuerySet[User]:
        return named(queryset, self.search_query) if self.is_searching else queryset

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Records whose accounts the page lists."""
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        listed = [user.pk for user in context["object_list"]]
        access.record(by=user_of(self.request), whose=listed, kind=access.ACCOUNT_LIST)
        return context


class UserViewSet(WagtailUserViewSet):
    index_view_class = UserList
