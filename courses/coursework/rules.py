"""Permissions. Trainers run their own groups; coordinators manage all groups and read no submissions.

A superuser has the permissions of a coordinator, but reads submissions only as a trainer of the group, where
the other trainers and the coordinators see it.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from courses.coursework.models import Cohort
    from people.models import User

RUN = "coursework.run_cohorts"
MANAGE = "coursework.manage_cohorts"


def may_run(user: "User") -> bool:
    """Whether ``user`` has the permission of trainers."""
    return user.has_perm(RUN)


def may_manage(user: "User") -> bool:
    """Whether ``user`` may manage every group: create, rename, set dates, add and remove members."""
    return user.has_perm(MANAGE)


def may_enter(user: "User") -> bool:
    """Whether ``user`` may open the pages for trainers and coordinators."""
    return may_run(user) or may_manage(user)


def trains(user: "User", cohort: "Cohort") -> bool:
    """Whether ``user`` is a trainer of this group, who sets assignments and reviews submissions."""
    return may_run(user) and cohort.trainers.filter(pk=user.pk).exists()


def may_organise(user: "User", cohort: "Cohort") -> bool:
    """Whether ``user`` may change the name, dates and members of this group."""
    return may_manage(user) or trains(user, cohort)
