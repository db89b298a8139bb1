"""What keeps an accessibility declaration from being published, each in words and at its field."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.functional import Promise
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing.page_forms import PageForm

REQUIRED: Mapping[str, Promise] = {
    "entity": gettext_lazy("Write who runs the website: the full name of the institution or organisation."),
    "site_name": gettext_lazy("Write the name of the website."),
    "site_url": gettext_lazy("Write the address of the website, with “https://”."),
    "site_published_on": gettext_lazy("Give the day on which the website was published."),
    "site_updated_on": gettext_lazy("Give the day of the last major change of the website."),
    "status": gettext_lazy("Choose how far the website complies with the law."),
    "prepared_on": gettext_lazy("Give the day on which the declaration was first prepared."),
    "basis": gettext_lazy("Choose what the declaration is based on."),
    "contact": gettext_lazy("Write who answers questions about accessibility: a person or a unit."),
    "email": gettext_lazy("Write the e-mail address for questions about accessibility."),
    "phone": gettext_lazy("Write the telephone number for questions about accessibility."),
    "procedure": gettext_lazy("Write how to ask for accessibility, when you answer and where to complain."),
    "architecture": gettext_lazy("Describe access to the building, or say that nobody is received there."),
    "communication": gettext_lazy("Write how people with special needs can communicate with you."),
}
"""Fields without which a declaration is not complete, with what to do about an empty one."""

phone_number = RegexValidator(
    r"\A\+?(?:[\s()./-]*\d){5,15}[\s)]*\Z",
    gettext_lazy("Write a telephone number in digits, such as 22 123 45 67 or +48 22 123 45 67."),
)


def is_empty(value: Any) -> bool:
    """Whether a field says nothing; rich text may be an empty paragraph."""
    return not strip_tags(value).strip() if isinstance(value, str) else value is None


def refusals(values: Mapping[str, Any]) -> dict[str, str]:
    """What is wrong with the values of a declaration, by field: one message for each field."""
    found = {name: str(message) for name, message in REQUIRED.items() if is_empty(values.get(name))}
    for name, message in _contradictions(values):
        found.setdefault(name, message)
    return found


def _contradictions(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    def has(name: str) -> bool:
        return not is_empty(values.get(name))

    if values.get("status") == "full":
        for name in ("nonconformities", "burden"):
            if has(name):
                yield name, _("A website that complies in full has no such content. Choose another state or delete it.")
    elif has("status") and not any(has(name) for name in ("nonconformities", "burden", "exempt")):
        yield "nonconformities", _("List what is not accessible, or choose that the website complies in full.")
    if has("burden_analysis_url") and not has("burden"):
        yield "burden", _("Say which content this analysis is about, or delete its address.")
    if values.get("basis") == "external" and not has("assessed_by"):
        yield "assessed_by", _("Write who assessed the website.")
    for first, second, message in (
        ("site_published_on", "site_updated_on", _("The last change cannot be before the website was published.")),
        ("prepared_on", "reviewed_on", _("The last review cannot be before the declaration was prepared.")),
    ):
        if has(first) and has(second) and values[second] < values[first]:
            yield second, message


class StatementForm(PageForm):
    """Refuses to publish an incomplete declaration or one that contradicts itself; drafts may be incomplete."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, message in REQUIRED.items():
            if name in self.fields:
                self.fields[name].error_messages["required"] = message

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.is_deferred_validation:
            return cleaned
        for name, message in refusals(cleaned).items():
            if name in self.fields and name not in self.errors:
                self.add_error(name, ValidationError(message, code="incomplete"))
        return cleaned
