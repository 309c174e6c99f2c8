"""Cleaning of text at the door: what no database, page or digest can carry is taken out."""

import re
import unicodedata

# Control characters but tab, line feed and carriage return; and halves of surrogate pairs,
# which neither UTF-8 nor canonical JSON can hold.
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# Characters that turn the reading direction and can make a text read otherwise than it is stored.
DIRECTION = re.compile(r"[\u202a-\u202e\u2066-\u2069]")


def clean_text(value: str) -> str:
    """The text in Unicode NFC, without control, bidirectional-override and half characters."""
    value = DIRECTION.sub("", UNPRINTABLE.sub("", value))
    return unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))


def lines(text: str) -> list[str]:
    """The lines of a text that hold anything, each stripped."""
    return [line.strip() for line in text.splitlines() if line.strip()]
