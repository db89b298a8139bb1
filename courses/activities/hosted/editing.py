"""The modes of editors: "studio" writes the draft of an activity of the library, "preview" shows and keeps nothing.

A preview has the state of a learner who has just begun, which is kept in the cache for as long as its frame is open.
"""

from dataclasses import fields

from django.core.cache import cache
from django.db import transaction
from wagtail.models import Page
from webob import Response

from courses.activities.hosted import modes, services, tokens
from courses.activities.hosted.calls import version_of
from courses.activities.hosted.models import LibraryActivity
from courses.activities.hosted.modes import Call, Done, RefusedError
from courses.activities.hosted.tokens import Grant
from courses.activities.models import Node
from courses.activities.runtime import PomostRuntime, StateStore
from courses.activities.runtime.nodes import Nodes, copied
from people.models import User

STUDIO, PREVIEW = "studio", "preview"
CHANGE = "activities.change_libraryactivity"


def register() -> None:
    """Called once, when Django is ready."""
    modes.register(STUDIO, studio)
    modes.register(PREVIEW, preview)


@transaction.atomic
def studio(grant: Grant, call: Call) -> Done:
    """Shows or changes the draft of an activity of the library; only for who may change it."""
    user = _editor(grant)
    item = _item(grant, user, lock=True)
    draft: Node = copied(item.draft)
    runtime = PomostRuntime(
        activity=grant.activity,
        tree=draft,
        user_id=user.pk,
        store=StateStore(),
        read_only=False,
        authoring=True,
        address=call.address,
    )
    response = call.run(runtime)
    failed = isinstance(response, Response) and response.status_code >= 400
    if draft != item.draft and not failed:
        services.keep_draft(item=item, draft=draft)
    return Done(response)


def preview(grant: Grant, call: Call) -> Done:
    """Shows the draft of an activity of the library, or the published version in a page that the user may edit."""
    user = _editor(grant)
    tree = _item(grant, user).draft if not grant.version else _placed(grant, user)
    if grant.block not in Nodes(tree):
        raise RefusedError
    kept = f"activity_preview:{user.pk}:{grant.activity}:{grant.version}"
    store = StateStore(**(cache.get(kept, {}) if not call.shows else {}))
    runtime = PomostRuntime(
        activity=grant.activity, tree=tree, user_id=user.pk, store=store, read_only=False, address=call.address
    )
    response = call.run(runtime)
    cache.set(kept, {field.name: getattr(store, field.name) for field in fields(store)}, tokens.SECONDS)
    return Done(response)


def _editor(grant: Grant) -> User:
    user = User.objects.filter(pk=grant.user, is_active=True).first()
    if user is None:
        raise RefusedError
    return user


def _item(grant: Grant, user: User, *, lock: bool = False) -> LibraryActivity:
    items = LibraryActivity.objects.select_for_update() if lock else LibraryActivity.objects.all()
    item = items.filter(pk=grant.place, activity=grant.activity).first()
    if item is None or grant.version or not user.has_perm(CHANGE) or grant.block not in Nodes(item.draft):
        raise RefusedError
    return item


def _placed(grant: Grant, user: User) -> Node:
    page = Page.objects.filter(pk=grant.place).first()
    if page is None or not page.permissions_for_user(user).can_edit():
        raise RefusedError
    tree: Node = version_of(grant).tree
    return tree
