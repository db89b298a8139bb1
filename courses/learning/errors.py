class NotEnrolledError(Exception):
    """The user is not enrolled in the course."""


class NotAllowedError(Exception):
    """A rule of the lesson or the course does not allow this; the message is shown to the user."""
