from django.urls import path

from people import guardian_views, privacy_views, views
from people.signup import GuardianSignupView, SignupView

app_name = "people"

urlpatterns = [
    path("", views.account, name="account"),
    path("powiadomienia/", views.email_choices, name="email_choices"),
    path("powiadomienia/<str:token>/", views.opt_out, name="opt_out"),
    path("dane/", privacy_views.own_data, name="own_data"),
    path("dane/kopia/", privacy_views.own_data_copy, name="own_data_copy"),
    path("zgody/", privacy_views.consent_page, name="consents"),
    path("usun/", views.erase, name="erase"),
    path("signup/opiekun/", GuardianSignupView.as_view(), name="signup_with_guardian"),
    path("opiekun/", guardian_views.guardian_asked, name="guardian_asked"),
    path("opiekun/<str:token>/", guardian_views.guardian, name="guardian"),
    # These replace allauth's views; its URLconf is included later and names the addresses.
    path("logout/", views.LogoutView.as_view()),
    path("signup/", SignupView.as_view()),
]
