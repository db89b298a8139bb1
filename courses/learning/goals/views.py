"""The page of the weekly goal."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from courses.learning import dashboard
from courses.learning.goals import services
from courses.learning.goals.forms import GoalForm
from courses.learning.goals.standing import goal_card, goal_of
from courses.learning.opening import change
from people.current_user import user_of


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def goal(request: HttpRequest) -> HttpResponse:
    """``/moja-nauka/cel/``: sets or changes what the learner wants to do in a week, over all courses."""
    user = user_of(request)
    known = goal_of(user)
    form = GoalForm(request.POST or None, initial={"amount": known.amount, "unit": known.unit} if known else None)
    if form.is_bound and form.is_valid():
        services.set_goal(user=user, **form.cleaned_data)
        messages.success(request, _("The goal is saved."))
        return HttpResponseRedirect(reverse("learning:home"))
    card = goal_card(known, dashboard.course_progress(dashboard.enrolments_of(user), request)) if known else None
    context = {"form": form, "goal": card}
    return render(request, "learning/pages/goal.html", context, status=422 if form.errors else 200)


@change(lambda request: reverse("learning:goal"))
def goal_delete(request: HttpRequest) -> HttpResponse:
    services.remove_goal(user=user_of(request))
    messages.success(request, _("The goal is removed."))
    return HttpResponseRedirect(reverse("learning:home"))
