"""The pages of the base that are no pages of the tree."""

from django.urls import path

from resources.results.open_data.views import about

app_name = "results"

urlpatterns = [path("otwarte-dane/", about, name="open_data")]
