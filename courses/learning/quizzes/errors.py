class AttemptClosedError(Exception):
    """An attempt at a quiz takes no answers any more: it was closed, or its time is over."""
