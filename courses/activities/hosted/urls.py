from django.urls import path

from courses.activities.hosted import views
from courses.activities.hosted.origin import PREFIX

urlpatterns = [
    path(f"{PREFIX}<str:token>/ramka/", views.frame, name="frame"),
    path(f"{PREFIX}<str:token>/handler/<str:name>/", views.handler, name="handler"),
    path(f"{PREFIX}<str:token>/handler/<str:name>/<path:suffix>", views.handler, name="handler_suffix"),
    path(f"{PREFIX}<str:token>/resource/<path:uri>", views.resource, name="resource"),
]
