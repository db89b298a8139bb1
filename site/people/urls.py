from django.urls import path

from people import views
from people.signup import SignupView

app_name = "people"

urlpatterns = [
    path("", views.account, name="account"),
    path("usun/", views.erase, name="erase"),
    # In place of allauth's, which are included after these and give the addresses their names.
    path("logout/", views.LogoutView.as_view()),
    path("signup/", SignupView.as_view()),
]
