from django.urls import path

from people import views
from people.signup import SignupView

app_name = "people"

urlpatterns = [
    path("", views.account, name="account"),
    # In place of allauth's, which is included after these and gives the address its name.
    path("signup/", SignupView.as_view()),
]
