from django.urls import path

from courses.learning import views

app_name = "learning"

urlpatterns = [
    path("", views.home, name="home"),
    path("kursy/<int:course_id>/zapis/", views.enrol, name="enrol"),
    path("lekcje/<int:lesson_id>/cwiczenia/<uuid:activity_id>/", views.answer, name="answer"),
    path("lekcje/<int:lesson_id>/ukonczone/", views.mark, name="mark"),
    path("lekcje/<int:lesson_id>/nieukonczone/", views.unmark, name="unmark"),
]
