"""The addresses that the README of wagtail-lms asks for."""

from django.urls import include, path

urlpatterns = [
    path("lms/", include("wagtail_lms.urls")),
    path("admin/", include("wagtail.admin.urls")),
    path("documents/", include("wagtail.documents.urls")),
    path("", include("wagtail.urls")),
]
