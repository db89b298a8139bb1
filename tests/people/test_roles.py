import re
from collections.abc import Callable

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Workflow, WorkflowPage

from people import roles
from pomost.roles import GRANTS, grant_roles
from publishing.models import PomostDocument, StandardPage
from reference.models import GlossaryTerm

pytestmark = pytest.mark.django_db


def permissions_of(role: str) -> set[str]:
    return {
        f"{label}.{codename}"
        for label, codename in Permission.objects.filter(group__name=role).values_list(
            "content_type__app_label", "codename"
        )
    }


def existing(names: tuple[str, ...]) -> set[str]:
    return {
        name
        for name in names
        if Permission.objects.filter(content_type__app_label=name.split(".")[0], codename=name.split(".")[1]).exists()
    }


def fields_of(page: StandardPage, title: str) -> dict[str, str]:
    return {
        "title": title,
        "slug": page.slug,
        "summary": "",
        "search_text": "",
        "share_image": "",
        "seo_title": "",
        "search_description": "",
        "body-count": "0",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "comments-MIN_NUM_FORMS": "0",
        "comments-MAX_NUM_FORMS": "1000",
    }


def edit(client: Client, page: StandardPage, title: str, action: str = "action-save-draft") -> int:
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return client.post(address, {**fields_of(page, title), action: "1"}).status_code


def test_only_the_four_groups_are_there() -> None:
    assert set(Group.objects.values_list("name", flat=True)) == set(roles.ALL)


@pytest.mark.parametrize("role", roles.ALL)
def test_each_group_has_just_its_permissions(role: str) -> None:
    assert permissions_of(role) == existing(GRANTS[role])


def test_only_permissions_of_apps_not_yet_there_are_missing() -> None:
    waiting = {name for names in GRANTS.values() for name in names} - {
        name for names in GRANTS.values() for name in existing(names)
    }
    assert all(name.startswith("coursework.") for name in waiting)


def test_a_permission_that_comes_later_is_granted_then() -> None:
    content_type, _made = ContentType.objects.get_or_create(app_label="coursework", model="cohort")
    Permission.objects.get_or_create(content_type=content_type, codename="run_cohorts", defaults={"name": "x"})
    grant_roles(apps.get_app_config("pomost"))
    grant_roles()
    assert "coursework.run_cohorts" in permissions_of(roles.TRAINER)
    assert permissions_of(roles.COORDINATOR) <= set(GRANTS[roles.COORDINATOR])


def test_granting_leaves_what_an_administrator_added() -> None:
    group = Group.objects.get(name=roles.REVIEWER)
    extra = Permission.objects.get(content_type__app_label="reference", codename="change_legalact")
    group.permissions.add(extra)
    grant_roles()
    assert extra in group.permissions.all()


def test_rights_in_the_tree_and_with_files_are_the_editors_alone() -> None:
    pages = GroupPagePermission.objects.values_list("group__name", "page__depth", "permission__codename")
    assert set(pages) == {
        (roles.EDITOR, 1, f"{action}_page") for action in ("add", "change", "publish", "lock", "unlock")
    }
    files = GroupCollectionPermission.objects.values_list("group__name", "collection__depth", "permission__codename")
    assert set(files) == {
        (roles.EDITOR, 1, f"{action}_{model}")
        for action in ("add", "change", "choose")
        for model in ("image", "document")
    }


def test_the_workflow_is_the_reviewers() -> None:
    workflow = Workflow.objects.get()
    assert workflow.name == roles.REVIEWER
    (task,) = workflow.tasks
    assert [group.name for group in task.specific.groups.all()] == [roles.REVIEWER]
    assert WorkflowPage.objects.get().page.depth == 1


@pytest.mark.parametrize("role", [roles.EDITOR, roles.REVIEWER])
def test_editors_and_reviewers_enter_the_admin(as_role: Callable[[str], Client], role: str) -> None:
    assert as_role(role).get("/admin/").status_code == 200


@pytest.mark.parametrize("role", [roles.TRAINER, roles.COORDINATOR, ""])
def test_others_do_not(as_role: Callable[[str], Client], role: str, page: StandardPage) -> None:
    client = as_role(role)
    for address in ("/admin/", "/admin/pages/", f"/admin/pages/{page.pk}/edit/", "/admin/users/"):
        response = client.get(address)
        assert response.status_code in (302, 403)
        assert response.status_code == 403 or response["Location"].startswith(("/konto/", "/admin/login/"))


@pytest.mark.parametrize(
    ("name", "editor_may"),
    [
        ("wagtailadmin_explore_root", True),
        ("wagtailimages:index", True),
        ("wagtaildocs:index", True),
        ("wagtailredirects:index", True),
        ("wagtailsnippets_reference_legalact:list", True),
        ("wagtailsnippets_reference_glossaryterm:add", True),
        ("wagtailusers_users:index", False),
        ("wagtailusers_groups:index", False),
        ("wagtailsites:index", False),
        ("wagtailadmin_workflows:index", False),
        ("wagtailadmin_collections:index", False),
    ],
)
def test_what_opens_to_whom(editor: Client, reviewer: Client, name: str, editor_may: bool) -> None:
    assert (editor.get(reverse(name)).status_code == 200) is editor_may
    if name != "wagtailadmin_explore_root":
        assert reviewer.get(reverse(name)).status_code == 302


def test_an_editor_edits_and_publishes(editor: Client, page: StandardPage, draft: StandardPage) -> None:
    assert edit(editor, page, "Nowy tytuł") == 302
    page.refresh_from_db()
    assert (page.title, page.get_latest_revision_as_object().title) == ("O serwisie", "Nowy tytuł")
    assert edit(editor, draft, "Gotowe", "action-publish") == 302
    draft.refresh_from_db()
    assert (draft.title, draft.live) == ("Gotowe", True)


