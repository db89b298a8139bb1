"""The four roles as groups, what editors may do in the tree and with files, and the workflow of reviewers.

What depends on models of the rooms (and may grow with them) is granted after every migration by ``pomost.roles``.
Only the names are repeated here: a migration must go on meaning what it meant when it was written.
"""

from django.db import migrations

EDITOR = "Redakcja"
REVIEWER = "Weryfikacja merytoryczna"
ROLES = (EDITOR, REVIEWER, "Trener/trenerka", "Koordynator/koordynatorka")

STOCK_GROUPS = ("Editors", "Moderators")
STOCK_WORKFLOW = "Moderators approval"

# Not bulk_delete: to delete a page with all that is under it stays with administrators.
PAGE_PERMISSIONS = ("add", "change", "publish", "lock", "unlock")
FILE_PERMISSIONS = ("add", "change", "choose")
FILE_MODELS = (("wagtailimages", "image"), ("wagtaildocs", "document"))


def make_roles(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    for name in ROLES:
        Group.objects.get_or_create(name=name)
    editors = Group.objects.get(name=EDITOR)

    root = apps.get_model("wagtailcore", "Page").objects.get(depth=1)
    GroupPagePermission = apps.get_model("wagtailcore", "GroupPagePermission")
    for action in PAGE_PERMISSIONS:
        GroupPagePermission.objects.get_or_create(
            group=editors, page=root, permission=_permission(apps, "wagtailcore", "page", action)
        )

    files = apps.get_model("wagtailcore", "Collection").objects.get(depth=1)
    GroupCollectionPermission = apps.get_model("wagtailcore", "GroupCollectionPermission")
    for app_label, model in FILE_MODELS:
        for action in FILE_PERMISSIONS:
            GroupCollectionPermission.objects.get_or_create(
                group=editors, collection=files, permission=_permission(apps, app_label, model, action)
            )

    _remove_stock(apps)
    _make_workflow(apps, root)


def _permission(apps, app_label, model, action):
    # The rows of permissions are made after all migrations, in a new database not yet: made here they are found then.
    ContentType = apps.get_model("contenttypes", "ContentType")
    content_type, _ = ContentType.objects.get_or_create(app_label=app_label, model=model)
    permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type, codename=f"{action}_{model}", defaults={"name": f"Can {action} {model}"}
    )
    return permission


def _remove_stock(apps):
    """Wagtail's own groups, unless somebody is in them, and its workflow, unless a page has been through it."""
    Workflow = apps.get_model("wagtailcore", "Workflow")
    for workflow in Workflow.objects.filter(name=STOCK_WORKFLOW, workflow_states__isnull=True):
        tasks = [step.task for step in workflow.workflow_tasks.all()]
        workflow.delete()
        for task in tasks:
            if not task.workflow_tasks.exists() and not task.task_states.exists():
                task.delete()
    apps.get_model("auth", "Group").objects.filter(name__in=STOCK_GROUPS, user__isnull=True).delete()


def _make_workflow(apps, root):
    Workflow = apps.get_model("wagtailcore", "Workflow")
    if Workflow.objects.filter(name=REVIEWER).exists():
        return
    ContentType = apps.get_model("contenttypes", "ContentType")
    content_type, _ = ContentType.objects.get_or_create(app_label="wagtailcore", model="groupapprovaltask")
    task = apps.get_model("wagtailcore", "GroupApprovalTask").objects.create(
        name=REVIEWER, content_type=content_type, active=True
    )
    task.groups.set(apps.get_model("auth", "Group").objects.filter(name=REVIEWER))
    workflow = Workflow.objects.create(name=REVIEWER, active=True)
    apps.get_model("wagtailcore", "WorkflowTask").objects.create(workflow=workflow, task=task, sort_order=0)
    apps.get_model("wagtailcore", "WorkflowPage").objects.update_or_create(page=root, defaults={"workflow": workflow})


class Migration(migrations.Migration):
    # Named one by one: with "__latest__" an update of Wagtail would put its new migrations before this applied one,
    # and Django refuses such a history.
    dependencies = [
        ("pomost", "0002_initial"),
        ("people", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
    ]

    # Backwards nothing is taken away: people may be in the groups.
    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop)]
