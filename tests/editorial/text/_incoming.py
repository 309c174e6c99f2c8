"""What the tests of foreign HTML share."""

from editorial.text.incoming import transform


def html(given: str) -> str:
    return transform(given).html


def said(given: str) -> list[str]:
    return transform(given).messages
