from django.urls import path

from courses.credentials.views import badges, checking, own

app_name = "credentials"

urlpatterns = [
    path("zaswiadczenia/", checking.form, name="check_form"),
    path("zaswiadczenia/<str:number>/", checking.check, name="check"),
    path("zaswiadczenia/<str:number>/uniewaznienie/", checking.revoke, name="revoke"),
    path("moja-nauka/kursy/<id:course_id>/wynik/", own.of_course, name="course_result"),
    path("moja-nauka/programy/<id:programme_id>/wynik/", own.of_programme, name="programme_result"),
    path("moja-nauka/zaswiadczenia/<str:number>/", own.certificate, name="certificate"),
    path("moja-nauka/zaswiadczenia/<str:number>/pdf/", own.pdf, name="pdf"),
    path("moja-nauka/zaswiadczenia/<str:number>/europass/", own.elm, name="elm"),
    path("moja-nauka/zaswiadczenia/<str:number>/odznaka/<str:form>/", badges.badge, name="badge"),
    path("moja-nauka/zaswiadczenia/<str:number>/widocznosc/", own.visibility, name="visibility"),
    path("moja-nauka/zaswiadczenia/<str:number>/wymiana/", own.reissue, name="reissue"),
]
