"""Demo accounts, one for each role. Created only in development and tests."""

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.db import transaction

from people import roles, services
from people.consents import TERMS
from people.models import Organisation, User, organisation_key

PASSWORD = "most-nad-rzeka-2026"  # noqa: S105 - shown on the screen at every start; only for the demo


@dataclass(frozen=True, slots=True)
class Persona:
    """A user of the demo: the role in English for the terminal, the group (None for a learner)."""

    email: str
    first_name: str
    last_name: str
    role: str
    group: str | None = None
    organisation: tuple[str, str] | None = None
    superuser: bool = False


EDITOR = Persona("redakcja@example.org", "Irena", "Redaktorska", "editor", roles.EDITOR)
REVIEWER = Persona("weryfikacja@example.org", "Wit", "Sprawdzający", "reviewer", roles.REVIEWER)
TRAINER = Persona("trener@example.org", "Teresa", "Trenerska", "trainer", roles.TRAINER)
COORDINATOR = Persona("koordynacja@example.org", "Konrad", "Koordynujący", "coordinator", roles.COORDINATOR)
LEARNER = Persona(
    "uczestnik@example.org", "Anna", "Lis", "learner", organisation=("Stowarzyszenie Most", Organisation.Kind.NGO)
)
ADMINISTRATOR = Persona("admin@example.org", "Ada", "Administrująca", "administrator", superuser=True)

# One for each role, printed by ``make run``.
SIGN_INS = (EDITOR, REVIEWER, TRAINER, COORDINATOR, LEARNER, ADMINISTRATOR)

# Other learners on the courses.
OTHERS = (
    Persona(
        "marek@example.org",
        "Marek",
        "Wrona",
        "learner",
        organisation=("Urząd Gminy Zalesie", Organisation.Kind.LOCAL_GOVERNMENT),
    ),
    Persona("ewa@example.org", "Ewa", "Sowa", "learner", organisation=("Fundacja Dla Sąsiadów", Organisation.Kind.NGO)),
    Persona(
        "piotr@example.org",
        "Piotr",
        "Klon",
        "learner",
        organisation=("Ochotnicza Straż Pożarna w Zalesiu", Organisation.Kind.NGO),
    ),
    Persona("jan@example.org", "Jan", "Bielik", "learner"),
    Persona("zofia@example.org", "Zofia", "Kos", "learner"),
)


@transaction.atomic
def account_of(persona: Persona) -> tuple[User, bool]:
    """The account of a persona, and whether it was created by this call."""
    known = User.objects.filter(email=persona.email).first()
    if known is not None:
        return known, False
    organisation = None
    if persona.organisation:
        name, kind = persona.organisation
        organisation, _created = Organisation.objects.get_or_create(
            name_key=organisation_key(name), defaults={"name": name, "kind": kind}
        )
    make = User.objects.create_superuser if persona.superuser else User.objects.create_user
    user = make(
        persona.email,
        PASSWORD,
        first_name=persona.first_name,
        last_name=persona.last_name,
        organisation=organisation,
    )
    if persona.group:
        user.groups.add(Group.objects.get(name=persona.group))
    EmailAddress.objects.get_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
    services.give_consent(by=user, purpose=TERMS.name, wording=TERMS.current.version)
    return user, True
