"""Signals of people."""

from django.dispatch import Signal

# Sent after every way of signing in, when the response is made. Arguments: ``request``, ``user`` and ``response``, on
# which receivers may set and delete cookies.
signed_in = Signal()
