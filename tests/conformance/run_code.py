"""``python -m tests.conformance.run_code CODE`` runs CODE in the environment of a site."""

import sys

exec(sys.argv[1])  # noqa: S102 - the tests' own
