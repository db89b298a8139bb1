"""What pages refer to: acts, values, terms, documents and pictures; files are found by their names."""

import re
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.db.models import QuerySet

from demo.drawings import DRAWINGS
from demo.registry import Registry
from publishing.models import PomostDocument, PomostImage
from reference.models import DatedAmount, DatedValue, GlossaryTerm, LegalAct


def add_references(registry: Registry) -> None:
    """Acts, values and terms that are not there yet."""
    for row in registry.acts:
        fields = {name: row.get(name) or "" for name in ("title", "title_genitive", "short_title", "published")}
        LegalAct.objects.get_or_create(eli=row["eli"], defaults={**fields, "date": row["date"]})
    for row in registry.values:
        if not DatedValue.objects.filter(slug=row["slug"]).exists():
            _add_value(row)
    for row in registry.glossary:
        fields = {name: row[name] for name in ("term", "definition", "other_forms", "links_itself") if name in row}
        GlossaryTerm.objects.get_or_create(slug=row["slug"], defaults=fields)


def _add_value(row: dict[str, Any]) -> None:
    value = DatedValue(**{name: row[name] for name in ("name", "slug", "unit", "explanation")})
    for item in row["amounts"]:
        act = LegalAct.objects.get(eli=item["act"]) if "act" in item else None
        value.amounts.add(DatedAmount(**{**item, "amount": Decimal(item["amount"]), "act": act}))
    value.save()


def add_documents(registry: Registry) -> list[str]:
    """Documents that are not there yet; returns their titles."""
    missing = [file for file in registry.documents if not stored(file.name).exists()]
    return [add_document(file.path.name, file.title, file.path.read_bytes()).title for file in missing]


def add_document(name: str, title: str, data: bytes) -> PomostDocument:
    """A document with this file."""
    document = PomostDocument(title=title)
    document.file.save(name, ContentFile(data), save=False)
    document.file_size = len(data)
    document.save()
    return document


def add_images() -> list[str]:
    """Drawings that are not there yet; returns their titles."""
    made = []
    for name, drawing in DRAWINGS.items():
        if not drawn(name).exists():
            file = ImageFile(BytesIO(drawing.make()), name=f"{name}.png")
            image = PomostImage.objects.create(title=drawing.title, file=file)
            made.append(image.title)
    return made


def stored(name: str) -> QuerySet[PomostDocument]:
    """The document of the file ``name``; storage appends ``_`` and seven characters to a name in use."""
    return PomostDocument.objects.filter(file__regex=rf"/{re.escape(name)}(_\w{{7}})?\.\w+$")


def drawn(name: str) -> QuerySet[PomostImage]:
    """The image of the drawing ``name``, likewise."""
    return PomostImage.objects.filter(file__regex=rf"/{re.escape(name)}(_\w{{7}})?\.png$")
