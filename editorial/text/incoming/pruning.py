"""What is no content is taken out and counted: deleted text, comments, hidden text, pictures
(whose description stays), programs, controls of forms.
"""

import re
from collections.abc import Callable, Iterator

from lxml import etree
from lxml.html import HtmlElement as Element

from editorial.text.incoming import styles
from editorial.text.incoming.report import Report, What
from editorial.text.incoming.styles import Styles
from editorial.text.incoming.tree import replace, take_out, words

# Never text, and no loss: nothing of it was on the writer's screen.
SILENT = frozenset({
    "script", "style", "head", "title", "meta", "link", "base", "template", "noscript", "col",
    "colgroup", "datalist", "xannotation", "xmphantom", "param", "source", "track", "noframes",
    "rp",
})  # fmt: skip
EMBEDDED = frozenset({"video", "audio", "iframe", "object", "embed", "applet", "canvas", "map"})
CONTROLS = frozenset({"input", "select", "textarea", "button", "meter", "progress", "output"})
STRUCK = frozenset({"del", "s", "strike"})
# How Word, Word for the web and others name what was deleted under tracked changes.
DELETION = re.compile(r"(?:^|\s)(?:msodel|\S*(?:Deletion|TrackChangeDelet)\S*)(?:\s|\Z)", re.I)
# Comments of Word for the desktop and of Google Docs: their anchors in the text, their lists.
COMMENT_CLASS = re.compile(
    r"(?:^|\s)(?:MsoCommentReference|msocomtxt|msocomoff|MsoCommentText|MsoCommentSubject"
    r"|sdcomment\w*|CommentStart|CommentEnd)(?:\s|\Z)",
    re.I,
)
COMMENT_LINK = re.compile(r"#(?:_msocom_|cmnt)")
# What becomes of the second and third child.
SCRIPTS = {"xmsup": ("sup",), "xmsub": ("sub",), "xmsubsup": ("sub", "sup"), "xmfrac": ("/",)}
UNSAID = frozenset({"xmenclose", "xmfenced", "xmmultiscripts", "xmover", "xmroot", "xmtable",
                    "xmunder", "xmunderover"})  # fmt: skip
CONDITIONAL = re.compile(r"\s*(?:\[(?:if|endif)|(?:Start|End)Fragment|.*<!\[endif\])", re.DOTALL)


def prune(root: Element, sheet: Styles, report: Report) -> None:
    for comment in list(root.iter(etree.Comment, etree.PI)):
        if not CONDITIONAL.match(comment.text or "") and words_of_comment(comment):
            report.add(What.COMMENT)
        comment.drop_tree()
    _drop_comments(root, sheet, report)
    for element in list(_outermost(root, lambda each: _what(each, sheet) is not None)):
        _leave_out(element, sheet, report)
    _name_titles(root, report)
    _write_formulas(root, report)


def _name_titles(root: Element, report: Report) -> None:
    """`<abbr title="three times a day">tds</abbr>`: readers without a mouse never saw the words
    of a title, and the schema has none; they are the writer's to put into the text."""
    for element in root.iter("*"):
        own, title = words(element), " ".join(element.get("title", "").split())
        if title and title.casefold() != own.casefold():
            report.add(What.TITLE, f"{own}: {title}" if own else title)


def words_of_comment(comment: Element) -> str:
    return (comment.text or "").strip()


def _outermost(root: Element, wanted: Callable[[Element], bool]) -> Iterator[Element]:
    walker = etree.iterwalk(root, events=("start",))
    for _, element in walker:
        if element is not root and wanted(element):
            walker.skip_subtree()
            yield element


def _what(element: Element, sheet: Styles) -> What | str | None:  # noqa: PLR0911 - a list of kinds
    """What it is that has to go; an empty text for what goes without a word."""
    tag = element.tag
    if tag in SILENT or element.get("class", "") == "katex-html":  # KaTeX writes all a second time
        return ""
    if tag in ("img", "svg"):
        return What.PICTURE
    if tag in EMBEDDED:
        return What.EMBEDDED
    if tag in CONTROLS:
        return What.CONTROL
    style = sheet.of(element)
    if tag in STRUCK or styles.is_struck(style) or DELETION.search(element.get("class", "")):
        return What.DELETED
    if styles.is_hidden(style, has_parts=len(element) > 0) or element.get("hidden") is not None:
        return What.HIDDEN
    return None


