"""Names of picture files where words for readers are wanted."""

import re

FILE_NAME = (
    r"\.(avif|bmp|gif|heic|jpe?g|png|svg|tiff?|webp)\s*$"
    r"|_"
    # What cameras, scanners and telephones call their files, without the extension.
    r"|^\s*(img|image|dsc[nf]?|pict?|scan|skan|foto|photo|zdj[eę]cie|obraz(ek)?|screenshot|zrzut ekranu)?"
    r"[\d\s().,:-]*\d[\d\s().,:-]*$"
)
"""A pattern without regard to letter case, in the syntax that Python and JavaScript have in common."""

_FILE_NAME = re.compile(FILE_NAME, re.IGNORECASE)


def is_file_name(text: str) -> bool:
    """Whether a text is the name of a file, such as ``IMG_2034.jpg`` or ``skan 12 (1)``."""
    return _FILE_NAME.search(text) is not None
