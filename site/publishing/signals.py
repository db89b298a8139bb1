"""What publishing announces."""

from django.dispatch import Signal

# Sent by the background worker every ten minutes, without arguments. Receivers delete what is out of date and take up
# what was left undone; each commits its own work, and one that fails does not keep the others from theirs.
housekeeping = Signal()
