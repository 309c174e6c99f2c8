"""What the site answered, as text."""

import re
from typing import Any


def text_of(answer: Any) -> str:
    return str(answer.content, answer.charset)


def words(answer: Any) -> str:
    """On one line, however the template breaks it."""
    return " ".join(text_of(answer).split())


def without_passage_links(page: str) -> str:
    """A public page as its templates and its signed text make it."""
    return re.sub(r'<a class="passage-link"[^>]*></a>', "", page)
