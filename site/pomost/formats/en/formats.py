# "21 November 2026", "21 November 2026, 9:05": European, as the Polish ones.
DATE_FORMAT = "j\u00a0E Y"
TIME_FORMAT = "G:i"
DATETIME_FORMAT = "j\u00a0E Y, G:i"
