from django import template
from wagtail.models import Page

from publishing import passed_plans

register = template.Library()


@register.simple_tag(name="passed_plans")
def of(item: object) -> list[passed_plans.PassedPlan]:
    """The plans of a page that have passed; none for a snippet."""
    return passed_plans.passed_plans(item) if isinstance(item, Page) else []
