"""A guide with requirements, and users who tick them."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from people.models import User
from pomost.models import HomePage
from reference.models import LegalAct
from resources.guidance.models import Chapter, RequirementList
from tests.builders import heading, make_chapters
from tests.prepared import prepared
from tests.reference.builders import make_act

Block = dict[str, Any]


@pytest.fixture
@prepared
def act(db: None) -> LegalAct:
    return make_act("mostach i kładkach")


def requirement(
    what: str,
    *conditions: str,
    force: str = "practice",
    act: LegalAct | None = None,
    due: dict[str, Any] | None = None,
    block_id: str = "",
    **words: str,
) -> Block:
    """The raw block of a requirement; with an act its basis is article 5."""
    references = [{"type": "item", "id": str(uuid4()), "value": {"act": act.pk, "provision": "art. 5"}}] if act else []
    value: dict[str, Any] = {"force": force, "what": what, "whom": "", "when": "", **words, "references": references}
    if conditions:
        value["conditions"] = list(conditions)
    if due:
        value["due"] = {"repeat": "", "day": None, "month": "", "days": None, "event": "", **due}
    return {"type": "requirement", "id": block_id or str(uuid4()), "value": value}


@pytest.fixture
@prepared
def chapters(home: HomePage, act: LegalAct) -> list[Chapter]:
    """Two chapters: four requirements under two headings, and one outside headings."""
    first, second = make_chapters(home, "Zatrudnianie", "Wolontariat")
    first.legal_state = "2026-03-01"
    first.body = [
        *heading("Umowa"),
        requirement("Zawrzyj umowę.", "employees", force="legal", act=act, when="przed pracą"),
        requirement("Wpłać zaliczkę.", "employees", "civil_contracts", due={"repeat": "monthly", "day": 20}),
        *heading("Po pracy"),
        requirement("Wydaj świadectwo.", "employees", due={"repeat": "event", "days": 7, "event": "końca umowy"}),
        requirement("Policz godziny.", "grants", force="grantor"),
    ]
    first.save_revision().publish()
    second.body = [requirement("Zabezpiecz dane.", due={"repeat": "yearly", "day": 31, "month": "1"})]
    second.save_revision().publish()
    return [first, second]


@pytest.fixture
def whole_list(home: HomePage, chapters: list[Chapter]) -> RequirementList:
    """The list of the whole site, at ``/wymogi/``."""
    made: RequirementList = home.add_child(instance=RequirementList(title="Co trzeba zrobić?", slug="wymogi"))
    return made


@pytest.fixture
def guide_list(chapters: list[Chapter]) -> RequirementList:
    """The list of the guide, at ``/poradniki/poradnik/wymogi/``."""
    guide = chapters[0].get_parent()
    made: RequirementList = guide.add_child(instance=RequirementList(title="Wymogi poradnika", slug="wymogi"))
    return made


@pytest.fixture
def person(db: None) -> Callable[[str], User]:
    def make(name: str) -> User:
        return User.objects.create_user(f"{name}.kladka@example.org", first_name=name)

    return make
