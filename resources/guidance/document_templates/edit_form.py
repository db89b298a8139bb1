"""The edit form of a document template: its file may be filled in, and its fields are those of the file."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from publishing.page_forms import PageForm
from reference.models import Unit
from resources.guidance.document_templates.files import TemplateFileError, fields_in


class DocumentTemplateForm(PageForm):
    """Says at the file which fields it lacks, and at a field that the file does not have it."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "fields" in self.formsets and not getattr(self, "is_deferred_validation", False):
            given = self._given()
            self._check_kinds(given)
            if document := cleaned.get("document"):
                self._check_file(document, given)
        return cleaned

    def _given(self) -> dict[str, Any]:
        """The forms of the fields by their names. A name that stands twice is refused."""
        given: dict[str, Any] = {}
        for form in self.formsets["fields"].forms:
            values = form.cleaned_data if form.is_valid() else {}
            name = values.get("name")
            if not name or values.get("DELETE"):
                continue
            if name in given:
                form.add_error("name", ValidationError(_("Another field has this name.")))
            given[name] = form
        return given

    def _check_file(self, document: Any, given: dict[str, Any]) -> None:
        try:
            with document.open_file() as file:
                found = fields_in(file, document.filename)
        except TemplateFileError as error:
            self.add_error("document", ValidationError(str(error)))
            return
        except OSError:
            self.add_error("document", ValidationError(_("The file is not there. Upload it again.")))
            return
        if missing := [name for name in found if name not in given]:
            message = _("The file has fields that are not in the list below: %(names)s.") % {
                "names": ", ".join(missing)
            }
            self.add_error("document", ValidationError(message))
        for name, form in given.items():
            if name not in found:
                message = _("The file has no such field. It has: %(names)s.") % {"names": ", ".join(found) or "–"}
                form.add_error("name", ValidationError(message))

    def _check_kinds(self, given: dict[str, Any]) -> None:
        """A choice needs choices, and only an amount can have a least one."""
        for form in given.values():
            field = form.instance
            if field.kind == field.Kind.CHOICE and len(field.choice_list) < 2:
                form.add_error("choices", ValidationError(_("A choice needs at least two lines.")))
            if field.least and (field.kind != field.Kind.AMOUNT or field.least.unit != Unit.MONEY):
                form.add_error(
                    "least", ValidationError(_("Only an amount in złoty can have a least amount, in złoty."))
                )
