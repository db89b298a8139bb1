class InvalidAnswerError(Exception):
    """The form is not a valid answer to this exercise. The message is shown to the user."""
