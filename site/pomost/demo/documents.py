def docx_of(markdown: str, title: str) -> bytes:
    return b"PK"
