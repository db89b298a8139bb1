"""URLs of the documents of the catalogue."""

from django.urls import path

from courses.catalogue.documents import views

app_name = "documents"

urlpatterns = [
    path("do-druku/kurs/<id:course_id>/", views.course_reading, name="course_reading"),
]
