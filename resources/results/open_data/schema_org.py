"""The base as a schema.org ``Dataset``, in the page of the base, for search engines of data."""

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.urls import reverse

from resources.results.citation import publisher_of
from resources.results.open_data.dcat import DATASETS, FORMATS

if TYPE_CHECKING:
    from resources.results.models import ProjectIndex


def dataset(base: "ProjectIndex", page: dict[str, Any], request: HttpRequest) -> dict[str, Any]:
    """``page`` is what every page says of itself."""
    return {
        **page,
        "@type": "Dataset",
        "url": base.get_full_url(request),
        "license": base.licence,
        "isAccessibleForFree": True,
        "creator": {"@type": "Organization", "name": publisher_of(base)},
        "includedInDataCatalog": {
            "@type": "DataCatalog",
            "name": base.title,
            "url": request.build_absolute_uri(reverse("results:open_data")),
        },
        "distribution": [
            {
                "@type": "DataDownload",
                "name": f"{title} ({code})",
                "encodingFormat": media_type,
                "contentUrl": request.build_absolute_uri(reverse(f"results_data:{name}_{extension}")),
            }
            for name, title, _description, _english in DATASETS.values()
            for extension, (code, media_type) in FORMATS.items()
        ],
    }
