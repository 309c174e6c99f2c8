"""HTML to a tree, read as a browser reads it, in bounded time.

nh3 reads it and writes it down well-formed (html5ever mends what is malformed as browsers do);
lxml holds the tree. Its own parser for HTML would end a bold passage at the next paragraph.
"""

import re
from html import unescape

import lxml.html
import nh3
from lxml import etree
from lxml.html import HtmlElement as Element

from editorial.text.incoming.errors import (
    DEEPEST,
    LARGEST,
    MOST_ELEMENTS,
    MOST_SIGNS,
    MOST_UNCLOSED,
    TooBroken,
    TooDeep,
    TooLarge,
)

KNOWN = frozenset(
    (  # noqa: SIM905 - shorter to read
        "a abbr acronym address applet area article aside audio b bdi bdo big blockquote body br "
        "button canvas caption center cite code col colgroup data datalist dd del details dfn "
        "dialog dir div dl dt em embed fieldset figcaption figure font footer form h1 h2 h3 h4 h5 "
        "h6 head header hgroup hr html i iframe img input ins kbd label legend li link listing "
        "main map mark menu meta meter nav nobr noframes noscript object ol optgroup option "
        "output p picture pre progress q rb rp rt rtc ruby s samp script search section select "
        "slot small source span strike strong style sub summary sup svg table tbody td template "
        "textarea tfoot th thead time title tr track tt u ul var video wbr xmp"
    ).split()
)
# MathML is read under names of our own: where such elements stand elsewhere than a browser has
# them, nh3 takes out their words with them. These change how words read, the others do not.
FORMULA = frozenset(
    (  # noqa: SIM905 - shorter to read
        "annotation annotation-xml menclose mfenced mfrac mmultiscripts mover mphantom mroot msqrt "
        "msub msubsup msup mtable munder munderover"
    ).split()
)
FORMULA_WORDS = frozenset(
    (  # noqa: SIM905 - shorter to read
        "maction math merror mi mn mo mpadded mprescripts mrow ms mspace mstyle mtd mtext mtr "
        "none semantics"
    ).split()
)
ATTRIBUTES = {
    "alt", "aria-label", "aria-level", "class", "colspan", "data-aria-level", "data-listid", "dir",
    "hidden", "href", "id", "name", "reversed", "role", "rowspan", "scope", "src", "start", "style",
    "title", "type", "value",
}  # fmt: skip
# Schemes are judged later, where a refused address can be named.
SCHEMES = {
    "http", "https", "mailto", "tel", "sms", "javascript", "vbscript", "data", "file", "ftp",
    "blob", "about", "callto", "skype", "whatsapp", "geo", "webcal", "cid", "ms-word", "onenote",
}  # fmt: skip
NEVER = {"script", "noscript", "noframes"}


def in_formula(name: str) -> str:
    return "x" + name.partition("-")[0]


_reader = nh3.Cleaner(
    tags=set(KNOWN - NEVER) | {in_formula(name) for name in FORMULA},
    clean_content_tags=NEVER,
    attributes={"*": ATTRIBUTES},
    strip_comments=False,
    link_rel=None,
    url_schemes=SCHEMES,
)

TAG = re.compile(r"<(/?)([A-Za-z][^\s/><]*)")
# What nh3 writes: comments, elements whose content is no markup, tags with quoted attributes.
TOKEN = re.compile(
    r"<!--(?P<comment>.*?)-->"
    r"|<(?P<raw>style|iframe|xmp)(?: [^>]*)?>(?P<content>.*?)</(?P=raw)>"
    r"|<(?P<closes>/?)(?P<name>[a-z][a-z0-9]*)(?P<attributes>(?: [^\s=]+=\"[^\"]*\")*)>",
    re.DOTALL,
)
ATTRIBUTE = re.compile(r" ([^\s=]+)=\"([^\"]*)\"")
VOID = frozenset({"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param",
                  "source", "track", "wbr"})  # fmt: skip
