"""Speed and page weight. ``python -m tests.benchmarks`` measures; the bounds are in ``bounds.py``."""
