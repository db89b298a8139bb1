"""People from spreadsheets: what each row holds, what would happen to it, and which files are refused."""

import csv
import io
from contextlib import suppress
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from courses.coursework.errors import NotPermittedError, PeopleListError
from courses.coursework.models import CohortInvitation
from courses.coursework.people_lists import MOST_ROWS, Outcome, people_list, rows_of_file, rows_of_text
from tests.coursework import factories
from tests.coursework.factories import invited
from tests.coursework.invitations.steps import said, signed_in, states

ROWS = [
    ["Imię i nazwisko", "E-mail", "Organizacja"],
    ["Ola Żak", "ola@example.com", "Fundacja Brzeg"],
    ["Ewa Sowa", "Ewa Sowa <EWA@example.com>", ""],
    ["", "", ""],
    ["Jan Zły", "jan@zly", "Łąka"],
    ["Bez adresu", "", ""],
    ["Ola Żak", "OLA@example.com", ""],
]


def workbook(rows=ROWS, sheet=None) -> bytes:
    book = Workbook()
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(row, start=1):
            if cell:
                book.active.cell(number, column, cell)
    if sheet:
        sheet(book.active)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def comma_separated(delimiter: str) -> str:
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter).writerows(ROWS)
    return written.getvalue()


def upload(data: bytes, name: str = "osoby.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def filled(rows):
    return [list(row[:3]) for row in rows if any(row)]


@pytest.mark.parametrize(
    "file",
    [
        upload(workbook()),
        upload(comma_separated(";").encode("cp1250"), "osoby.csv"),
        upload(comma_separated(",").encode("utf-8-sig"), "OSOBY.CSV"),
        upload(comma_separated("\t").encode("utf-16"), "osoby.csv"),
    ],
    ids=["XLSX", "CSV of Excel", "CSV in UTF-8", "CSV in UTF-16"],
)
def test_every_kind_of_spreadsheet_gives_the_same_rows(file):
    assert filled(rows_of_file(file)) == filled(ROWS)


def test_copied_rows_give_the_same(rf):
    assert filled(rows_of_text(comma_separated("\t"))) == filled(ROWS)


def bomb() -> bytes:
    """A workbook whose first sheet unpacks to 40 MB."""
    written = io.BytesIO(workbook())
    with ZipFile(written, "a", ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/image1.xml", b" " * 40_000_000)
    return written.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "osoby.xlsx", "Plik jest pusty"),
        (workbook(), "osoby.xls", "Wybierz plik XLSX lub CSV"),
        (b"x" * 1_000_001, "osoby.csv", "większy niż 1"),
        (b"<html></html>", "osoby.csv", "nie zgadza się z"),
        (workbook()[:-200], "osoby.xlsx", "nie zgadza się z"),
        (bomb(), "osoby.xlsx", "za duży"),
    ],
    ids=["empty", "old Excel", "large", "HTML", "cut", "bomb"],
)
def test_other_files_are_refused_with_what_to_do(data, name, said):
    with pytest.raises(PeopleListError) as error:
        rows_of_file(upload(data, name))
    assert said in str(error.value)
    assert error.value.field == "file"


def test_a_cell_at_the_end_of_the_sheet_takes_neither_time_nor_memory():
    data = workbook(sheet=lambda sheet: sheet.cell(1_048_576, 16_384, "koniec"))
    rows = rows_of_file(upload(data))
    assert (len(rows), max(map(len, rows))) == (MOST_ROWS + 2, 50)


@pytest.mark.django_db
def test_each_row_says_what_will_happen_to_it(lead, cohort, django_assert_num_queries):
    factories.member(cohort, factories.UserFactory.create(email="jest@example.com"))
    invited(cohort, "czeka@example.com", by=lead)
    rows = [*ROWS, ["jest@example.com"], ["czeka@example.com"]]
    lead.has_perm("")  # fills the cache of permissions
    with django_assert_num_queries(3):  # whether the user trains the group, members, invitations
        found = people_list(by=lead, cohort=cohort, rows=rows)
    assert [(row.number, row.address, row.others, row.outcome) for row in found.rows] == [
        (2, "ola@example.com", "Ola Żak · Fundacja Brzeg", Outcome.NEW),
        (3, "ewa@example.com", "Ewa Sowa", Outcome.NEW),
        (5, "jan@zly", "Jan Zły · Łąka", Outcome.WRONG),
        (6, "", "Bez adresu", Outcome.MISSING),
        (7, "ola@example.com", "Ola Żak", Outcome.REPEATED),
        (8, "jest@example.com", "", Outcome.PRESENT),
        (9, "czeka@example.com", "", Outcome.WAITING),
    ]
    assert (found.addresses, found.skipped) == (["ola@example.com", "ewa@example.com"], 2)


