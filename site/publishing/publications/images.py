"""The files of the images that pages show."""

from django.conf import settings
from django.core.files.storage import default_storage


def public_image(address: str) -> bytes | None:
    """The file of an image by its address on the site; None where there is none."""
    name = address.removeprefix(settings.MEDIA_URL)
    if name == address or not default_storage.exists(name):
        return None
    with default_storage.open(name) as file:
        return bytes(file.read())
