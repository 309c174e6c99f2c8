"""What would become of each record, before anything is written; and then its writing.

The same source is known by its DOI, PMID or PMCID, and fills what the library has left empty. The
same title and year may be the same source: a question, and without an answer it is left out.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from django.core.exceptions import ValidationError

from editorial.acts.drafts import clean_fields
from editorial.models import User
from editorial.text.fold import fold
from evidence.imports.records import Reading, Record
from evidence.keys import Keys
from evidence.library import clean_reference, save_reference, strip_fields
from evidence.models import Reference
from evidence.title_markup import without_markup

NUMBERS = ("doi", "pmid", "pmcid")
# What a later record may fill in; the kind of a source and its key are somebody's decision.
FILLED = ("authors", "title", "editors", "edition", "series", "note", "container", "publisher",
          "year", "volume", "issue", "pages", "doi", "pmid", "pmcid", "url")  # fmt: skip
AT_ONCE = 300  # values in one question to the database
COMMENT = "Imported."


class Outcome(StrEnum):
    NEW = "new"
    COMPLETED = "completed"
    KNOWN = "known"
    QUESTION = "question"
    REJECTED = "rejected"


class Choice(StrEnum):
    SAME = "same"
    OTHER = "other"
    LEAVE = "leave"


@dataclass
class Item:
    """One entry of the file, and what would become of it."""

    line: int
    outcome: Outcome
    title: str = ""
    reference: Reference | None = None  # as it would be saved
    filled: dict[str, object] = field(default_factory=dict)  # what it adds to a known source
    differs: dict[str, tuple[object, object]] = field(default_factory=dict)  # library's, file's
    alike: list[Reference] = field(default_factory=list)
    notes: tuple[str, ...] = ()
    reason: str = ""
    number: int = 0  # its place among the records, by which an answer names it


@dataclass
class Plan:
    items: list[Item]

    def of(self, *outcomes: Outcome) -> list[Item]:
        return [item for item in self.items if item.outcome in outcomes]

    def count(self, outcome: Outcome) -> int:
        return len(self.of(outcome))


class Known:
    """The sources of the library that could be those of the file, and those before in the file."""

    def __init__(self, references: Iterable[Reference]) -> None:
        self.by_number: dict[tuple[str, str], Reference] = {}
        self.by_title: dict[str, list[Reference]] = defaultdict(list)
        for reference in references:
            self.add(reference)

    def add(self, reference: Reference) -> None:
        for name in NUMBERS:
            if number := getattr(reference, name):
                self.by_number[name, number] = reference
        alike = self.by_title[folded_title(reference)]
        if all(each is not reference for each in alike):
            alike.append(reference)

    def same(self, reference: Reference) -> list[Reference]:
        found = [self.by_number.get((name, getattr(reference, name))) for name in NUMBERS]
        return list({id(each): each for each in found if each}.values())

    def alike(self, reference: Reference) -> list[Reference]:
        found = self.by_title.get(folded_title(reference), [])
        return [each for each in found if _years_meet(each.year, reference.year)]


def folded_title(reference: Reference) -> str:
    return fold(without_markup(reference.title))


def _years_meet(one: int | None, other: int | None) -> bool:
    """Online in December and printed in January is one article."""
    return one is None or other is None or abs(one - other) <= 1


def make_plan(reading: Reading, answers: Mapping[int, Choice] | None = None) -> Plan:
    """Writes nothing. A handful of questions to the database for each 300 records."""
    items = [
        Item(each.line, Outcome.REJECTED, each.title, reason=each.reason)
        for each in reading.rejected
    ]
    made = [_made(record, number) for number, record in enumerate(reading.records)]
    known, keys = Known(_candidates([each.reference for each in made if each.reference])), Keys()
    for item in made:
        if item.reference is not None:
            _decide(item, item.reference, known, keys, (answers or {}).get(item.number))
    return Plan(sorted([*items, *made], key=lambda item: item.line))


def _made(record: Record, number: int) -> Item:
    reference = Reference(**record.values)
    item = Item(record.line, Outcome.NEW, reference.title, notes=record.notes, number=number)
    try:
        clean_fields(reference)
        strip_fields(reference)
        reference.clean_fields(exclude=["key"])
        reference.clean()
    except ValidationError as error:
        item.outcome, item.reason = Outcome.REJECTED, reasons(error)
    else:
        item.reference, item.title = reference, reference.title
    return item


def reasons(error: ValidationError) -> str:
    if not hasattr(error, "error_dict"):
        return " ".join(error.messages)
    told = []
    for name, messages in error.message_dict.items():
        label = Reference._meta.get_field(name).verbose_name if name != "__all__" else ""  # type: ignore[union-attr]
        told.append(f"{label}: {' '.join(messages)}" if label else " ".join(messages))
    return " ".join(told)


def _candidates(references: list[Reference]) -> Iterator[Reference]:
    seen = set[int]()
    for name in NUMBERS:
        numbers = sorted({number for each in references if (number := getattr(each, name))})
        for some in _by(numbers):
            yield from _unseen(Reference.objects.filter(**{f"{name}__in": some}), seen)
    years = {each.year for each in references}
    near = {year + by for year in years if year for by in (-1, 0, 1)}
    yield from _unseen(_with_these_titles(references, near, None in years), seen)


def _by(numbers: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(numbers), AT_ONCE):
        yield numbers[start : start + AT_ONCE]


def _with_these_titles(
    references: list[Reference], years: set[int], any_year: bool
) -> list[Reference]:
    """By the titles alone first: rows of the library are read whole only where they are alike."""
    wanted = {folded_title(each) for each in references}
    rows = Reference.objects.all()
    if not any_year:
        rows = rows.filter(year__in=years) | rows.filter(year=None)
    titles = rows.values_list("pk", "title").iterator()
    found = [pk for pk, title in titles if fold(without_markup(title)) in wanted]
    return list(Reference.objects.filter(pk__in=found))


def _unseen(references: Iterable[Reference], seen: set[int]) -> Iterator[Reference]:
    for reference in references:
        if reference.pk not in seen:
            seen.add(reference.pk)
            yield reference


# --- What becomes of one --------------------------------------------------------------------------


def _decide(
    item: Item, reference: Reference, known: Known, keys: Keys, answer: Choice | None
) -> None:
    same, alike = known.same(reference), known.alike(reference)
    if len(same) > 1:
        names = " and ".join(each.key for each in same)
        item.outcome = Outcome.REJECTED
        item.reason = f"Its numbers are those of two sources: {names}. Correct one of them."
    elif same:
        _complete(item, reference, same[0], known)
    elif alike and answer is Choice.SAME:
        _complete(item, reference, alike[0], known)
    elif alike and answer is not Choice.OTHER:
        item.outcome, item.alike = Outcome.QUESTION, alike
    else:
        _add(item, reference, known, keys)


def _complete(item: Item, given: Reference, source: Reference, known: Known) -> None:
    item.differs = _differences(given, source)
    item.filled = {
        name: value
        for name in FILLED
        if (value := getattr(given, name)) and not getattr(source, name)
    }
    for name, value in item.filled.items():
        setattr(source, name, value)
    item.reference = source
    item.outcome = Outcome.COMPLETED if item.filled else Outcome.KNOWN
    known.add(source)


def _differences(given: Reference, source: Reference) -> dict[str, tuple[object, object]]:
    """What the file says otherwise: the library's is kept, and a person may look."""
    pairs = {name: (getattr(source, name), getattr(given, name)) for name in FILLED}
    return {
        name: (ours, theirs)
        for name, (ours, theirs) in pairs.items()
        if ours and theirs and fold(str(ours)) != fold(str(theirs))
    }


def _add(item: Item, reference: Reference, known: Known, keys: Keys) -> None:
    reference.key = keys.propose(reference)
    try:
        clean_reference(reference)
    except ValidationError as error:
        keys.taken.discard(reference.key)
        item.outcome, item.reason = Outcome.REJECTED, reasons(error)
        item.reference = None
    else:
        known.add(reference)


# --- Writing --------------------------------------------------------------------------------------


def carry_out(plan: Plan, *, by: User) -> Iterator[Item]:
    """Save each, a transaction of its own, so that nobody waits for the whole; yields what was
    saved. What was refused meanwhile becomes rejected. To import again adds nothing twice.

    Raises NotAllowed.
    """
    for item in plan.of(Outcome.NEW, Outcome.COMPLETED):
        if item.reference is None:
            continue
        try:
            save_reference(item.reference, by=by, comment=COMMENT)
        except ValidationError as error:
            item.outcome, item.reason = Outcome.REJECTED, reasons(error)
        else:
            yield item
