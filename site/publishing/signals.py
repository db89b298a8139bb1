"""What publishing announces."""

from django.dispatch import Signal

# Sent by the background worker every ten minutes, without arguments. Receivers delete what is out of date and take up
# what was left undone; each commits its own work, and one that fails does not keep the others from theirs.
housekeeping = Signal()

# Sent in the transaction in which what visitors see of a page changes: it goes live, is changed while live, is
# withdrawn, or is rendered again. Argument: ``page``. Moves and deletions have Wagtail's and Django's own signals.
public_page_changed = Signal()