def test_an_editor_keeps_terms_and_the_footer(editor: Client) -> None:
    term = {"term": "Partnerstwo próbne", "slug": "partnerstwo-proba", "definition": "Umowa o wspólnym działaniu."}
    assert editor.post(reverse("wagtailsnippets_reference_glossaryterm:add"), term).status_code == 302
    assert GlossaryTerm.objects.filter(slug="partnerstwo-proba").exists()
    footer = editor.get(reverse("wagtailsettings:edit", args=["publishing", "footersettings"]), follow=True)
    assert footer.status_code == 200


def test_an_editor_adds_a_document(editor: Client) -> None:
    data = {
        "title": "Wzór do dodania",
        "collection": Collection.objects.get(depth=1).pk,
        "file": SimpleUploadedFile("wzor.txt", b"tekst"),
    }
    assert editor.post(reverse("wagtaildocs:add"), data).status_code == 302
    assert PomostDocument.objects.filter(title="Wzór do dodania").exists()


def test_an_editor_deletes_no_branch_of_the_tree(editor: Client, page: StandardPage) -> None:
    page.add_child(instance=StandardPage(title="Pod spodem", slug="pod"))
    assert editor.post(reverse("wagtailadmin_pages:delete", args=[page.pk])).status_code == 302
    assert StandardPage.objects.filter(pk=page.pk).exists()


def test_a_reviewer_edits_and_publishes_nothing(reviewer: Client, page: StandardPage, draft: StandardPage) -> None:
    for target in (page, draft):
        assert reviewer.get(reverse("wagtailadmin_pages:edit", args=[target.pk])).status_code == 302
        edit(reviewer, target, "Cudzy tytuł", "action-publish")
        target.refresh_from_db()
        assert target.title != "Cudzy tytuł"
    assert not draft.live
    assert reviewer.get(reverse("wagtailadmin_pages:add_subpage", args=[page.pk])).status_code == 302


@pytest.mark.parametrize(("action", "status"), [("approve", "approved"), ("reject", "needs_changes")])
def test_a_reviewer_decides_and_an_editor_publishes(
    editor: Client, reviewer: Client, draft: StandardPage, action: str, status: str
) -> None:
    assert edit(editor, draft, "Do sprawdzenia", "action-submit") == 302
    state = draft.current_workflow_task_state
    assert "Do sprawdzenia" in reviewer.get("/admin/").text
    assert reviewer.get(reverse("wagtailadmin_pages:edit", args=[draft.pk])).status_code == 200
    assert reviewer.get(reverse("wagtailadmin_pages:view_draft", args=[draft.pk])).status_code == 200
    address = reverse("wagtailadmin_pages:workflow_action", args=[draft.pk, action, state.pk])
    assert reviewer.post(address, {"comment": "Sprawdzone"}).status_code == 302
    assert draft.workflow_states.get().status == status
    draft.refresh_from_db()
    assert not draft.live
    assert edit(editor, draft, "Do sprawdzenia", "action-publish") == 302
    draft.refresh_from_db()
    assert draft.live


def compare(client: Client, page: StandardPage) -> int:
    address = reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, "live", "latest"])
    return client.get(address).status_code


def test_a_reviewer_compares_what_they_review_with_the_live_version(
    editor: Client, reviewer: Client, page: StandardPage
) -> None:
    page.save_revision().publish()
    assert compare(reviewer, page) == 302  # nothing to review: refused, and redirected
    assert edit(editor, page, "Nowy tytuł", "action-submit") == 302
    under_review = StandardPage.objects.get(pk=page.pk)
    compared = reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, "live", under_review.latest_revision_id])
    state = under_review.current_workflow_task_state
    review = reverse("editing_review", args=[state.pk])
    assert f'href="{review}"' in reviewer.get("/admin/").text
    for page_of_differences in (review, compared):
        shown = reviewer.get(page_of_differences).text
        marks = re.findall(r'<(ins|del) class="diff-\w+"><span class="w-sr-only">[^<]*</span>([^<]+)<', shown)
        assert marks == [("del", "O serwisie"), ("ins", "Nowy tytuł")]
    reviewer.post(reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk]))
    assert compare(reviewer, page) == 302


@pytest.mark.parametrize(
    ("role", "status"), [(roles.EDITOR, 200), (roles.REVIEWER, 200), (roles.TRAINER, 302), (roles.COORDINATOR, 302)]
)
def test_who_compares_a_page_under_review(
    administrator: Client, as_role: Callable[[str], Client], page: StandardPage, role: str, status: int
) -> None:
    edit(administrator, page, "Nowy tytuł", "action-submit")
    assert compare(as_role(role), page) == status
    assert compare(Client(), page) == 302


def test_an_administrator_who_approves_publishes(editor: Client, administrator: Client, draft: StandardPage) -> None:
    edit(editor, draft, "Do sprawdzenia", "action-submit")
    state = draft.current_workflow_task_state
    administrator.post(reverse("wagtailadmin_pages:workflow_action", args=[draft.pk, "approve", state.pk]))
    draft.refresh_from_db()
    assert draft.live


def test_a_user_outside_the_workflow_task_decides_nothing(
    editor: Client, as_role: Callable[[str], Client], draft: StandardPage
) -> None:
    edit(editor, draft, "Do sprawdzenia", "action-submit")
    state = draft.current_workflow_task_state
    for client in (as_role(roles.TRAINER), as_role("")):
        client.post(reverse("wagtailadmin_pages:workflow_action", args=[draft.pk, "approve", state.pk]))
    draft.refresh_from_db()
    assert not draft.live
