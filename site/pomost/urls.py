"""URLs. Polish ones have no prefix; the English interface is under /en/ with the same pages."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.conf.urls.static import static
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail.admin import urls as admin_urls

from courses.credentials.views import badges
from courses.learning.views import service_worker
from editing.comparison import compare_revisions
from pomost import views
from publishing.views import document, document_password, page_password, serve
from resources.guidance.edition_views import edition_file
from resources.guidance.questions.views import report

handler400 = "pomost.views.bad_request"
handler403 = "pomost.views.forbidden"
handler404 = "pomost.views.not_found"
handler500 = "pomost.views.server_error"

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path(".well-known/did.json", badges.did_document, name="did_document"),
    path("odznaki/status/<int:number>/", badges.status, name="badge_status"),
    path("robots.txt", views.robots, name="robots"),
    path("sw.js", service_worker, name="service_worker"),
    # One sign-in page for the site and for Wagtail.
    path("admin/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("admin/logout/", RedirectView.as_view(pattern_name="account_logout")),
    # Before Wagtail's own view at the same address.
    re_path(
        r"^admin/pages/(?P<pk>\d+)/revisions/compare/"
        r"(?P<revision_id_a>live|earliest|\d+)\.\.\.(?P<revision_id_b>live|latest|\d+)/$",
        compare_revisions,
    ),
    path("admin/", include(admin_urls)),
    # Wagtail's URLs of documents, restricted to valid ids.
    path("dokumenty/<id:document_id>/<str:document_filename>", document, name="wagtaildocs_serve"),
    path(
        "dokumenty/authenticate_with_password/<id:restriction_id>/",
        document_password,
        name="wagtaildocs_authenticate_with_password",
    ),
    path("pliki-wydan/<id:file_id>/<str:name>", edition_file, name="edition_file"),
    path("", include("resources.results.data_urls")),
    *static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT),
]

if settings.POMOST_PATTERNS:
    from pomost import patterns

    urlpatterns += [path("wzorce/", patterns.patterns, name="patterns")]

urlpatterns += i18n_patterns(
    path("konto/", include("people.urls")),
    path("konto/", include("allauth.urls")),
    path("", include("editing.urls")),
    path("", include("search.urls")),
    path("moja-nauka/", include("courses.learning.urls")),
    path("", include("courses.coursework.urls")),
    path("", include("courses.credentials.urls")),
    path("", include("courses.catalogue.documents.urls")),
    path("zglos-blad/", report, name="report_error"),
    path("", include("resources.guidance.urls")),
    path("", include("resources.results.urls")),
    # Only these two of Wagtail's URLs: the others would add a second sign-in page and a second URL of each page.
    path(
        "_util/authenticate_with_password/<id:page_view_restriction_id>/<id:page_id>/",
        page_password,
        name="wagtailcore_authenticate_with_password",
    ),
    path(
        "_util/login/",
        RedirectView.as_view(pattern_name="account_login", query_string=True),
        name="wagtailcore_login",
    ),
    re_path(r"^(?P<path>(?:[\w\-]+/)*[\w\-]*)$", serve, name="wagtail_serve"),
    prefix_default_language=False,
)