# lxml holds none of them; a tabulator of lines or pages ends a line.
UNHELD = {code: None for code in (*range(32), 0xFFFE, 0xFFFF) if code not in (9, 10, 13)} | {
    0x0B: "\n", 0x0C: "\n",
}  # fmt: skip
NAME = re.compile(r"[a-z][a-z0-9:._-]*\Z")
# NUL, also as an entity: readers would make U+FFFD of it.
NUL = re.compile(r"\x00|&#(?:0+|[xX]0+)(?![0-9a-fA-F]);?")
# Closed by itself, as only MathML's can be.
SELF_CLOSED = re.compile(r"<(none|mprescripts|mspace|mrow|mi|mn|mo|mtext|mtd)\b([^<>]*)/>", re.I)
BARE = re.compile(r"&(?![#A-Za-z])")  # a row of them takes html5ever minutes
FORMATTING = re.compile(r"<(/?)(?:a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)\b", re.I)
# Word's marker of a list item, where it is not marked in another way.
MARKER = re.compile(
    r"<!(?:--)?\[if !supportLists\](?:--)?>(.*?)<!(?:--)?\[endif\](?:--)?>", re.DOTALL
)
PART_OF_TABLE = re.compile(r"<t[rdh]\b", re.I)
HAS_TABLE = re.compile(r"<table\b", re.I)


def parsed(html: str) -> Element:
    """The tree of a page or of a part of one. Raises TooLarge, TooDeep, TooBroken."""
    check_size(html)
    html = MARKER.sub(r'<span style="mso-list:Ignore">\1</span>', NUL.sub("", html))
    html = SELF_CLOSED.sub(r"<\1\2> </\1>", html)
    closed = {name.lower() for closes, name in TAG.findall(html) if closes}
    html = TAG.sub(lambda tag: _known_tag(tag, closed), BARE.sub("&amp;", html))
    if PART_OF_TABLE.search(html) and not HAS_TABLE.search(html):
        html = f"<table>{html}</table>"
    # A surrogate half has no UTF-8.
    clean = _reader.clean(html.encode("utf-8", "ignore").decode())
    return _tree(clean.translate(UNHELD))


def _tree(clean: str) -> Element:
    builder = etree.TreeBuilder(element_factory=lxml.html.html_parser.makeelement)
    builder.start("body", {})
    at = depth = 0
    for token in TOKEN.finditer(clean):
        builder.data(unescape(clean[at : token.start()]))
        at = token.end()
        depth += _build(builder, token)
        if depth > DEEPEST:
            raise TooDeep
    builder.data(unescape(clean[at:]))
    builder.end("body")
    return builder.close()


def _build(builder: etree.TreeBuilder, token: re.Match[str]) -> int:
    """Hand the token on; gives by how much it leads deeper."""
    name = token["name"] or token["raw"]
    if not name:
        builder.comment(re.sub("-+", " ", token["comment"]))  # XML has no “--” in a comment
        return 0
    if token["closes"]:
        builder.end(name)
        return -1
    found = ATTRIBUTE.findall(token["attributes"] or "")
    builder.start(name, {key: unescape(value) for key, value in found})
    if token["raw"]:
        builder.data(token["content"])
    elif name not in VOID:
        return 1
    builder.end(name)
    return 0


def _known_tag(tag: re.Match[str], closed: set[str]) -> str:
    """A tag that no browser knows is a block; Word's, with a colon, stand within a line; and
    what is no tag at all (“Dear <name>”, “<someone@example.org>”) is words."""
    name = tag[2].lower()
    if name in FORMULA_WORDS or name.startswith("mjx-"):  # MathJax
        return f"<{tag[1]}span"
    if name in FORMULA:
        return f"<{tag[1]}{in_formula(name)}"
    if name in KNOWN or ":" in name:
        return tag[0]
    is_tag = NAME.match(name) and name in closed
    return f"<{tag[1]}div" if is_tag else f"&lt;{tag[1]}{tag[2]}"


def check_size(html: str) -> None:
    """Raises TooLarge, TooBroken."""
    if len(html) > LARGEST:
        raise TooLarge(len(html), LARGEST, "characters with its styles")
    for of, sign, most in (("signs “&”", "&", MOST_SIGNS), ("tags", "<", 2 * MOST_ELEMENTS)):
        if html.count(sign) > most:
            raise TooLarge(html.count(sign), most, of)
    # Each open one is repeated in each paragraph after it: a few kilobytes can fill the memory.
    unclosed = sum(-1 if tag[1] else 1 for tag in FORMATTING.finditer(html))
    if unclosed > MOST_UNCLOSED:
        raise TooBroken
