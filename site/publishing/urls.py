from django.urls import path

from publishing import views

app_name = "publishing"

urlpatterns = [path("zglos-blad/", views.report_error, name="report")]
