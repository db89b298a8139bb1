"""Names of files are told from descriptions of pictures."""

from typing import Any

import pytest
from wagtail.images import get_image_model
from wagtail.images.forms import get_image_form
from wagtail.images.tests.utils import get_test_image_file

from people.models import User
from publishing.file_names import is_file_name

NAMES = ["IMG_2034.jpg", "skan 12 (1).png", "skan 12 (1)", "DSC00012", "zdjęcie 3", "20231201 123456", "plakat_final"]
WORDS = ["Kładka nad rzeką", "Rok 2026 w liczbach", "Wykres: 12 gmin", "Skan umowy z 3 marca", "W parku. Obok ławka."]


@pytest.mark.parametrize("text", NAMES)
def test_a_file_name_is_one(text: str) -> None:
    assert is_file_name(text)


@pytest.mark.parametrize("text", WORDS)
def test_words_are_no_file_name(text: str) -> None:
    assert not is_file_name(text)


@pytest.mark.django_db
def test_the_form_of_an_image_wants_words() -> None:
    model = get_image_model()
    image = model.objects.create(title="IMG_2034", file=get_test_image_file())
    user = User.objects.create_superuser("zarzad@example.org", "most-nad-rzeka")

    def form(**data: Any) -> Any:
        return get_image_form(model)(
            {"title": "IMG_2034", "tags": "", "collection": "1"} | data, instance=image, user=user
        )

    unbound = get_image_form(model)(instance=image, user=user)
    assert "nazwa pliku" in str(unbound["title"].help_text)
    assert "zdaniem" in str(unbound["description"].help_text)
    assert form(description="skan 12 (1)").errors.keys() == {"description"}
    assert form(description="Kładka nad rzeką").errors == {}
