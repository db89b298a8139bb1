"""Reading projects and results from text pages as they were saved: "BAZA REZULTATÓW | OPIS PROJEKTU" and freer ones.

``files`` turns bytes into text, ``lines`` text into lines, ``page`` lines into a ``Parsed`` page with its notes;
``facts`` finds dates, numbers and regions in sentences. Nothing here needs a database, and any text is read.
"""
