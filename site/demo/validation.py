"""Validation in the demo: owners of reviews, a change of the law under way, a reviewer from outside."""

from datetime import date

from wagtail.models import Page

from demo.people import EDITOR, REVIEWER
from editing.models import ReviewInvitation
from editing.outside import services as outside
from people.models import User
from reference.models import LegalAct
from resources.guidance.law_changes import services as law_changes
from resources.guidance.models import Chapter, Guide, LawChange

OWNED = ("umowa-o-prace", "wolontariusze")
"""The chapters whose reviews the reviewer sees to; the editor sees to the others."""
OUTSIDE = "budzet-partycypacyjny"
ACT = "DU/2016/862"
WAITING = 2
"""How many sections wait to be checked."""


def build() -> int:
    """Makes what is missing; returns how many changes and invitations that was."""
    editor, reviewer = (User.objects.get(email=persona.email) for persona in (EDITOR, REVIEWER))
    _give_owners(editor, reviewer)
    return _record_change(editor) + _invite(editor)


def _give_owners(editor: User, reviewer: User) -> None:
    pages = [*Chapter.objects.values_list("pk", flat=True), *Guide.objects.values_list("pk", flat=True)]
    Page.objects.filter(pk__in=pages, owner=None).update(owner=editor)
    for chapter in Chapter.objects.filter(slug__in=OWNED, live=True, review_owner=None):
        chapter.review_owner = reviewer
        chapter.save_revision(user=editor).publish()


def _record_change(editor: User) -> int:
    act = LegalAct.objects.filter(eli=ACT).first()
    if act is None or LawChange.objects.exists():
        return 0
    change = law_changes.record_law_change(
        by=editor,
        act=act,
        changed_on=date(2024, 2, 15),
        articles="21, 22b, 22c",
        what="Sprawdzanie osób, które pracują z dziećmi, i standardy ochrony małoletnich.",
        note="Porównać wymogi z obecnym brzmieniem: kogo się sprawdza, jakie zbiera oświadczenia, kto ma standardy.",
    )
    sections = list(change.sections.select_related("page").order_by("page__path", "position"))
    for section in sections[:-WAITING]:
        law_changes.mark_checked(by=editor, section=section)
    return 1


def _invite(editor: User) -> int:
    page = Chapter.objects.filter(slug=OUTSIDE, live=True).first()
    if page is None or ReviewInvitation.objects.exists():
        return 0
    if page.latest_revision is None:
        page.save_revision(user=editor).publish()
    invitation = outside.invite(
        by=editor,
        page=page,
        name="Barbara Samorządna",
        email="barbara@example.org",
        note="Proszę sprawdzić, czy kolejność kroków zgadza się z praktyką gmin.",
    )
    outside.comment(
        invitation=invitation,
        name="Barbara Samorządna",
        text="Warto dodać, że o terminach decyduje uchwała rady, więc w każdej gminie mogą być inne.",
    )
    return 1
