"""Places in a picture: what an author writes, and the same answer by pointing and from the list."""

import pytest
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from courses.activities.blocks import HotspotBlock
from courses.activities.models import Node
from tests.activities.learners import Learner

pytestmark = pytest.mark.django_db

BLOCK = HotspotBlock()


@pytest.fixture
def tree() -> Node:
    picture = get_image_model().objects.create(
        title="Plan", description="Plan świetlicy", file=get_test_image_file(size=(400, 200))
    )
    raw = {**BLOCK.get_prep_value(BLOCK.normalize(BLOCK.meta.preview_value)), "picture": picture.pk}
    value = BLOCK.to_python(raw)
    BLOCK.clean(value)
    html = BLOCK.render(value)
    assert ('cx="40"' in html, 'cx="360"' in html) == (True, True)
    return BLOCK.tree_of(value, block_id="b")


def test_the_picture_has_a_number_for_each_place_and_the_list_its_name(tree: Node) -> None:
    page = Learner(tree).page()
    places = [option["id"] for option in tree["fields"]["options"]]
    assert [page.count(f'data-place="{place}"') for place in places] == [1, 1]
    assert [page.count(f'value="{place}"') for place in places] == [1, 1]
    assert ("1. drzwi od ulicy" in page, "2. drzwi od podwórza" in page) == (True, True)
    assert tree["fields"]["picture"]["url"] in page


def test_the_place_that_was_chosen_is_marked_in_the_picture(tree: Node) -> None:
    wrong, right = (option["id"] for option in tree["fields"]["options"])
    learner = Learner(tree).answer([("answer", wrong)])
    assert f'class="place wrong" data-place="{wrong}"' in learner.page()
    assert learner.answer([("answer", right)]).grade == 1.0
    assert f'class="place right" data-place="{right}"' in learner.page()
