"""Loading the demo: content, and in development people who use it."""

from demo import activity, builders, editions, questions, reviews, validation
from demo.builders.pages import resolver
from demo.people import OTHERS, SIGN_INS, account_of
from demo.registry import registry


def load(*, with_people: bool) -> int:
    """Makes what is missing; returns how many pages, documents and accounts that was."""
    made = len(builders.build(registry()))
    if with_people:
        accounts = [account_of(persona) for persona in (*SIGN_INS, *OTHERS)]
        made += sum(created for _user, created in accounts)
        made += activity.build(registry().coursework)
        made += validation.build()
        made += reviews.build(registry().guides)
        made += editions.build()
        made += questions.build(registry().questions, resolver())
    return made
