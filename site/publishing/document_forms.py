"""The form of a document in Wagtail's admin: every upload, new or in place of another, single or one of many."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from wagtail.documents.forms import BaseDocumentForm

from publishing.file_kinds import fault_of


class DocumentForm(BaseDocumentForm):
    """Refuses a file that is empty, broken or of another kind than its name says."""

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        # Without a new upload it is the stored file.
        if isinstance(file, UploadedFile) and (fault := fault_of(file, file.name or "")):
            raise ValidationError(fault, code="broken")
        return file

    def _post_clean(self) -> None:
        # The model would say of the missing file, too, that its kind is not allowed.
        faults = self.errors.get("file")
        super()._post_clean()
        if faults is not None:
            faults.data[1:] = []
