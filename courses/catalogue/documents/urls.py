"""URLs of the documents of the catalogue."""

from django.urls import path

from courses.catalogue.documents import views

app_name = "documents"

urlpatterns = [
    path("do-druku/kurs/<id:course_id>/", views.course_reading, name="course_reading"),
    path("karty-przedmiotow/<id:course_id>.pdf", views.syllabus, {"suffix": "pdf"}, name="syllabus_pdf"),
    path("karty-przedmiotow/<id:course_id>.docx", views.syllabus, {"suffix": "docx"}, name="syllabus_docx"),
    path("programy/<id:programme_id>.pdf", views.curriculum, {"suffix": "pdf"}, name="curriculum_pdf"),
    path("programy/<id:programme_id>.docx", views.curriculum, {"suffix": "docx"}, name="curriculum_docx"),
]
