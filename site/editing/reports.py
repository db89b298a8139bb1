"""What the project's reports in the admin share: their file is a CSV that spreadsheets in Polish open."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from wagtail.admin.views.reports import ReportView

from publishing.spreadsheets import csv_of


class CsvReportView(ReportView):
    """A report that is saved as ``<file_name>-<day>.csv`` with the columns in ``list_export``."""

    file_name: ClassVar[str]

    def cells(self, row: Any) -> list[Any]:
        """The cells of a row in a file: by default what the columns show."""
        columns = {column.name: column for column in self.columns}
        return [columns[name].get_value(row) for name in self.list_export]

    def csv_row(self, row: Any) -> list[str]:
        """The cells as text."""
        return ["" if value is None else str(value) for value in self.cells(row)]

    def to_row_dict(self, row: Any) -> dict[str, Any]:
        """The cells of the XLSX file; Wagtail would read attributes of the row with the names of the columns."""
        return dict(zip(self.list_export, self.cells(row), strict=True))

    def get_filename(self) -> str:
        return f"{self.file_name}-{timezone.localdate():%Y-%m-%d}"

    def write_csv_response(self, queryset: Iterable[Any]) -> HttpResponse:
        headings = [str(self.export_headings[name]) for name in self.list_export]
        return HttpResponse(
            csv_of([headings, *(self.csv_row(row) for row in queryset)]),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": content_disposition_header(True, f"{self.get_filename()}.csv") or ""},
        )
