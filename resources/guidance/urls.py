from django.urls import path, re_path

from resources.guidance.calculators.views import employment_cost
from resources.guidance.decisions.views import decision
from resources.guidance.edition_views import edition
from resources.guidance.feeds import changes
from resources.guidance.history_views import history
from resources.guidance.publications import views as publications
from resources.guidance.publications.addresses import PRINT
from resources.guidance.publications.file_views import edition_publication_file, page_file
from resources.guidance.questions import views as questions
from resources.guidance.questions.models import Kind
from resources.guidance.requirements import views as requirements
from resources.guidance.requirements.file_views import checklist_file, shared_file
from resources.guidance.subscription_views import confirm, end, subscribe

app_name = "guidance"

# Below the address of a page, which is all that stands before.
_PAGE = r"^(?P<path>(?:[\w\-]+/)+)"
_BLOCK = r"(?P<block_id>[0-9a-f\-]{36})"

urlpatterns = [
    path("wymogi/kalendarz/", requirements.calendar, name="calendar"),
    path("wymogi/kalendarz.ics", requirements.feed, name="calendar_feed"),
    path("wymogi/odhaczanie/", requirements.tick, name="tick"),
    path("wymogi/udostepnianie/", requirements.shares, name="shares"),
    path("wymogi/udostepnianie/<id:share_id>/wylaczenie/", requirements.revoke, name="revoke"),
    path("wymogi/lista/<str:token>/", requirements.shared, name="shared"),
    path("wymogi/lista/<str:token>/lista.pdf", shared_file, name="shared_file"),
    path("wymogi/<id:requirement_id>/", requirements.entry, name="entry"),
    re_path(rf"{_PAGE}historia/$", history, name="history"),
    re_path(rf"{_PAGE}historia/atom\.xml$", changes, name="feed"),
    re_path(rf"{_PAGE}historia/powiadomienia/$", subscribe, name="subscribe"),
    re_path(
        rf"{_PAGE}wydania/(?P<number>[1-9]\d{{0,8}})/{PRINT}/$", publications.printed_edition, name="print_edition"
    ),
    re_path(rf"{_PAGE}{PRINT}/$", publications.printed, name="print"),
    re_path(rf"{_PAGE}wydania/(?P<number>[1-9]\d{{0,8}})/plik\.(?P<suffix>[a-z]+)$", edition_publication_file),
    re_path(rf"{_PAGE}lista\.pdf$", checklist_file, name="checklist_file"),
    re_path(rf"{_PAGE}plik\.(?P<suffix>[a-z]+)$", page_file, name="page_file"),
    re_path(rf"{_PAGE}wydania/(?P<number>[1-9]\d{{0,8}})/(?:(?P<slug>[\w\-]+)/)?$", edition, name="edition"),
    re_path(rf"{_PAGE}pytanie/$", questions.ask, {"kind": Kind.QUESTION}, name="question"),
    re_path(rf"{_PAGE}zglos-blad/$", questions.ask, {"kind": Kind.ERROR}, name="error"),
    re_path(rf"{_PAGE}czego-brakuje/$", questions.ask, {"kind": Kind.MISSING}, name="missing"),
    re_path(rf"{_PAGE}ocena/$", questions.rate, name="rate"),
    re_path(rf"{_PAGE}decyzja/{_BLOCK}/$", decision, name="decision"),
    re_path(rf"{_PAGE}kalkulator/{_BLOCK}/$", employment_cost, name="employment_cost"),
    path("zmiany/potwierdzenie/<str:token>/", confirm, name="confirm_changes"),
    path("zmiany/rezygnacja/<str:token>/", end, name="end_changes"),
]
