"""The rich text features of running text. Headings are separate blocks, so that each has a stable anchor."""

PROSE_FEATURES = [
    "bold",
    "italic",
    "ol",
    "ul",
    "link",
    "document-link",
    "superscript",
    "subscript",
    # Registered by reference: amounts that change on known days.
    "value",
    "value-next",
]
