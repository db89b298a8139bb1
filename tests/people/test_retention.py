"""What is older than its period goes, nothing younger does, and a dry run says the same and changes nothing."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.auth.models import Group
from django.core import mail
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.coursework.models import CohortInvitation
from people import access, kept, retention, roles
from people.models import GuardianConsent, PersonalDataAccess, User
from pomost import cli
from publishing.signals import housekeeping
from tests.coursework import factories

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def account(
    email: str, *, age: timedelta, used: timedelta | None = None, confirmed: bool = True, **fields: Any
) -> User:
    user = User.objects.create_user(email, date_joined=NOW - age, last_login=NOW - used if used else None, **fields)
    EmailAddress.objects.create(user=user, email=email, primary=True, verified=confirmed)
    return user


def counts(*, now: datetime = NOW, dry_run: bool = False) -> dict[str, int]:
    return {row.kind.name: row.count for row in retention.purge(now=now, dry_run=dry_run) if row.count}


def table_sizes() -> dict[str, int]:
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def test_accounts_that_nobody_confirmed_go_after_a_month() -> None:
    account("stara@example.org", age=31 * DAY, confirmed=False)
    account("nowa@example.org", age=29 * DAY, confirmed=False)
    account("uzywana@example.org", age=400 * DAY, used=100 * DAY, confirmed=False)
    assert counts() == {"unconfirmed": 1}
    assert not User.objects.filter(email="stara@example.org").exists()
    assert User.objects.filter(email__in=["nowa@example.org", "uzywana@example.org"]).count() == 2


def test_an_account_without_an_answer_of_the_guardian_goes_after_two_weeks() -> None:
    for number, age in enumerate((13, 15)):
        user = account(f"dziecko{number}@example.org", age=age * DAY, confirmed=False, is_active=False)
        GuardianConsent.objects.create(user=user, email="mama@example.org", asked_at=NOW - age * DAY)
    assert counts() == {"guardians": 1}
    assert list(GuardianConsent.objects.values_list("user__email", flat=True)) == ["dziecko0@example.org"]


def test_an_unused_account_is_warned_first_and_kept_by_signing_in(monkeypatch: pytest.MonkeyPatch) -> None:
    unused, back = (account(f"{name}@example.org", age=1096 * DAY) for name in ("cicha", "wraca"))
    for clock, expected in (
        (NOW, {"inactive_warned": 2}),
        (NOW + 29 * DAY, {}),
        (NOW + 31 * DAY, {"inactive": 1}),
        (NOW + 32 * DAY, {}),
    ):
        monkeypatch.setattr(timezone, "now", lambda clock=clock: clock)
        assert counts(now=clock) == expected, clock
        User.objects.filter(pk=back.pk).update(last_login=NOW + 2 * DAY)
    assert [message.to for message in mail.outbox] == [["cicha@example.org"], ["wraca@example.org"]]
    assert not User.objects.filter(pk=unused.pk).exists()
    assert User.objects.filter(pk=back.pk).exists()


def test_the_site_deletes_no_account_of_staff_and_no_anonymised_one() -> None:
    account("szefowa@example.org", age=4000 * DAY, is_superuser=True)
    trainer = account("prowadzi@example.org", age=4000 * DAY)
    trainer.groups.add(Group.objects.get(name=roles.TRAINER))
    account("x@anonymised.invalid", age=4000 * DAY, anonymised_at=NOW - 3000 * DAY)
    account("nigdy@example.org", age=4000 * DAY, confirmed=False, is_superuser=True)
    account("wylaczona@example.org", age=4000 * DAY, is_active=False)
    User.objects.create_user("od-administratora@example.org", date_joined=NOW - 31 * DAY)
    assert counts() == {}


def test_invitations_and_the_log_go_after_their_periods() -> None:
    cohort = factories.CohortFactory.create()
    made = [
        ("revoked", 91, 91),
        ("declined", 91, 91),
        ("declined", 89, 400),
        ("accepted", 400, 400),
        ("pending", 0, 366),
        ("pending", 0, 364),
    ]
    for number, (state, answered, sent) in enumerate(made):
        CohortInvitation.objects.create(
            cohort=cohort,
            email=f"gosc{number}@example.org",
            state=state,
            sent_at=NOW - sent * DAY,
            answered_at=NOW - answered * DAY if answered else None,
        )
    whose, by = factories.UserFactory.create(), factories.UserFactory.create()
    for days in (729, 732):
        PersonalDataAccess.objects.create(by=by, whose=whose, kind=access.ACCOUNT, day=(NOW - days * DAY).date())
    assert counts() == {"invitations_closed": 2, "invitations_unanswered": 1, "access": 1}
    left = list(CohortInvitation.objects.order_by("email").values_list("email", flat=True))
    assert left == ["gosc2@example.org", "gosc3@example.org", "gosc5@example.org"]


ages = st.lists(
    st.tuples(st.integers(0, 2500), st.none() | st.integers(0, 2500), st.booleans(), st.none() | st.integers(0, 2500)),
    max_size=5,
)


@given(ages=ages, later=st.integers(0, 3000))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_younger_goes_and_a_dry_run_is_the_real_run(
    ages: list[tuple[int, int | None, bool, int | None]], later: int
) -> None:
    now = NOW + later * DAY
    with transaction.atomic():
        for number, (age, used, confirmed, warned) in enumerate(ages):
            user = account(f"osoba{number}@example.org", age=age * DAY, confirmed=confirmed)
            User.objects.filter(pk=user.pk).update(
                last_login=NOW - used * DAY if used is not None else None,
                warned_at=NOW - warned * DAY if warned is not None else None,
            )
        before = {user.pk: user for user in User.objects.filter(email__startswith="osoba")}
        confirmed_ones = set(EmailAddress.objects.filter(verified=True).values_list("user", flat=True))
        sizes = table_sizes()
        told = [(row.kind.name, row.ids) for row in retention.purge(now=now, dry_run=True)]
        assert table_sizes() == sizes
        assert told == [(row.kind.name, row.ids) for row in retention.purge(now=now)]
        gone = set(before) - set(User.objects.filter(pk__in=before).values_list("pk", flat=True))
        ids = dict(told)
        assert gone == (set(ids["unconfirmed"]) | set(ids["inactive"])) & set(before)
        for pk in gone:
            user = before[pk]
            last = user.last_login or user.date_joined
            never = pk not in confirmed_ones and user.last_login is None
            assert now - last >= (kept.UNCONFIRMED if never else kept.INACTIVE)
            assert never or (user.warned_at is not None and last <= user.warned_at <= now - kept.WARNED)
        assert all(row.count == 0 for row in retention.purge(now=now, dry_run=True) if row.kind.name != "inactive")
        transaction.set_rollback(True)


def test_every_kind_has_a_period_and_a_reason() -> None:
    assert all(kind.period > timedelta() and len(str(kind.reason)) > 20 for kind in retention.kinds())


def test_the_worker_purges_and_the_command_only_tells(capsys: pytest.CaptureFixture[str]) -> None:
    account("stara@example.org", age=(timezone.now() - NOW) + 31 * DAY, confirmed=False)
    assert cli.main(["purge-data", "--dry-run"]) == 0
    assert User.objects.filter(email="stara@example.org").exists()
    said = capsys.readouterr().out
    assert "     1  " in said
    housekeeping.send(sender=None)
    assert not User.objects.filter(email="stara@example.org").exists()
