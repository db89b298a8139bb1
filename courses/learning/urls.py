from django.urls import path

from courses.learning import views

app_name = "learning"

urlpatterns = [
    path("", views.home, name="home"),
    path("bez-internetu/", views.without_connection, name="offline"),
    path("skrzynka/", views.outbox, name="outbox"),
    path("kursy/<id:course_id>/zapis/", views.enrol, name="enrol"),
    path("lekcje/<id:lesson_id>/cwiczenia/<uuid:activity_id>/", views.answer, name="answer"),
    path("kursy/<id:course_id>/ukonczenie/", views.finish, name="finish"),
    path("lekcje/<id:lesson_id>/cwiczenia/<uuid:activity_id>/proba/", views.try_exercise, name="try"),
    path("lekcje/<id:lesson_id>/cwiczenia/<uuid:activity_id>/zachowanie/", views.keep, name="keep"),
    path("lekcje/<id:lesson_id>/ukonczone/", views.mark, name="mark"),
    path("lekcje/<id:lesson_id>/nieukonczone/", views.unmark, name="unmark"),
]
