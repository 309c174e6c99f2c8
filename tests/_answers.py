"""What the site answered, as text."""

from typing import Any


def text_of(answer: Any) -> str:
    return str(answer.content, answer.charset)


def words(answer: Any) -> str:
    """On one line, however the template breaks it."""
    return " ".join(text_of(answer).split())
