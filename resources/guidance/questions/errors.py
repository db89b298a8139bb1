"""What keeps a question from being stored, answered or published."""

from django.utils.translation import gettext as _


class QuestionsFullError(Exception):
    """There are too many open questions to store another one."""


class QuestionError(Exception):
    """Something that cannot be done with a question; the message says why, in words for editors."""


class AlreadyHandledError(QuestionError):
    def __init__(self) -> None:
        super().__init__(_("Somebody has answered or closed this already. Nothing was sent: your text is still here."))


class NoAddressError(QuestionError):
    def __init__(self) -> None:
        super().__init__(_("There is no address to answer to. You can publish the answer for everybody, or close it."))


class PersonalDataError(QuestionError):
    """``field`` is that of the text with the address."""

    def __init__(self, field: str) -> None:
        self.field = field
        super().__init__(_("There is an e-mail address of a reader in this text. Everybody would see it: remove it."))
