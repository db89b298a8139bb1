"""Documents of the catalogue as PDF/UA: a course to read on paper, a programme, a module card (also for Word)."""
