"""Links: what leads somewhere stays, with its true address; the rest becomes plain words, named."""

import re
from functools import lru_cache
from html import escape

from lxml.html import HtmlElement as Element

from editorial.text.characters import clean_text
from editorial.text.incoming.redirects import unwrapped
from editorial.text.incoming.report import Report, What
from editorial.text.incoming.tree import replace, words
from editorial.text.schema import SCHEMES, cleaner

BLANK = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029]+")
SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
MARK = re.compile(r"[\[(]?\s*(\d{1,3}|[a-z]|[ivxlc]{1,6}|[*†‡§¶#]{1,3})\s*[\])]?\Z", re.I)
# A note's mark in the text, and the way back from the note, of Word, Docs, LibreOffice and others.
NOTE = re.compile(r"#.*(?:ftn|edn|fn|foot|note|cite|sdfoot|sdend|source)", re.I)
NOTE_CLASS = re.compile(r"sd(?:foot|end)note|foot-?note|mso(?:foot|end)note", re.I)
BACK = re.compile(r"[↩↑^⏎︎️\s]+\Z")


def mend(root: Element, report: Report) -> set[Element]:
    """Mend each link or make it plain words. Gives the marks of notes, which are not raised:
    raised beside a number they would read as its power."""
    marks = set()
    for link in list(root.iter("a")):
        href = link.get("href")
        if href is None and (link.get("name") or link.get("id")):
            _unlink(link)
        elif href is not None and _is_note(link, href):
            _write_mark(link, report)
            marks.add(link)
        else:
            _mend(link, href or "", report)
    return marks


def _mend(link: Element, href: str, report: Report) -> None:
    text = words(link)
    address, fault = whole(href)
    if not text:
        if address or href:
            report.add(What.NO_WORDS, address or href)
        _unlink(link)
    elif fault:
        named = fault in (What.NOT_WHOLE, What.FORBIDDEN)
        report.add(fault, f"{text} ({href})" if named else text)
        _unlink(link)
    else:
        link.set("href", address)


@lru_cache(maxsize=4096)
def whole(href: str) -> tuple[str, What | None]:
    """The address that the link is to have, or why it cannot be one."""
    href = clean_text(href).strip()
    if href.lower().startswith(("tel:", "sms:")):
        href = BLANK.sub("", href.replace("%20", ""))
    href = BLANK.sub("%20", href)
    if not href:
        return "", What.NO_ADDRESS
    if href.startswith("#"):
        return "", What.IN_PAGE
    if href.lower().startswith("www."):
        href = f"https://{href}"
    elif href.startswith("//"):
        href = f"https:{href}"
    href = unwrapped(href)
    scheme = SCHEME.match(href)
    if scheme is None:
        return (href, None) if href.startswith("/") and _is_kept(href) else ("", What.NOT_WHOLE)
    if scheme[1].lower() not in SCHEMES:
        return "", What.FORBIDDEN
    href = scheme[1].lower() + href[scheme.end(1) :]
    if not href[scheme.end() :].strip("/"):
        return "", What.NO_ADDRESS
    return (href, None) if _is_kept(href) else ("", What.NOT_WHOLE)


def _is_kept(href: str) -> bool:
    """Whether the cleaner lets it stand: it drops what is no address at all."""
    clean = cleaner.clean(f'<a href="{escape(href)}">x</a>')
    return clean.startswith('<a href="') and " " not in href


def _is_note(link: Element, href: str) -> bool:
    if not href.startswith("#"):
        return False
    text = words(link)
    known = NOTE.match(href) or NOTE_CLASS.search(link.get("class", ""))
    return bool(known and (MARK.match(text) or BACK.match(text)))


def _write_mark(link: Element, report: Report) -> None:
    text = words(link)
    if BACK.match(text):  # “↩” leads back to the text, and nowhere without the link
        replace(link, "")
        return
    mark = MARK.match(text)
    is_first = _begins_paragraph(link)
    if not is_first:
        report.add(What.NOTE_MARK)
    replace(link, f"[{mark[1] if mark else text}]" + (" " if is_first else ""))


def _begins_paragraph(link: Element) -> bool:
    """A note begins with its mark; a mark in the text has words before it."""
    node = link
    while node.tag not in ("p", "div", "li", "td", "body"):
        for before in node.itersiblings(preceding=True):
            if (before.tail or "").strip() or words(before):
                return False
        node = node.getparent()
        if (node.text or "").strip():
            return False
    return True


def _unlink(link: Element) -> None:
    link.tag = "span"
    link.attrib.pop("href", None)
