"""The base as open data: files (CSV, JSON), a DCAT-AP catalogue, a schema.org dataset and OAI-PMH 2.0."""
