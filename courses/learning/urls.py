from django.urls import path

from courses.learning import views
from courses.learning.goals import views as goals
from courses.learning.history import views as history
from courses.learning.notes import views as notes
from courses.learning.placement import views as placement
from courses.learning.plans import views as plans
from courses.learning.quizzes import views as quizzes

app_name = "learning"

urlpatterns = [
    path("", views.home, name="home"),
    path("bez-internetu/", views.without_connection, name="offline"),
    path("skrzynka/", views.outbox, name="outbox"),
    path("kursy/<id:course_id>/zapis/", views.enrol, name="enrol"),
    path("lekcje/<id:lesson_id>/cwiczenia/<uuid:activity_id>/", views.answer, name="answer"),
    path("kursy/<id:course_id>/ukonczenie/", views.finish, name="finish"),
    path("kursy/<id:course_id>/nowe-lekcje/", views.additions, name="additions"),
    path("programy/<id:programme_id>/nowe-kursy/", views.programme_additions, name="programme_additions"),
    path("kursy/<id:course_id>/podsumowanie/", views.summary, name="summary"),
    path("lekcje/<id:lesson_id>/cwiczenia/<uuid:activity_id>/proba/", views.try_exercise, name="try"),
    path("lekcje/<id:lesson_id>/cwiczenia/<uuid:activity_id>/zachowanie/", views.keep, name="keep"),
    path("lekcje/<id:lesson_id>/miejsce/", views.place, name="place"),
    path("lekcje/<id:lesson_id>/notatka/", notes.note, name="note"),
    path("notatki/", notes.notes, name="notes"),
    path("notatki/notatki.md", notes.notes_markdown, name="notes_markdown"),
    path("notatki/notatki.json", notes.notes_json, name="notes_json"),
    path("notatki/<id:note_id>/usuniecie/", notes.note_delete, name="note_delete"),
    path("odpowiedzi/", history.answers, name="answers"),
    path("historia/", history.history, name="history"),
    path("kursy/<id:course_id>/test/", placement.placement_test, name="placement"),
    path("lekcje/<id:lesson_id>/cwiczenia/<uuid:activity_id>/test/", quizzes.quiz, name="quiz"),
    path("testy/<id:attempt_id>/", quizzes.attempt, name="quiz_attempt"),
    path("cel/", goals.goal, name="goal"),
    path("cel/usuniecie/", goals.goal_delete, name="goal_delete"),
    path("kursy/<id:course_id>/plan/", plans.plan, name="plan"),
    path("kursy/<id:course_id>/plan/usuniecie/", plans.plan_delete, name="plan_delete"),
    path("plan/<uuid:token>.ics", plans.plan_feed, name="plan_feed"),
    path("lekcje/<id:lesson_id>/ukonczone/", views.mark, name="mark"),
    path("lekcje/<id:lesson_id>/nieukonczone/", views.unmark, name="unmark"),
]
