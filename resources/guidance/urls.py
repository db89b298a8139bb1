from django.urls import path

from resources.guidance.requirements import views

app_name = "guidance"

urlpatterns = [
    path("wymogi/kalendarz/", views.calendar, name="calendar"),
    path("wymogi/kalendarz.ics", views.feed, name="calendar_feed"),
    path("wymogi/odhaczanie/", views.tick, name="tick"),
    path("wymogi/udostepnianie/", views.shares, name="shares"),
    path("wymogi/udostepnianie/<id:share_id>/wylaczenie/", views.revoke, name="revoke"),
    path("wymogi/lista/<str:token>/", views.shared, name="shared"),
    path("wymogi/<id:requirement_id>/", views.entry, name="entry"),
]
