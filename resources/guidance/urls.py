from django.urls import re_path

from resources.guidance.feeds import changes
from resources.guidance.history_views import history

app_name = "guidance"

# Below the address of a page, which is all that stands before.
_PAGE = r"^(?P<path>(?:[\w\-]+/)+)"

urlpatterns = [
    re_path(rf"{_PAGE}historia/$", history, name="history"),
    re_path(rf"{_PAGE}historia/atom\.xml$", changes, name="feed"),
]