@pytest.mark.django_db
def test_a_long_address_stays_whole(lead, cohort):
    address = f"{'a' * 60}@{'b' * 60}.{'c' * 60}.example.com"
    found = people_list(by=lead, cohort=cohort, rows=[[address], [f"{'x' * 200}@"]])
    assert found.addresses == [address]
    assert [len(row.address) for row in found.rows] == [len(address), 120]


@pytest.mark.django_db
def test_lists_without_an_address_or_too_long_are_refused(lead, cohort):
    for rows in ([], [["Imię"], ["Ola"]], [["a@b"]]):
        with pytest.raises(PeopleListError, match="żadnego adresu"):
            people_list(by=lead, cohort=cohort, rows=rows)
    with pytest.raises(PeopleListError, match="1000 wierszy"):
        people_list(by=lead, cohort=cohort, rows=[[f"o{number}@example.com"] for number in range(MOST_ROWS + 1)])


@pytest.mark.parametrize("read", [rows_of_text, lambda text: rows_of_file(upload(text.encode(), "osoby.csv"))])
def test_a_cell_without_an_end_is_refused_at_its_field(read):
    with pytest.raises(PeopleListError) as error:
        read("ola@example.com;" + "x" * 200_000)
    assert error.value.field == ("rows" if read is rows_of_text else "file")


@given(st.lists(st.lists(st.text(max_size=20), max_size=4), max_size=6))
def test_any_copied_text_is_read_or_refused(rows):
    text = "\n".join("\t".join(cells) for cells in rows)
    with suppress(PeopleListError):
        assert len(rows_of_text(text)) <= MOST_ROWS + 2


@pytest.mark.django_db
def test_only_those_who_run_the_group_may_look(lead, cohort):
    other = factories.trainer(email="inna@example.com")
    with pytest.raises(NotPermittedError):
        people_list(by=other, cohort=cohort, rows=ROWS)
    address = reverse("coursework:members_list", args=[cohort.pk])
    answers = [signed_in(user).get(address).status_code for user in (lead, other, factories.UserFactory.create())]
    assert answers == [200, 404, 403]


@pytest.mark.django_db
def test_nobody_is_invited_before_the_list_is_confirmed(lead, cohort):
    desk = signed_in(lead)
    address = reverse("coursework:members_list", args=[cohort.pk])
    preview = desk.post(address, {"file": upload(workbook())})
    assert (preview.status_code, len(preview.context["people"].rows), len(mail.outbox)) == (200, 5, 0)
    assert not CohortInvitation.objects.exists()
    given = preview.context["form"].initial["addresses"]
    done = desk.post(reverse("coursework:members_add", args=[cohort.pk]), {"addresses": given}, follow=True)
    assert said(done) == ["Wysłano 2 zaproszenia."]
    assert states() == [("ewa@example.com", "pending"), ("ola@example.com", "pending")]
    again = desk.post(address, {"rows": comma_separated("\t")})
    assert again.context["form"] is None
    assert "nie ma nikogo nowego" in again.text


@pytest.mark.django_db
def test_rows_pasted_among_addresses_are_shown_first_too(lead, cohort):
    desk = signed_in(lead)
    preview = desk.post(reverse("coursework:members_add", args=[cohort.pk]), {"addresses": comma_separated("\t")})
    assert (preview.context["people"].addresses, len(mail.outbox)) == (["ola@example.com", "ewa@example.com"], 0)


@pytest.mark.django_db
def test_what_was_pasted_stays_with_the_error(lead, cohort):
    desk = signed_in(lead)
    address = reverse("coursework:members_list", args=[cohort.pk])
    refused = desk.post(address, {"rows": "Ola\tŻak"})
    assert (refused.status_code, "Ola\tŻak" in refused.text) == (422, True)
    assert desk.post(address, {}).status_code == 422
