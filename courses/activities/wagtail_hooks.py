from wagtail.snippets.models import register_snippet

from courses.activities.hosted.viewsets import LibraryActivityViewSet

register_snippet(LibraryActivityViewSet)
