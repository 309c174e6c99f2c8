"""Page ranges in full, as AMA style prints them (AMA Manual of Style, 11th edition, 3.11.3)."""

import re

DASHES = re.compile(r"\s*[-\u2010-\u2015\u2212]+\s*")
# “1453-9”, “e123-8”, “S12-5”; a longer second number is whole already.
SHORT = re.compile(r"\b([A-Za-z]{0,3})(\d+)-([A-Za-z]{0,3})(\d+)\b")


def full_ranges(pages: str) -> str:
    """`1453-9, 1462–5` → `1453-1459, 1462-1465`; what is no such range stays as it is."""
    pages = re.sub(r"^(?:pp?\.\s*)", "", pages.strip())
    return SHORT.sub(_full, DASHES.sub("-", pages))


def _full(match: re.Match[str]) -> str:
    prefix, first, prefix2, last = match.groups()
    if len(last) >= len(first) or prefix2 not in ("", prefix):
        return match[0]
    whole = first[: len(first) - len(last)] + last
    return f"{prefix}{first}-{prefix}{whole}" if int(whole) >= int(first) else match[0]
