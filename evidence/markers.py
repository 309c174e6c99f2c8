"""Markers of sources in rich text: `[@hodi-2010]`, `[@hodi-2010; @le-2015]`, side by side or not.

Rich text is HTML as nh3 leaves it: every `<` opens a tag, every attribute is in double quotes.
"""

import re
from collections.abc import Callable

from editorial.text.characters import clean_text

TAG = re.compile(r"""(<(?:[^<>"']|"[^"]*"|'[^']*')*>)""")
KEY = r"@[A-Za-z0-9_-]+"
MARKER = rf"\[\s*{KEY}(?:\s*;\s*{KEY})*\s*\]"
# Few, because an open number would make the search slow on a page full of spaces.
SPACE = r"(?:\s|&nbsp;){0,3}"
GROUP = re.compile(rf"{SPACE}(?P<markers>{MARKER}(?:{SPACE}{MARKER})*)(?P<stop>[.,]?)")
ATTEMPT = re.compile(r"\[(?:\s|&nbsp;){0,3}@[^\]]{0,40}\]?")

Replace = Callable[[re.Match[str]], str]


def keys_of(group: re.Match[str]) -> list[str]:
    """The keys in one group of markers. Keys are in small letters, however they are typed."""
    return [key[1:].lower() for key in re.findall(KEY, group["markers"])]


def replaced(html: str, replace: Replace) -> str:
    """The text with each group of markers replaced, but none inside a tag or a link.

    A link in a link is not HTML; such markers are found by `unread_markers`.
    """
    if "@" not in html:  # most texts: they need not be taken apart
        return html
    parts: list[str] = []
    in_link = False
    for number, part in enumerate(TAG.split(html)):
        if number % 2:
            in_link = part.startswith(("<a ", "<a>")) or (in_link and part != "</a>")
        # Most parts hold no marker, and a search for one costs more than this.
        has_marker = not (number % 2 or in_link) and "@" in part
        parts.append(GROUP.sub(replace, part) if has_marker else part)
    return "".join(parts)


def mapped(content: object, change: Callable[[str], str]) -> object:
    """Nested lists and dicts with every text changed, in the order of the page."""
    if isinstance(content, str):
        return change(content)
    if isinstance(content, dict):
        return {name: mapped(value, change) for name, value in content.items()}
    if isinstance(content, list):
        return [mapped(value, change) for value in content]
    return content


def marked_keys(content: object) -> list[str]:
    """Every key once, in the order of first appearance."""
    keys: dict[str, None] = {}

    def note(group: re.Match[str]) -> str:
        keys.update(dict.fromkeys(keys_of(group)))
        return ""

    mapped(content, lambda html: replaced(html, note))
    return list(keys)


def unread_markers(content: object) -> list[str]:
    """What looks like a marker and cannot be one: misspelt, or inside a link or an attribute."""
    found: list[str] = []

    def note(html: str) -> str:
        if "@" not in html:
            return html
        rest = replaced(html, lambda group: "")
        # With and without tags: `[@<b>x</b>]` is an attempt too, and so is `href="[@x]"`.
        attempts = ATTEMPT.findall(rest) + ATTEMPT.findall(TAG.sub("", rest))
        found.extend(clean_text(attempt) for attempt in attempts)
        return html

    mapped(content, note)
    return list(dict.fromkeys(found))
