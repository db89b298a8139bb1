class InvalidAnswerError(Exception):
    """What was sent is not an answer to this exercise. The message is for the person who sent it."""
