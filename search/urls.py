from django.urls import path

from search import api, opened, views

app_name = "search"

urlpatterns = [
    path("szukaj/", views.search, name="search"),
    path("szukaj/klikniecie/", opened.opened, name="opened"),
    path("szukaj/podpowiedzi/", api.suggestions, name="suggestions"),
    path("szukaj/podpowiedzi/lista/", api.opensearch_suggestions, name="opensearch_suggestions"),
    path("api/szukaj/", api.search, name="api"),
    path("opensearch.xml", views.opensearch, name="opensearch"),
]
