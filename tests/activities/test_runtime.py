"""The runtime in Python: scopes, structure, services, addresses, what loads."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import override_settings
from django.utils import translation
from web_fragments.fragment import Fragment
from xblock.completable import XBlockCompletionMode
from xblock.core import XBlock
from xblock.exceptions import InvalidScopeError, NoSuchServiceError, NoSuchUsage
from xblock.fields import Dict, Integer, List, Scope, String

from courses.activities import exercises
from courses.activities.extracts import ExerciseSource
from courses.activities.models import Node, WiderState
from courses.activities.runtime import PomostRuntime, StateStore
from courses.activities.runtime.allowed import BlockTypeError, block_class, editable
from courses.activities.runtime.block_services import anonymous_user_id
from courses.activities.runtime.completion import of_containers
from courses.activities.runtime.nodes import Nodes
from courses.activities.runtime.runtime import ForeignUserError
from courses.activities.runtime.wider import WiderRows, keys_of
from courses.activities.services import publish_exercises
from people.models import User
from tests.activities.xblocks.framed import node

ACTIVITY = UUID(int=7)


@XBlock.needs("user", "i18n", "settings", "replace_urls", "completion", "cache", "publish", "nothing")
@XBlock.wants("nobody")
class Sample(XBlock):
    """A block with a field of each scope."""

    has_children = True
    label = String(scope=Scope.content, default="")
    options = List(scope=Scope.settings, default=[])
    seen = Integer(scope=Scope.user_state, default=0)
    liked = Dict(scope=Scope.preferences, default={})
    known = Integer(scope=Scope.user_info, default=0)
    votes = Integer(scope=Scope.user_state_summary, default=0)

    def student_view(self, context: Any = None) -> Fragment:
        fragment = Fragment(f"<p>{self.label}</p>")
        fragment.initialize_js("Sample", {"text": "</script><b>&"})
        return fragment


class Shelf(Sample):
    """A block that only holds others."""

    completion_mode = XBlockCompletionMode.AGGREGATOR


class Note(Sample):
    """A block that does not count."""

    completion_mode = XBlockCompletionMode.EXCLUDED


@pytest.fixture(autouse=True)
def _samples(monkeypatch: pytest.MonkeyPatch) -> None:
    for kind in (Sample, Shelf, Note):
        monkeypatch.setitem(exercises.EXERCISES, kind.__name__, kind)


def runtime_of(tree: Node, *, user_id: int | None = 1, store: StateStore | None = None, **how: Any) -> PomostRuntime:
    store = StateStore() if store is None else store
    return PomostRuntime(activity=ACTIVITY, tree=tree, user_id=user_id, store=store, **{"read_only": False, **how})


def test_children_and_parents_come_from_the_tree() -> None:
    runtime = runtime_of(node("Sample", "root", node("Sample", "a"), node("Sample", "b")))
    root = runtime.root()
    assert (root.children, root.parent) == (["a", "b"], None)
    assert [child.scope_ids.usage_id for child in root.get_children()] == ["a", "b"]
    assert runtime.get_block("b").parent == "root"
    assert runtime.get_block("b").get_parent().scope_ids.usage_id == "root"
    assert root.has_children
    with pytest.raises(NoSuchUsage):
        runtime.get_block("c")


@pytest.mark.parametrize("authoring", [False, True])
def test_nobody_writes_the_structure_and_only_editors_the_content(authoring: bool) -> None:
    tree = node("Sample", "root", node("Sample", "a"))
    root = runtime_of(tree, authoring=authoring).root()
    root.children = []
    with pytest.raises(InvalidScopeError):
        root.save()
    for name, value in (("label", "nowa"), ("options", ["x"])):
        root = runtime_of(tree, authoring=authoring).root()
        setattr(root, name, value)
        if authoring:
            root.save()
        else:
            with pytest.raises(InvalidScopeError):
                root.save()
    assert tree["fields"] == ({"label": "nowa", "options": ["x"]} if authoring else {})


def test_what_a_block_does_to_a_value_leaves_the_version_and_the_defaults_alone() -> None:
    tree = node("Sample", options=[{"text": "a"}])
    block = runtime_of(tree).root()
    block.options[0]["text"] = "b"
    block.liked["x"] = 1
    block.options.append("c")
    assert tree["fields"] == {"options": [{"text": "a"}]}
    assert runtime_of(tree).root().options == [{"text": "a"}]
    assert Sample.fields["liked"].default == {}


def test_a_value_changed_after_it_was_saved_is_not_stored_without_saving() -> None:
    store = StateStore()
    block = runtime_of(node("Sample"), store=store).root()
    block.liked = {"x": [1]}
    block.save()
    block.liked["x"].append(2)
    assert list(store.wider.rows.values()) == [{"liked": {"x": [1]}}]


@pytest.mark.django_db
def test_each_scope_is_shared_by_those_whom_it_is_for() -> None:
    users = [User.objects.create_user(f"{name}@example.org") for name in ("jedna", "druga")]
    trees = {uuid4(): node("Sample", "root", node("Sample", "a")) for _number in range(2)}
    publish_exercises(container=None, exercises=[ExerciseSource(uuid, "Próba", tree) for uuid, tree in trees.items()])

    def block_of(user: User, uuid: UUID, block: str) -> tuple[XBlock, StateStore]:
        keys = keys_of(trees[uuid], activity=uuid, user_id=user.pk)
        store = StateStore.load(user_id=user.pk, activities=[uuid], lock=True, wider=keys)
        runtime = PomostRuntime(activity=uuid, tree=trees[uuid], user_id=user.pk, store=store, read_only=False)
        return runtime.get_block(block), store

    first = next(iter(trees))
    block, store = block_of(users[0], first, "root")
    block.liked, block.known, block.votes = {"tak": 1}, 5, 3
    block.save()
    store.wider.save()
    seen = {
        (user is users[0], uuid == first, name): (found.liked, found.known, found.votes)
        for user in users
        for uuid in trees
        for name in ("root", "a")
        for found, _store in [block_of(user, uuid, name)]
    }
    mine = {"tak": 1}
    nothing: dict[str, int] = {}
    assert seen == {
        (True, True, "root"): (mine, 5, 3),
        (True, True, "a"): (mine, 5, 0),
        (True, False, "root"): (mine, 5, 0),
        (True, False, "a"): (mine, 5, 0),
        (False, True, "root"): (nothing, 0, 3),
        (False, True, "a"): (nothing, 0, 0),
        (False, False, "root"): (nothing, 0, 0),
        (False, False, "a"): (nothing, 0, 0),
    }


@pytest.mark.django_db
def test_wider_scopes_cost_no_query_where_no_block_has_them(django_assert_num_queries: Any) -> None:
    tree = node("pomost_choice")
    keys = keys_of(tree, activity=ACTIVITY, user_id=1)
    with django_assert_num_queries(1):
        StateStore.load(user_id=1, activities=[ACTIVITY], lock=False, wider=keys)
    with django_assert_num_queries(2):
        StateStore.load(user_id=1, activities=[ACTIVITY], wider=keys_of(node("Sample"), activity=ACTIVITY, user_id=1))


@pytest.mark.django_db
def test_rows_of_wider_scopes_have_their_owner() -> None:
    user = User.objects.create_user("osoba@example.org")
    for wrong in (
        {"scope": "preferences", "user": user},
        {"scope": "user_info", "user": user, "name": "x"},
        {"scope": "user_info"},
        {"scope": "user_state_summary", "user": user, "name": "x"},
        {"scope": "nothing", "user": user, "name": "x"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            WiderState.objects.create(**wrong)
    key = next(iter(keys_of(node("Note"), activity=ACTIVITY, user_id=user.pk)))
    assert key in WiderRows({key: {}}).rows


def test_services_are_there_if_they_were_asked_for() -> None:
    runtime = runtime_of(node("Sample"), user_id=None)
    block = runtime.root()
    assert runtime.service(block, "nobody") is None
    for unknown in ("nothing", "never declared"):
        with pytest.raises(NoSuchServiceError):
            runtime.service(block, unknown)
    assert runtime.service(block, "replace_urls").replace_urls("/static/a.png") == "/static/a.png"
    with override_settings(POMOST_XBLOCK_SETTINGS={"Sample": {"size": 3}}):
        assert runtime.service(block, "settings").get_settings_bucket(block) == {"size": 3}
    assert runtime.service(block, "settings").get_settings_bucket(block) == {}
    assert runtime.service(block, "completion").get_completions(["root"]) == {"root": 0.0}
    assert runtime.service(block, "user").get_current_user().opt_attrs["edx-platform.is_authenticated"] is False
    with translation.override("pl"):
        assert runtime.service(block, "i18n").gettext("no such text") == "no such text"


@pytest.mark.django_db
def test_a_block_learns_who_its_user_is_but_not_the_address() -> None:
    user = User.objects.create_user("osoba@example.org", first_name="Anna", last_name="Nowak")
    runtime = runtime_of(node("Sample"), user_id=user.pk)
    service = runtime.service(runtime.root(), "user")
    found = service.get_current_user()
    assert (found.full_name, found.emails) == ("Anna Nowak", [])
    assert "example.org" not in str(found.opt_attrs)
    anonymous = found.opt_attrs["edx-platform.anonymous_user_id"]
    assert anonymous == anonymous_user_id(user.pk) != anonymous_user_id(user.pk + 1)
    assert service.get_user_by_anonymous_id(anonymous) == user
    assert service.get_user_by_anonymous_id(anonymous_user_id(user.pk + 1)) is None


def test_only_allowed_types_load(settings: Any) -> None:
    with pytest.raises(BlockTypeError, match="not in POMOST_XBLOCKS"):
        block_class("problem")
    settings.POMOST_XBLOCKS = ["no-such-block"]
    with pytest.raises(BlockTypeError, match="No installed package"):
        block_class("no-such-block")


def test_a_block_without_an_editing_view_gets_a_form_of_its_fields() -> None:
    assert editable(Sample).editable_fields == ("label", "options")
    block = runtime_of(node("Sample"), authoring=True, address=lambda _block: "https://x/").root()
    assert 'data-field-name="label"' in block.render("studio_view", {}).content


def test_events_are_checked_and_kept_with_their_block() -> None:
    runtime = runtime_of(node("Sample", "root", node("Sample", "a")))
    block = runtime.get_block("a")
    runtime.publish(block, "grade", {"value": 1, "max_value": 2, "user_id": 1})
    assert [(event.block, event.type) for event in runtime.events] == [("a", "grade")]
    with pytest.raises(ForeignUserError):
        runtime.publish(block, "grade", {"value": 1, "max_value": 2, "user_id": 2})
    for kind, wrong in (
        ("grade", {"value": -1, "max_value": 2}),
        ("grade", {"value": float("nan"), "max_value": 2}),
        ("grade", {"value": 1, "max_value": float("inf")}),
        ("completion", {"completion": 1.5}),
    ):
        with pytest.raises(ValueError, match="Not a number in range"):
            runtime.publish(block, kind, wrong)


def test_addresses_name_handler_suffix_and_query() -> None:
    runtime = runtime_of(node("Sample"), address=lambda block: f"https://x/{block.scope_ids.usage_id}/")
    block = runtime.root()
    assert runtime.handler_url(block, "save", "a b/c", "q=1") == "https://x/root/handler/save/a%20b/c?q=1"
    assert runtime.handler_url(block, "save") == "https://x/root/handler/save/"
    assert runtime.local_resource_url(block, "public/a.png") == "https://x/root/resource/public/a.png"
    assert runtime.resource_url("public/a.png") == "https://x/root/resource/public/a.png"
    with pytest.raises(NotImplementedError):
        runtime.handler_url(block, "save", thirdparty=True)
    with pytest.raises(NotImplementedError):
        runtime_of(node("Sample")).handler_url(block, "save")


def test_the_element_of_a_block_says_how_to_start_it() -> None:
    runtime = runtime_of(node("Sample", label="<Ą>", name='"x"'), address=lambda _block: "https://x/?a&b")
    html = runtime.render(runtime.root(), "student_view").content
    assert html.startswith('<div class="xblock xblock-student_view')
    for part in (
        'data-usage="root"',
        'data-block-type="Sample"',
        'data-init="Sample"',
        'data-runtime-version="1"',
        'data-name="&quot;x&quot;"',
        'data-address="https://x/?a&amp;b"',
        '{"text":"\\u003C/script\\u003E\\u003Cb\\u003E\\u0026"}',
    ):
        assert part in html


def test_a_shelf_is_as_complete_as_what_counts_on_it() -> None:
    tree = node("Shelf", "root", node("Sample", "a"), node("Note", "n"), node("Shelf", "s", node("Sample", "b")))
    nodes = Nodes(tree)
    kinds = {each["id"]: block_class(each["type"]) for each in nodes}
    assert of_containers(nodes, kinds, {"a": 1.0}) == {"root": 0.5, "s": 0.0}
    assert of_containers(nodes, kinds, {"a": 1.0, "b": 1.0}) == {"root": 1.0, "s": 1.0}
