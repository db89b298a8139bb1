"""Search backends on the Polish analyser: subclasses of modelsearch's, one for each engine.

``candidates`` is what the search page asks of an engine: the sections that hold the words, the likeliest first. Their
order is that of ``search.ranking``, the same for every engine. Wagtail's own lists search through the rest of the API.
"""
