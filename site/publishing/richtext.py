"""What an editor may put into running text. Headings are blocks of their own, so that each gets a stable anchor."""

PROSE_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link", "superscript", "subscript"]
