"""Signals of publishing."""

from django.dispatch import Signal

# Sent by the background worker every ten minutes, without arguments. Receivers delete expired rows and retry lost
# tasks; each commits its own transaction, and the failure of one does not stop the others.
housekeeping = Signal()

# Sent in the transaction in which the public content of a page changes: it goes live, is changed while live, is
# unpublished or is rendered again. Argument: ``page``. Moves and deletions have Wagtail's and Django's signals.
public_page_changed = Signal()
