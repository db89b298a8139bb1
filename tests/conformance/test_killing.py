"""kill -9 between any two statements of a write: nothing acknowledged is lost, nothing is recorded twice or in part.

Production settings and the site's own WSGI application, on SQLite and on PostgreSQL. See ``killing``.
"""

import pytest

from tests.benchmarks.throwaway import Throwaway


@pytest.mark.timeout(300)
def test_a_write_is_recorded_as_a_whole_or_not_at_all_wherever_the_server_is_killed(production: Throwaway) -> None:
    told = production.ask("tests.conformance.killing")

    assert [fault for report in told.values() for fault in report["faults"]] == []
    assert set(told) >= {"enrolment", "answer", "mark", "offline batch"}
    for name, report in told.items():
        # Before its first statement, and after its COMMIT, at least.
        assert report["interrupted"] > 0, name
        assert report["recorded"] > 0, name
        assert report["interrupted"] + report["recorded"] == report["moments"] > 5, name
    production.run("pomost.cli", "verify-learning")  # fails if an event or a row is missing
    production.run("pomost.cli", "rebuild-progress")  # fails if a figure differs from the events
