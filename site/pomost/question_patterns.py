"""What stands after a section and at the foot of a guide, for the pattern library."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from resources.guidance.questions.cards import Addresses


@dataclass(frozen=True, slots=True)
class Answered:
    """A section with published answers, as ``guidance/questions/section_end.html`` takes them."""

    title: str
    answers: tuple[tuple[str, str, SafeString], ...]
    forms: Addresses


def sample() -> Answered:
    return Answered(
        title="Zawrzyj porozumienie",
        answers=(
            ("pytanie-1", "Czy porozumienie musi być na piśmie?", SafeString("<p>Powyżej 30 dni <b>tak</b>.</p>")),
            ("pytanie-2", "Czy zwrot kosztów jest wynagrodzeniem?", SafeString("<p>Nie, gdy masz dokument.</p>")),
        ),
        forms=Addresses(question="#", error="#", rating="/wzorce/", all_answers="#"),
    )
