"""What changes state in publishing."""

from django.db import transaction
from wagtail.models import Page

from publishing import extraction
from publishing.models import ErrorReport, PomostDocument


@transaction.atomic
def report_error(*, page: Page, text: str) -> ErrorReport:
    """Keeps a reader's report of an error in ``page``. The text is cut at 4,000 characters."""
    return ErrorReport.objects.create(page=Page.objects.get(pk=page.pk), text=text.strip()[:4000])


def extract_document_text(*, document_id: int) -> PomostDocument.Extraction:
    """Takes the text out of a document and keeps it, or keeps why there is none. The file is never changed."""
    document = PomostDocument.objects.get(pk=document_id)
    try:
        with document.file.open("rb") as file:
            text = extraction.text_of(file, document.file_extension)
    except extraction.UnsupportedError:
        state, text, note = PomostDocument.Extraction.UNSUPPORTED, "", ""
    except extraction.UnreadableError as error:
        state, text, note = PomostDocument.Extraction.FAILED, "", str(error)[:300]
    except OSError as error:
        state, text, note = PomostDocument.Extraction.FAILED, "", type(error).__name__
    else:
        state = PomostDocument.Extraction.DONE if text else PomostDocument.Extraction.EMPTY
        note = ""
    with transaction.atomic():
        document = PomostDocument.objects.select_for_update().get(pk=document_id)
        document.extracted_text, document.extraction, document.extraction_note = text, state, note
        document.save(update_fields=["extracted_text", "extraction", "extraction_note"])
    return state


@transaction.atomic
def renew_pages_that_link_to(*, page_ids: list[int]) -> int:
    """Compiles again the live pages whose kept HTML holds links to these pages. Returns how many there were."""
    from django.contrib.contenttypes.models import ContentType
    from wagtail.models import ReferenceIndex

    from publishing.models import BasePage

    sources = (
        ReferenceIndex.objects.filter(
            to_content_type=ContentType.objects.get_for_model(Page), to_object_id__in=[str(pk) for pk in page_ids]
        )
        .values_list("object_id", flat=True)
        .distinct()
    )
    renewed = 0
    for page in Page.objects.live().filter(pk__in=[int(pk) for pk in sources]).specific():
        if isinstance(page, BasePage):
            page.keep_compiled()
            type(page).objects.filter(pk=page.pk).update(
                body_html=page.body_html, headings=page.headings, words=page.words
            )
            renewed += 1
    return renewed
