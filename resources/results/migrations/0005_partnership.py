"""The leader and the partners of a project become rows, in pages and in the JSON of their revisions.

Live pages are marked as stale: the worker renders them within ten minutes and writes their records.
"""

from django.db import migrations
from django.utils import timezone


def to_rows(apps, schema_editor):
    using = schema_editor.connection.alias
    project, partner = apps.get_model("results", "Project"), apps.get_model("results", "ProjectPartner")
    for page in project.objects.using(using).all():
        rows = _rows(page.leader, page.partners)
        partner.objects.using(using).bulk_create(
            [partner(project=page, name=name, role=role, sort_order=order) for order, (name, role) in enumerate(rows)]
        )
    for revision in _revisions(apps, using):
        content = revision.content
        rows = _rows(content.pop("leader", None) or "", content.pop("partners", None) or "")
        content["partnership"] = [
            {"pk": None, "sort_order": order, "project": content["pk"], "name": name, "role": role, "kind": ""}
            for order, (name, role) in enumerate(rows)
        ]
        revision.save(update_fields=["content"])
    stale = apps.get_model("publishing", "StalePage")
    live = project.objects.using(using).filter(live=True).values_list("pk", flat=True)
    stale.objects.using(using).bulk_create(
        [stale(page_id=pk, marked_at=timezone.now(), state="waiting") for pk in live], ignore_conflicts=True
    )


def to_fields(apps, schema_editor):
    using = schema_editor.connection.alias
    project, partner = apps.get_model("results", "Project"), apps.get_model("results", "ProjectPartner")
    for page in project.objects.using(using).all():
        rows = partner.objects.using(using).filter(project=page).order_by("sort_order").values_list("name", "role")
        page.leader, page.partners = _fields(rows)
        project.objects.using(using).filter(pk=page.pk).update(leader=page.leader, partners=page.partners)
    for revision in _revisions(apps, using):
        content = revision.content
        rows = [(row["name"], row["role"]) for row in content.pop("partnership", None) or []]
        content["leader"], content["partners"] = _fields(rows)
        revision.save(update_fields=["content"])


def _rows(leader, partners):
    names = [(line.strip(), "partner") for line in partners.splitlines() if line.strip()]
    return ([(leader, "leader")] if leader else []) + names


def _fields(rows):
    rows = list(rows)
    leaders = [name for name, role in rows if role == "leader"]
    return "; ".join(leaders)[:250], "\n".join(name for name, role in rows if role != "leader")


def _revisions(apps, using):
    content_type = apps.get_model("contenttypes", "ContentType")
    kinds = content_type.objects.using(using).filter(app_label="results", model="project")
    return apps.get_model("wagtailcore", "Revision").objects.using(using).filter(content_type__in=kinds).iterator()


class Migration(migrations.Migration):
    dependencies = [
        ("results", "0004_results_base"),
        ("publishing", "0006_accessibility_statement"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(to_rows, to_fields)]
