from django.urls import path

from editing.outside.views import finish, outside_review, whole_page

app_name = "editing"

urlpatterns = [
    path("sprawdzenie/<str:token>/", outside_review, name="outside_review"),
    path("sprawdzenie/<str:token>/strona/", whole_page, name="outside_page"),
    path("sprawdzenie/<str:token>/koniec/", finish, name="outside_finish"),
]
