"""Fetches the parts of both engines: ``python -m tests.search.engines`` (``make engines``)."""

import sys

from tests.search.engines.kinds import ELASTICSEARCH, OPENSEARCH
from tests.search.engines.launching import EngineUnavailableError
from tests.search.engines.parts import parts_of


def main() -> int:
    """Fetch what is missing and print where it is; return the exit code."""
    for kind in (ELASTICSEARCH, OPENSEARCH):
        try:
            print(f"{kind.name}: {parts_of(kind)}", flush=True)
        except EngineUnavailableError as error:
            print(f"{kind.name}: {error}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
