from django.urls import path

from search import opened, views

app_name = "search"

urlpatterns = [
    path("", views.search, name="search"),
    path("klikniecie/", opened.opened, name="opened"),
]
