"""The four roles, as groups. What each may do is granted by a migration of ``pomost``, which knows every room."""

EDITOR = "Redakcja"
REVIEWER = "Weryfikacja merytoryczna"
TRAINER = "Trener/trenerka"
COORDINATOR = "Koordynator/koordynatorka"

ALL = (EDITOR, REVIEWER, TRAINER, COORDINATOR)
