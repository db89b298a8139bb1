"""The page of a plan and its feed."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from courses.learning import dashboard
from courses.learning.models import Enrolment, LearningPlan
from courses.learning.opening import change
from courses.learning.plans import services
from courses.learning.plans.forms import PlanForm
from courses.learning.plans.planning import feed_of, plan_cards
from people.current_user import user_of


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, course_id: int) -> HttpResponse:
    """The plan of the learner for a course, week by week, with the form that makes or changes it."""
    enrolment = get_object_or_404(Enrolment.objects.of(user_of(request)), course=course_id)
    made = LearningPlan.objects.filter(enrolment=enrolment).first()
    initial = {"hours_per_week": made.hours_per_week, "ends_on": made.ends_on} if made else {"hours_per_week": 2}
    form = PlanForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.save_plan(user=user_of(request), course=enrolment.course, **form.cleaned_data)
        messages.success(request, _("The plan is saved."))
        return HttpResponseRedirect(request.path)
    (item,) = dashboard.course_progress([enrolment], request)
    context = {
        "form": form,
        "plan": plan_cards([item], request).get(enrolment.pk),
        "course_title": enrolment.course.title,
        "course_url": enrolment.course.get_url(request),
        "finished": item.finished,
        "delete_url": reverse("learning:plan_delete", args=[course_id]),
    }
    return render(request, "learning/pages/plan.html", context, status=422 if form.errors else 200)


@change(lambda request, course_id: reverse("learning:plan", args=[course_id]))
def plan_delete(request: HttpRequest, course_id: int) -> HttpResponse:
    enrolment = get_object_or_404(Enrolment.objects.of(user_of(request)), course=course_id)
    services.delete_plan(user=user_of(request), course=enrolment.course)
    messages.success(request, _("The plan is deleted. Your progress stays as it is."))
    return HttpResponseRedirect(reverse("learning:home"))


@never_cache
@require_safe
def plan_feed(request: HttpRequest, token: UUID) -> HttpResponse:
    """The plan as an iCalendar feed, for whoever knows its address; calendars cannot sign in."""
    made = LearningPlan.objects.filter(address=token).select_related("enrolment").first()
    if made is None:
        raise Http404
    enrolment = Enrolment.objects.select_related("course", "outline").get(pk=made.enrolment_id)
    (item,) = dashboard.course_progress([enrolment], request)
    return HttpResponse(feed_of(made, item, request), content_type="text/calendar; charset=utf-8")
