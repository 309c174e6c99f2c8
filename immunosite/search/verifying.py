"""The search tables against the signed texts that they are copies of, for `verify_records`."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from editorial.models import Document, Edition
from immunosite.search.copies import text_of
from immunosite.search.drafts import text_of_draft
from immunosite.search.index import ROWS, entry_of, names_of
from immunosite.search.indexed_text import parts_of
from immunosite.search.models import DraftText, SearchEntry, SearchName, SearchText, SearchWord


@dataclass(frozen=True)
class Copies:
    """What the search tables hold of some editions, by the ids of these."""

    entries: dict[int, SearchEntry]
    texts: dict[int, SearchText]
    names: dict[int, list[tuple[str, str]]]
    vocabulary: set[str]  # of all editions


def search_faults() -> Iterator[str]:
    """Every entry that is missing, strange or says something else. As many queries for ROWS
    editions or drafts as for one."""
    wanted = set(Edition.objects.not_over().values_list("pk", flat=True))
    stored = set(SearchEntry.objects.values_list("pk", flat=True))
    yield from (f"Search has no entry of edition {pk}." for pk in sorted(wanted - stored))
    vocabulary = set(SearchWord.objects.values_list("word", flat=True).iterator())
    for some in _rows_of(sorted(wanted | stored)):
        yield from _readable(f"editions {some[0]} to {some[-1]}", _entry_faults(some, vocabulary))
    for some in _rows_of(list(Document.objects.order_by("pk").values_list("pk", flat=True))):
        yield from _readable(f"drafts {some[0]} to {some[-1]}", _draft_faults(some))


def _rows_of(ids: list[int]) -> Iterator[list[int]]:
    return (ids[start : start + ROWS] for start in range(0, len(ids), ROWS))


def _readable(name: str, found: Iterator[str]) -> Iterator[str]:
    try:
        yield from found
    # Whatever somebody wrote there must come out as a fault, not as a traceback.
    except Exception as error:
        yield f"The text of {name} cannot be read for search: {type(error).__name__}, {error}."


def _entry_faults(ids: list[int], vocabulary: set[str]) -> Iterator[str]:
    names: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for each in SearchName.objects.filter(entry__in=ids):
        names[each.entry_id].append((each.name, each.key))
    entries, texts = SearchEntry.objects.in_bulk(ids), SearchText.objects.in_bulk(ids)
    copies = Copies(entries, texts, names, vocabulary)
    for edition in Edition.objects.filter(pk__in=ids).order_by("pk"):
        yield from _readable(f"edition {edition.pk}", _faults_of_entry(edition, copies))


def _faults_of_entry(edition: Edition, copies: Copies) -> Iterator[str]:
    parts, entry = parts_of(edition), copies.entries.get(edition.pk)
    if entry is None:
        return
    name = f"The search entry of edition {edition.pk}"
    if edition.withdrawn:
        yield f"{name}: the edition is withdrawn."
    if _columns(entry) != _columns(entry_of(edition)):
        yield f"{name}: its dates or topics are not those of the edition."
    text = copies.texts.get(edition.pk)
    if text is None or _columns(text) != _columns(text_of(edition.pk, parts)):
        yield f"{name}: its words are not those of the signed text."
    names = [(each.name, each.key) for each in names_of(edition.pk, parts)]
    if sorted(copies.names[edition.pk]) != sorted(names):
        yield f"{name}: its names are not those of the signed text."
    if not parts.vocabulary <= copies.vocabulary:
        yield f"{name}: words that spelling may propose are missing."


def _draft_faults(ids: list[int]) -> Iterator[str]:
    stored = DraftText.objects.in_bulk(ids)
    for document in Document.objects.with_specific().filter(pk__in=ids).order_by("pk"):
        yield from _readable(f"draft {document.pk}", _faults_of_draft(document, stored))


def _faults_of_draft(document: Document, stored: dict[int, DraftText]) -> Iterator[str]:
    text = stored.get(document.pk)
    if text is None or _columns(text) != _columns(text_of_draft(document.specific)):
        yield f"The search text of draft {document.pk} is not that of the draft."


def _columns(row: SearchEntry | SearchText | DraftText) -> dict[str, object]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
