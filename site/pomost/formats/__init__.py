"""How dates and times are written (``FORMAT_MODULE_PATH``), where it differs from Django's formats of the language."""
