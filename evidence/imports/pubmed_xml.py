"""PubMed's XML (efetch, or “Save as XML”).

Read without entities of its own and without the network; a document that declares entities is
refused, because a few lines of them can stand for gigabytes.
"""

import re
from functools import partial

from lxml import etree

from evidence.imports import values
from evidence.imports.records import Entries, Record, Rejected, Unreadable, Values
from evidence.models import ReferenceKind
from evidence.title_markup import kept_markup

BEGINS = re.compile(r"<Pubmed(?:Book)?Article[\s>]")
DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
ENTITIES = re.compile(r"<!ENTITY", re.IGNORECASE)
DEEPEST = 60
ITALIC = {"i": "i", "sup": "sup", "sub": "sub", "em": "i"}


def entries(text: str) -> Entries:
    """Raises Unreadable."""
    root = _root(text)
    articles = list(root.iter("PubmedArticle", "PubmedBookArticle"))
    if not articles:
        raise Unreadable(
            "This XML holds no PubmedArticle. In PubMed choose “Save”, or efetch with retmode=xml."
        )
    for article in articles:
        yield _entry(article)


def _root(text: str) -> etree._Element:
    if ENTITIES.search(text):
        raise Unreadable("This XML declares entities, which can hold more than they show. "
                         "Export it from PubMed anew.")  # fmt: skip
    # Of the text, whatever its declaration says of an encoding that it had.
    source = DECLARATION.sub("", text, count=1).encode("utf-8")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, encoding="utf-8"
    )
    try:
        root = etree.fromstring(source, parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable(f"This is not XML that can be read: {error}. Save it anew.") from None
    return root


def _entry(article: etree._Element) -> Record | Rejected:
    line = article.sourceline or 0
    if article.tag == "PubmedBookArticle":
        return _book(article, line)
    text = partial(_text, article)
    title = _marked(article.find(".//ArticleTitle"))
    if not title:
        pmid = text("MedlineCitation/PMID")
        return Rejected(line, "has no title (ArticleTitle).", pmid)
    early = text("PubmedData/PublicationStatus") == "aheadofprint"
    date = "MedlineCitation/Article/Journal/JournalIssue/PubDate"
    online = "MedlineCitation/Article/ArticleDate"
    issue = "MedlineCitation/Article/Journal/JournalIssue"
    day = [text(f"{online}/{part}") for part in ("Year", "Month", "Day")]
    given: Values = {
        "kind": ReferenceKind.ARTICLE,
        "title": title,
        "authors": _people(article.find("MedlineCitation/Article/AuthorList")),
        "et_al": _is_incomplete(article.find("MedlineCitation/Article/AuthorList")),
        "container": text("MedlineCitation/MedlineJournalInfo/MedlineTA")
        or text("MedlineCitation/Article/Journal/ISOAbbreviation")
        or text("MedlineCitation/Article/Journal/Title"),
        "year": values.year_in(text(f"{date}/Year"), text(f"{date}/MedlineDate"), day[0]),
        "volume": "" if early else text(f"{issue}/Volume"),
        "issue": "" if early else text(f"{issue}/Issue"),
        "pages": "" if early else text("MedlineCitation/Article/Pagination/MedlinePgn"),
        "pmid": text("MedlineCitation/PMID"),
        **_numbers(article),
        "note": values.published_online(*day) if early else "",
    }
    return values.record(line, given)


def _book(article: etree._Element, line: int) -> Record | Rejected:
    text = partial(_text, article)
    chapter, book = _marked(article.find(".//ArticleTitle")), _marked(article.find(".//BookTitle"))
    if not (chapter or book):
        return Rejected(line, "has no title (ArticleTitle or BookTitle).")
    editors = article.find("BookDocument/Book/AuthorList[@Type='editors']")
    authors = article.find("BookDocument/AuthorList[@Type='authors']")
    if authors is None:
        authors = article.find("BookDocument/AuthorList")
    publisher = text("BookDocument/Book/Publisher/PublisherName")
    where: Values = {"container": book, "publisher": publisher}
    given: Values = {
        "kind": ReferenceKind.CHAPTER if chapter else ReferenceKind.BOOK,
        "title": chapter or book,
        "authors": _people(authors),
        "editors": _people(editors),
        "year": values.year_in(text("BookDocument/Book/PubDate/Year")),
        "pmid": text("BookDocument/PMID"),
        **(where if chapter else {"container": publisher}),
    }
    return values.record(line, given)


def _text(article: etree._Element, path: str) -> str:
    found = article.find(path)
    return "" if found is None else " ".join("".join(found.itertext()).split())


def _marked(title: etree._Element | None) -> str:
    """With its italics, raised and lowered letters; MathML as it reads."""
    if title is None:
        return ""
    return kept_markup(etree.tostring(title, encoding="unicode", with_tail=False)).strip()


def _people(authors: etree._Element | None) -> str:
    if authors is None:
        return ""
    return "\n".join(filter(None, (_person(each) for each in authors.iter("Author"))))


def _person(author: etree._Element) -> str:
    part = {child.tag: " ".join("".join(child.itertext()).split()) for child in author}
    if group := part.get("CollectiveName"):
        return group.rstrip(".")
    given = part.get("Initials") or part.get("ForeName") or ""
    return values.name_of(part.get("LastName", ""), given, part.get("Suffix", ""))


def _is_incomplete(authors: etree._Element | None) -> bool:
    return authors is not None and authors.get("CompleteYN") == "N"


def _numbers(article: etree._Element) -> Values:
    """Of the article itself: the list of those that it cites has such numbers too."""
    ids = article.findall("PubmedData/ArticleIdList/ArticleId")
    by_type = {each.get("IdType"): (each.text or "").strip() for each in reversed(ids)}
    places = article.findall("MedlineCitation/Article/ELocationID[@EIdType='doi']")
    valid = [each.text or "" for each in places if each.get("ValidYN") != "N"]
    return {
        "doi": by_type.get("doi") or next(iter(valid), ""),
        "pmcid": by_type.get("pmc", ""),
    }
