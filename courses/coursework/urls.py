from django.urls import path

from courses.coursework.views import (
    assignments,
    groups,
    handbook,
    invitations,
    members,
    messages,
    people,
    people_lists,
    questions,
    reviews,
    saved_comments,
    submissions,
    tables,
)

app_name = "coursework"

urlpatterns = [
    path("grupy/", reviews.home, name="queue"),
    path("grupy/wszystkie/", groups.cohorts, name="cohorts"),
    path("grupy/podrecznik/", handbook.handbook, name="handbook"),
    path("grupy/nowa/", groups.cohort_create, name="cohort_create"),
    path("grupy/prace/<id:submission_id>/", reviews.review, name="review"),
    path("grupy/prace/<id:submission_id>/korekta/", reviews.correct, name="review_correct"),
    path("grupy/prace/<id:submission_id>/cofnij/", reviews.undo, name="review_undo"),
    path("grupy/komentarze/", saved_comments.saved_comments, name="saved_comments"),
    path("grupy/komentarze/<id:comment_id>/", saved_comments.saved_comment, name="saved_comment"),
    path("grupy/<id:cohort_id>/", groups.cohort, name="cohort"),
    path("grupy/<id:cohort_id>/zmiana/", groups.cohort_edit, name="cohort_edit"),
    path("grupy/<id:cohort_id>/osoby/", members.members_add, name="members_add"),
    path("grupy/<id:cohort_id>/osoby/lista/", people_lists.members_list, name="members_list"),
    path("grupy/<id:cohort_id>/osoby/<id:user_id>/", people.member, name="member"),
    path("grupy/<id:cohort_id>/osoby/<id:user_id>/obecnosc/", people.attendance, name="attendance"),
    path("grupy/<id:cohort_id>/osoby/<id:user_id>/usun/", members.member_remove, name="member_remove"),
    path(
        "grupy/<id:cohort_id>/zaproszenia/<id:invitation_id>/wyslij/",
        members.invitation_send_again,
        name="invitation_send_again",
    ),
    path(
        "grupy/<id:cohort_id>/zaproszenia/<id:invitation_id>/cofnij/",
        members.invitation_revoke,
        name="invitation_revoke",
    ),
    path("grupy/<id:cohort_id>/opusc/", invitations.leave, name="leave"),
    path("zaproszenia/<slug:token>/", invitations.invitation, name="invitation"),
    path("grupy/<id:cohort_id>/plik/", tables.cohort_export, name="cohort_export"),
    path("grupy/<id:cohort_id>/wiadomosci/nowa/", messages.message, name="message"),
    path("grupy/<id:cohort_id>/wiadomosci/<id:message_id>/", messages.message_sent, name="message_sent"),
    path("grupy/<id:cohort_id>/pytania/", questions.cohort_questions, name="cohort_questions"),
    path("grupy/<id:cohort_id>/zadania/", tables.cohort_tasks, name="cohort_tasks"),
    path("grupy/<id:cohort_id>/zadania/nowe/", assignments.assignment_create, name="assignment_create"),
    path(
        "grupy/<id:cohort_id>/zadania/nowe/lekcja/",
        assignments.assignment_create_lesson,
        name="assignment_create_lesson",
    ),
    path(
        "grupy/<id:cohort_id>/zadania/nowe/praca/",
        assignments.assignment_create_written,
        name="assignment_create_written",
    ),
    path("grupy/<id:cohort_id>/zadania/<id:assignment_id>/", assignments.assignment_edit, name="assignment_edit"),
    path(
        "grupy/<id:cohort_id>/zadania/<id:assignment_id>/zamknij/",
        assignments.assignment_close,
        name="assignment_close",
    ),
    path(
        "grupy/<id:cohort_id>/zadania/<id:assignment_id>/otworz/",
        assignments.assignment_reopen,
        name="assignment_reopen",
    ),
    path(
        "grupy/<id:cohort_id>/zadania/<id:assignment_id>/usun/",
        assignments.assignment_delete,
        name="assignment_delete",
    ),
    path(
        "grupy/<id:cohort_id>/zadania/<id:assignment_id>/osoby/<id:user_id>/",
        people.extension,
        name="extension",
    ),
    path("prace/<id:assignment_id>/", submissions.submission, name="submission"),
    path("prace/pliki/<id:round_id>/", submissions.file, name="file"),
]
