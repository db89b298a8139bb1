"""The edit forms of programmes and courses: what their rows have to agree on, checked when they are published."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from courses.catalogue.models.plan import ProgrammeCourse, ProgrammeOutcome, facts_of
from courses.catalogue.models.syllabus import codes_in
from courses.catalogue.rules import violations
from publishing.page_forms import PageForm


class ProgrammeForm(PageForm):
    """The form of a programme. A draft is saved as it is; publishing checks ``rules.violations``."""

    def is_valid(self) -> bool:
        valid: bool = super().is_valid()
        if not valid or self.is_deferred_validation:
            return valid
        rows = {name: list(_rows(self.formsets[name])) for name in ("courses", "stages", "elective_groups", "outcomes")}
        facts = facts_of(
            self.instance,
            rows=[form.instance for form in rows["courses"]],
            stages=len(rows["stages"]),
            groups=[form.instance for form in rows["elective_groups"]],
            outcomes=[form.instance for form in rows["outcomes"]],
        )
        found = violations(facts)
        for item in found:
            if item.row is not None:
                rows[item.place][item.row].add_error(item.field, item.message)
            elif item.place in self.formsets:
                self.formsets[item.place].non_form_errors().append(ValidationError(item.message))
            else:
                self.add_error(item.place, item.message)
        return not found


class CourseForm(PageForm):
    """The form of a course. Its outcomes are taught in its own lessons and cover outcomes of its programmes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "outcomes" in self.formsets:
            self._offer_own_lessons(self.formsets["outcomes"])

    def _offer_own_lessons(self, formset: Any) -> None:
        """Also for rows that are added in the browser, which are made from the class of the form."""
        form = type(formset.form.__name__, (formset.form,), {})
        field = form.base_fields.get("lessons")  # type: ignore[attr-defined]
        if field is not None:
            lessons = field.queryset.model.objects
            field.queryset = (
                lessons.descendant_of(self.instance).order_by("path") if self.instance.pk else lessons.none()
            )
            formset.form = form

    def is_valid(self) -> bool:
        valid: bool = super().is_valid()
        if not valid or self.is_deferred_validation:
            return valid
        errors = [*self._unknown_codes(), *self._circles()]
        for form, name, message in errors:
            form.add_error(name, message)
        return not errors

    def _unknown_codes(self) -> Iterator[tuple[Any, str, str]]:
        """Codes that no outcome of a programme with this course has. A course of no programme may have any."""
        programmes = ProgrammeCourse.objects.filter(course=self.instance.pk).values("programme")
        known = set(
            ProgrammeOutcome.objects.filter(page__in=programmes).exclude(code="").values_list("code", flat=True)
        )
        for form in _rows(self.formsets["outcomes"]) if known else ():
            unknown = [code for code in codes_in(form.instance.covers) if code not in known]
            if unknown:
                words = _("No programme with this course has an outcome with the code %(codes)s.")
                yield form, "covers", words % {"codes": ", ".join(unknown)}

    def _circles(self) -> Iterator[tuple[Any, str, str]]:
        """Prerequisites that could never be met: the course itself, or one that requires it in turn."""
        for form in _rows(self.formsets["prerequisites"]):
            row = form.instance
            if row.course_id == self.instance.pk:
                yield form, "course", _("A course cannot be taken before itself.")
            elif row.required and self.instance.pk in _required_for(type(row), row.course_id):
                yield form, "course", _("This course itself requires the one that you are editing.")


def _required_for(prerequisites: Any, course: int) -> set[int]:
    """The courses that ``course`` requires, directly or not, of those stored."""
    links: dict[int, list[int]] = {}
    for page, needed in prerequisites.objects.filter(required=True).values_list("page_id", "course_id"):
        links.setdefault(page, []).append(needed)
    found: set[int] = set()
    waiting = [course]
    while waiting:
        more = [needed for needed in links.get(waiting.pop(), ()) if needed not in found]
        found.update(more)
        waiting += more
    return found


def _rows(formset: Any) -> Iterator[Any]:
    """The forms of the rows that stay, in their order; of a valid formset."""
    yield from formset.ordered_forms
