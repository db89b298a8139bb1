from django.urls import path

from people import views

app_name = "people"

urlpatterns = [
    path("", views.account, name="account"),
    # Before allauth's own at the same address.
    path("logout/", views.LogoutView.as_view(), name="logout"),
]
