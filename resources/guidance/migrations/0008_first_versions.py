"""Makes what is public the first version of each guide and chapter.

In a migration of its own: PostgreSQL adds no constraint to a table with changes in the same transaction.
"""

from django.db import migrations
from django.utils import timezone


def first_versions(apps, schema_editor):
    """Makes what is public now the first version of each page, so that its history begins with it.

    Its digest stays empty: it is that of the page as it is stored (``VersionedPage.public_digest``).
    """
    versions = apps.get_model("guidance", "PublishedVersion")
    for model, rows in (("Guide", ("sources",)), ("Chapter", ("sources", "authors"))):
        pages = apps.get_model("guidance", model).objects.filter(live=True, alias_of=None)
        related = {
            "sources": apps.get_model("guidance", f"{model}Source"),
            "authors": apps.get_model("guidance", "ChapterAuthor"),
        }
        fields = {"sources": ("title", "note", "url"), "authors": ("name", "role")}
        for page in pages.iterator():
            facts = {
                name: [
                    list(row)
                    for row in related[name]
                    .objects.filter(page_id=page.pk)
                    .order_by("sort_order")
                    .values_list(*fields[name])
                ]
                for name in rows
            }
            if model == "Chapter":
                facts["legal_state"] = page.legal_state.isoformat() if page.legal_state else ""
            versions.objects.create(
                page_id=page.pk,
                number=1,
                revision_id=page.live_revision_id,
                published_at=page.last_published_at or page.first_published_at or timezone.now(),
                title=page.title,
                summary=page.summary,
                body_html=page.body_html,
                facts=facts,
            )


class Migration(migrations.Migration):
    dependencies = [("guidance", "0007_change_notes_and_editions")]

    operations = [migrations.RunPython(first_versions, migrations.RunPython.noop)]
