"""Speed and page weight. ``python -m tests.benchmarks`` measures, ``bounds.py`` says what must hold."""
