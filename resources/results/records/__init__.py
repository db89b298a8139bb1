"""Public records of projects and results: what is in them (``content``) and what they are filtered by (``facets``)."""
