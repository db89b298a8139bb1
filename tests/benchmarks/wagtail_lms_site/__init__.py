"""The least site with wagtail-lms, for ``tests.benchmarks.wagtail_lms``; runs in an environment of its own."""
