"""The names of the groups of the four roles; ``pomost.roles`` grants their permissions."""

EDITOR = "Redakcja"
REVIEWER = "Weryfikacja merytoryczna"
TRAINER = "Trener/trenerka"
COORDINATOR = "Koordynator/koordynatorka"

ALL = (EDITOR, REVIEWER, TRAINER, COORDINATOR)
