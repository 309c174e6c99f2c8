"""What every reader does with the words of an entry, whatever its format."""

import re

from evidence.authors import SUFFIX, initials_of, is_group
from evidence.imports.records import Record, Values

MOST_AUTHORS = 100  # AMA style prints six; a trial may have thousands
YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d|2100)(?!\d)")
EARLY = re.compile(
    r"(?:e-?pub(?:lished)?|published online|online)?\s*(?:ahead of print|before print)|in press"
    r"|forthcoming|online first|early (?:view|access)",
    re.IGNORECASE,
)
EARLY_NOTE = "Published online ahead of print"
MONTHS = "January February March April May June July August September October November December"
MONTH = {name[:3].lower(): number for number, name in enumerate(MONTHS.split(), start=1)}


def record(line: int, values: Values, notes: tuple[str, ...] = ()) -> Record:
    """The entry with one space between words, and nothing that is empty."""
    tidy = {name: _tidy(name, value) for name, value in values.items()}
    said = list(notes)
    for name in ("authors", "editors"):
        people = str(tidy.get(name) or "").splitlines()
        if len(people) > MOST_AUTHORS:
            said.append(f"Of {len(people):,} {name} the first {MOST_AUTHORS} are kept.")
            tidy[name] = "\n".join(people[:MOST_AUTHORS])
            tidy["et_al"] = True
    return Record(line, {name: value for name, value in tidy.items() if value}, tuple(said))


def _tidy(name: str, value: object) -> object:
    if not isinstance(value, str):
        return value
    if name in ("authors", "editors"):
        return "\n".join(filter(None, (" ".join(each.split()) for each in value.splitlines())))
    value = " ".join(value.split())
    # The style sets its own stop; “et al.”, “…” and “U.S.” are rare at the end of a title.
    return value.removesuffix(".") if name == "title" and not value.endswith("..") else value


def year_in(*texts: str) -> int | None:
    """The first year that stands in one of the texts, e.g. in `2010/08/19/` or `1998 Dec-1999`."""
    for text in texts:
        if found := YEAR.search(text):
            return int(found[1])
    return None


def published_online(year: str, month: str = "", day: str = "") -> str:
    """AMA 3.11.4: `Published online January 10, 2006`; less where less is known."""
    number = int(month) if month.isdecimal() else MONTH.get(month[:3].lower(), 0)
    if not year.isdecimal():
        return EARLY_NOTE
    if not 1 <= number <= 12:
        return f"Published online {year}"
    name = MONTHS.split()[number - 1]
    return (
        f"Published online {name} {int(day)}, {year}"
        if day.isdecimal()
        else (f"Published online {name} {year}")
    )


def without_early(text: str) -> tuple[str, bool]:
    """A volume, issue or page that says “Epub ahead of print” is none."""
    return ("", True) if EARLY.search(text) else (text, False)


def name_of(surname: str, given: str = "", suffix: str = "") -> str:
    """`Loscalzo`, `Joseph P.`, `Jr.` → `Loscalzo JP Jr`."""
    return " ".join(filter(None, [surname.strip(), initials_of(given), suffix.strip(" .")]))


def turned_name(text: str) -> str:
    """`Hodi, F. Stephen`, `Loscalzo, Joseph, Jr.` (RIS) or the name of a group, as it is kept."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if len(parts) not in (2, 3) or is_group(text):
        return text.strip(" ,")
    suffixes = [part for part in parts[1:] if SUFFIX.fullmatch(part)]
    given = [part for part in parts[1:] if part not in suffixes]
    if len(given) > 1 or (given and len(given[0].split()) > 4):
        return text.strip(" ,")
    return name_of(parts[0], "".join(given), "".join(suffixes))
