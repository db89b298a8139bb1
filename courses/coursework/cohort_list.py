"""Lists of groups: a trainer's own, and all of them for coordinators."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Exists, Min, OuterRef, Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from courses.coursework.cards import CohortCard, CohortList, FilterLink
from courses.coursework.members import finished_members
from courses.coursework.models import Cohort, CohortQuerySet, Submission
from courses.coursework.paging import paging, with_query
from courses.coursework.trainers import able_to_run

A_PAGE = 30

ALL, RUNNING, UNLED = "", "trwajace", "bez-prowadzacych"
FILTERS: dict[str, Promise | str] = {
    ALL: pgettext_lazy("groups", "All"),
    RUNNING: pgettext_lazy("groups", "Running"),
    UNLED: pgettext_lazy("groups", "Without a trainer"),
}


def _narrow(cohorts: CohortQuerySet, shown: str) -> CohortQuerySet:
    if shown == RUNNING:
        return cohorts.running(timezone.localdate())
    if shown == UNLED:
        led = Cohort.trainers.through.objects.filter(
            cohort=OuterRef("pk"), user__in=able_to_run().order_by().values("pk")
        )
        return cohorts.filter(~Exists(led))
    return cohorts


def all_cohorts(*, shown: str = ALL, page: str = "1") -> CohortList:
    """A page of all groups, filtered by one of ``FILTERS``; an unknown filter shows all."""
    shown = shown if shown in FILTERS else ALL
    counts = {name: _narrow(Cohort.objects.all(), name).count() for name in FILTERS}
    listed = Paginator(_narrow(Cohort.objects.all(), shown), A_PAGE).get_page(page)
    url = reverse("coursework:cohorts")
    return CohortList(
        filters=[
            FilterLink(label, with_query(url, pokaz=name), counts[name], current=name == shown)
            for name, label in FILTERS.items()
        ]
        if counts[ALL]
        else [],
        cohorts=cohort_cards(Cohort.objects.filter(pk__in=[cohort.pk for cohort in listed])),
        unled_count=counts[UNLED],
        paging=paging(listed, lambda number: with_query(url, pokaz=shown, strona=number)),
    )


def cohort_cards(cohorts: CohortQuerySet) -> list[CohortCard]:
    """These groups with the numbers of members, of those who have finished, and of submissions to review."""
    found = list(
        cohorts.select_related("course__page_ptr", "programme__page_ptr")
        .only("name", "starts", "ends", "course__title", "programme__title")
        .annotate(members_count=Count("members"))
        .prefetch_related(Prefetch("trainers", able_to_run(), to_attr="able_trainers"))
    )
    finished = finished_members(found)
    rows = (
        Submission.objects.waiting()
        .filter(assignment__cohort__in=[cohort.pk for cohort in found])
        .order_by()
        .values_list("assignment__cohort")
        .annotate(number=Count("pk"), oldest=Min("submitted_at"))
    )
    waiting = {pk: (number, oldest) for pk, number, oldest in rows}
    return [_card(cohort, finished[cohort.pk], *waiting.get(cohort.pk, (0, None))) for cohort in found]


def _card(cohort: Any, finished_count: int, waiting_count: int, oldest: Any) -> CohortCard:
    return CohortCard(
        name=cohort.name,
        url=reverse("coursework:cohort", args=[cohort.pk]),
        edit_url=reverse("coursework:cohort_edit", args=[cohort.pk]),
        subject_title=cohort.subject_title,
        starts=cohort.starts,
        ends=cohort.ends,
        members_count=cohort.members_count,
        finished_count=finished_count,
        waiting_count=waiting_count,
        oldest_days=(timezone.localdate() - timezone.localdate(oldest)).days if oldest else 0,
        trainers=tuple(trainer.display_name for trainer in cohort.able_trainers),
    )
