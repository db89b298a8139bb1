"""What an organisation may be or do, so that a requirement concerns it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Condition(models.TextChoices):
    """The conditions of a requirement. One without conditions concerns every organisation.

    Personal data are none: every organisation has members, staff or contacts whose data it processes.
    """

    EMPLOYEES = "employees", _("has employees with employment contracts")
    CIVIL_CONTRACTS = "civil_contracts", _("has people on civil-law contracts")
    FOREIGNERS = "foreigners", _("gives work to foreigners")
    FIFTY_PEOPLE = "fifty_people", _("has 50 people or more working for it")
    VOLUNTEERS = "volunteers", _("has volunteers")
    MINORS = "minors", _("works with children or young people")
    GRANTS = "grants", _("takes public grants")
    PAID_ACTIVITY = "paid_activity", _("runs paid or economic activity")
    LOCAL_GOVERNMENT = "local_government", _("is a local government unit")


class Repeat(models.TextChoices):
    """How the date of a duty is known."""

    MONTHLY = "monthly", _("every month")
    YEARLY = "yearly", _("every year")
    EVENT = "event", _("within days of an event")
