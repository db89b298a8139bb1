class NotEnrolledError(Exception):
    """Only people on the course may do this."""


class NotAllowedError(Exception):
    """The rule of the lesson does not allow this; the message says why, for the person who asked."""
