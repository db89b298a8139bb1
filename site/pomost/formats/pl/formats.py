# "21 listopada 2026", "21 listopada 2026, 9:05": the month in the genitive and on one line with its day (U+00A0).
DATE_FORMAT = "j\u00a0E Y"
TIME_FORMAT = "G:i"
DATETIME_FORMAT = "j\u00a0E Y, G:i"