def _leave_out(element: Element, sheet: Styles, report: Report) -> None:
    what = _what(element, sheet)
    if what is What.PICTURE:
        _describe(element, report)
        return
    silent = not words(element) and what not in (What.EMBEDDED, What.CONTROL)
    if isinstance(what, What) and not silent and not _goes_on(element, what, sheet):
        report.add(what)
    if what is What.DELETED and element.tag in ("td", "th"):
        element[:], element.text = [], ""  # its column stays
    else:
        take_out(element)


def _goes_on(element: Element, what: What, sheet: Styles) -> bool:
    """Word cuts one deletion into several elements side by side; they count as one."""
    after = element.getnext()
    if what is not What.DELETED or after is None or element.tail:
        return False
    return isinstance(after.tag, str) and _what(after, sheet) is what


def _describe(picture: Element, report: Report) -> None:
    """The description stands in the picture's place, parted from its neighbours."""
    title = picture.findtext(".//title") if picture.tag == "svg" else ""
    alt = " ".join((picture.get("alt") or picture.get("aria-label") or title or "").split())
    report.add(What.DESCRIBED if alt else What.PICTURE, _file_of(picture))
    shown = picture.get("title", "")
    replace(picture, f" {alt} " if alt else "")
    picture.set("title", shown)  # named with the others


def _file_of(picture: Element) -> str:
    """Where the picture lies, so that somebody can find it; nothing where it is the file itself."""
    source = picture.get("src") or ""
    return "" if source.startswith(("data:", "blob:", "cid:")) else source


def _write_formulas(root: Element, report: Report) -> None:
    """MathML by its words: a power stays raised, a fraction gets its stroke, and brackets stand
    where the layout alone held parts together. What words cannot say is named."""
    for square_root in root.iter("xmsqrt"):
        _bracket(square_root)
        square_root.text = "√" + (square_root.text or "")
    for part in list(root.iter(*SCRIPTS)):
        for child, tag in zip(part[1:], SCRIPTS[part.tag], strict=False):
            if tag == "/":
                _bracket(part[0])
                _bracket(child)
                part[0].tail = "/"
            else:
                _bracket(part[0])
                child.tag = tag
    for part in _outermost(root, lambda each: each.tag in UNSAID and bool(words(each))):
        report.add(What.FORMULA, words(part))
        for child in part.iterdescendants():
            child.tail = " " + (child.tail or "")  # never one number of two


def _bracket(part: Element) -> None:
    """Around more than one sign, number or name, unless it has its brackets."""
    if re.fullmatch(r"\w*(?:[.,]\w+)*|\([^()]*\)|\W", words(part)):
        return
    part.text = "(" + (part.text or "")
    if len(part):
        part[-1].tail = (part[-1].tail or "").rstrip() + ")"
    else:
        part.text += ")"


def _drop_comments(root: Element, sheet: Styles, report: Report) -> None:
    """Anchors and texts of comments; one comment has both, and counts once."""
    anchors, texts = 0, 0
    for element in list(_outermost(root, lambda each: _comment_part(each, sheet) != "")):
        if _comment_part(element, sheet) == "anchor":
            anchors += 1
        else:
            texts += _comments_in(element, sheet)
        take_out(element)
    for _ in range(max(anchors, texts)):
        report.add(What.COMMENT)


def _comment_part(element: Element, sheet: Styles) -> str:
    style = sheet.of(element)
    if style.get("mso-element") in ("comment-list", "comment") or _is_docs_comment(element):
        return "text"
    if COMMENT_CLASS.search(element.get("class", "")):
        is_anchor = "Reference" in element.get("class", "") or "Start" in element.get("class", "")
        return "anchor" if is_anchor else "text"
    if element.tag == "a" and COMMENT_LINK.match(element.get("href", "")):
        return "anchor"
    return ""


def _is_docs_comment(element: Element) -> bool:
    """The box at the end of a Google document that holds one comment's text."""
    return element.tag == "div" and any(
        (link.get("href") or "").startswith("#cmnt_ref") for link in element.iterfind("p/a")
    )


def _comments_in(element: Element, sheet: Styles) -> int:
    each = [part for part in element.iter() if sheet.of(part).get("mso-element") == "comment"]
    if sheet.of(element).get("mso-element") == "comment-list":
        return len(each)
    return 1 if words(element) else 0
