"""The addresses of the data: one for each, in no language of the interface."""

from django.urls import path

from resources.results.models import Record
from resources.results.open_data import views
from resources.results.open_data.oai.views import oai

app_name = "results_data"

PROJECTS, RESULTS = {"kind": Record.Kind.PROJECT}, {"kind": Record.Kind.RESULT}

urlpatterns = [
    path("rekordy/<uuid:uuid>/", views.record, name="record"),
    path("rekordy/<uuid:uuid>.json", views.record_json, name="record_json"),
    path("otwarte-dane/projekty.csv", views.csv_file, PROJECTS, name="projects_csv"),
    path("otwarte-dane/projekty.json", views.json_file, PROJECTS, name="projects_json"),
    path("otwarte-dane/rezultaty.csv", views.csv_file, RESULTS, name="results_csv"),
    path("otwarte-dane/rezultaty.json", views.json_file, RESULTS, name="results_json"),
    path("otwarte-dane/katalog.jsonld", views.catalogue, name="catalogue"),
    path("otwarte-dane/oai", oai, name="oai"),
]
