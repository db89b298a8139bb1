"""The Polish language, without Django: typography, readability, folding."""
