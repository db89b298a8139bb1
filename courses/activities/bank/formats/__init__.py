"""Questions of the bank in the formats of others: GIFT and Moodle XML.

``moodle`` is what both formats say, ``taking`` and ``giving`` translate between it and our exercises, the modules
``gift_…`` and ``xml_…`` read and write the files.
"""
