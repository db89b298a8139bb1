"""The Polish language, without Django: typography, plural forms, dates, reading time."""
