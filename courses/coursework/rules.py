"""Who may do what. Trainers run their own groups; coordinators make groups, people and dates, and read no work.

A superuser is everywhere a coordinator and nowhere a trainer by that alone: to read people's works one is put down as
a trainer of the group, where everybody can see it.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from courses.coursework.models import Cohort
    from people.models import User

RUN = "coursework.run_cohorts"
MANAGE = "coursework.manage_cohorts"


def may_run(user: "User") -> bool:
    """May be a trainer at all."""
    return user.has_perm(RUN)


def may_manage(user: "User") -> bool:
    """May make groups, people and dates of every group, and sees numbers."""
    return user.has_perm(MANAGE)


def may_enter(user: "User") -> bool:
    """May see the pages of groups, if there is a group to see."""
    return may_run(user) or may_manage(user)


def trains(user: "User", cohort: "Cohort") -> bool:
    """Is a trainer of this group: sets works, reads and reviews them."""
    return may_run(user) and cohort.trainers.filter(pk=user.pk).exists()


def may_organise(user: "User", cohort: "Cohort") -> bool:
    """May change the name, dates and people of this group."""
    return may_manage(user) or trains(user, cohort)
