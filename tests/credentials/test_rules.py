"""Rules of certificates on the pages of courses and programmes."""

import pytest
from django.core.exceptions import ValidationError

from courses.catalogue.models import Course, Programme
from courses.credentials.models import CourseCertificateRule, CredentialSettings, ProgrammeCertificateRule, rule_of
from tests.courses_tree import make_course

pytestmark = pytest.mark.django_db


def fields_refused(rule):
    with pytest.raises(ValidationError) as refused:
        rule.full_clean()
    return list(refused.value.message_dict)


@pytest.mark.parametrize("page", [Course, Programme])
def test_editors_find_the_rule_in_the_form_of_the_page(page):
    assert "certificate_rules" in page.get_edit_handler().get_form_class().formsets


def test_a_rule_is_in_force_when_its_page_is_published():
    course = make_course(lessons=1)
    course.certificate_rules.add(CourseCertificateRule(minimum_score=70))
    revision = course.save_revision()
    assert rule_of(course) is None
    revision.publish()
    rule = rule_of(Course.objects.get(pk=course.pk))
    assert rule is not None
    assert rule.conditions.minimum_score == 70


def test_what_is_wrong_is_told_at_its_field():
    course = make_course(lessons=1)
    assert fields_refused(CourseCertificateRule(page=course, valid_months=12)) == ["expiry_reason"]
    assert fields_refused(CourseCertificateRule(page=course, expiry_reason="Prawo")) == ["valid_months"]
    assert fields_refused(CourseCertificateRule(page=course, minimum_score=101)) == ["minimum_score"]


def test_a_postgraduate_document_can_be_chosen_by_an_entitled_owner_only():
    rule = ProgrammeCertificateRule(document="postgraduate")
    with pytest.raises(ValidationError) as refused:
        rule.clean()
    assert list(refused.value.message_dict) == ["document"]
    settings = CredentialSettings.current()
    settings.body = "research"
    settings.save()
    rule.clean()
