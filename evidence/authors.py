"""Names of authors as people paste them, one a line in the end.

PubMed and Vancouver write `Hodi FS, O'Day SJ`; APA writes `Hodi, F. S., & O'Day, S. J.`; reference
managers write `Hodi, F. Stephen; O'Day, Steven J.` or join names by “and”. The names of groups
hold commas too, so a line is taken apart only where every part of it reads as a name.
"""

import re

INITIAL = r"[^\W\d_]"
# “FS”, “F.S.”, “F. S.”, “J-P”: at most four letters, written large.
INITIALS = re.compile(rf"(?:{INITIAL}\.?[\s-]?){{1,4}}")
SUFFIX = re.compile(r"(?:Jr|Sr|II|III|IV|2nd|3rd|4th)\.?")
# A surname: words, small particles among them (“van der Meer”, “O'Day”, “Al-Sayed”).
SURNAME = re.compile(r"[^\W\d_][^\d,;()]*")
GIVEN = re.compile(r"[^\W\d_][\w.'’-]*(?:\s[^\W\d_][\w.'’-]*){0,3}")
GROUP = re.compile(
    r"\b(?:investigators|group|network|consortium|committee|collaborat\w+|team|society|trial\w*"
    r"|department|ministry|institutes?|agency|office|cent(?:er|re)s?|organi[sz]ation|association"
    r"|college|university|board|council|authority|foundation|academy|administration|commission"
    r"|program(?:me)?|panel|alliance|federation|service|registry|hospital)\b",
    re.IGNORECASE,
)
ET_AL = re.compile(r"[\s,;]*(?:\bet\s+al\.?|\band\s+others|\bu\.\s?a\.)\s*\Z", re.IGNORECASE)
LAST_AND = re.compile(r",?\s*(?:&|\band\b)\s*", re.IGNORECASE)


def split_authors(text: str) -> tuple[list[str], bool]:
    """The names, as `Surname Initials` where they were taken apart, and whether “et al” stood."""
    lines = [line.strip(" \t,;") for line in text.splitlines()]
    lines = [line for line in lines if line]
    others = bool(lines) and bool(ET_AL.search(lines[-1]))
    if others:
        lines[-1] = ET_AL.sub("", lines[-1])
    names = [name for line in lines if line for name in _names_of(line)]
    return names, others


def is_group(name: str) -> bool:
    """Whether it names a body and no person: `Department of Health, UK`."""
    return bool(GROUP.search(name))


def initials_of(given: str) -> str:
    """`F. Stephen`, `Jean-Pierre`, `FS` → `FS`, `JP`, `FS`."""
    return _letters(given if _are_initials(given) else _first_letters(given))


def unsplit(names: list[str]) -> list[str]:
    """Lines that look like several people and could not be told apart."""
    return [name for name in names if name.count(",") + name.count(";") >= 3 and _words_few(name)]


def _words_few(name: str) -> bool:
    return all(len(part.split()) <= 3 for part in re.split("[,;]", name))


def _names_of(line: str) -> list[str]:
    for read in (_by_semicolon, _by_comma, _by_pairs, _by_and):
        names = read(line)
        if names:
            return names
    return [line]


def _by_semicolon(line: str) -> list[str]:
    """`Hodi, F. Stephen; O'Day, Steven J.` or `Hodi FS, O'Day SJ; CheckMate Investigators`."""
    parts = [part.strip(" ,") for part in line.split(";") if part.strip(" ,")]
    read = [_by_comma(part) or _by_turned(part) for part in parts]
    if len(parts) < 2 or not any(read):
        return []
    return [name for part, names in zip(parts, read, strict=True) for name in names or [part]]


def _by_comma(line: str) -> list[str]:
    """`Hodi FS, O'Day SJ`, a group among them perhaps."""
    parts = [part.strip() for part in LAST_AND.sub(", ", line).split(",") if part.strip()]
    parts = _with_suffixes(parts)
    if not any(map(_is_short, parts)) or not all(map(_is_short_or_group, parts)):
        return []
    return [_short(part) if _is_short(part) else part for part in parts]


def _by_turned(part: str) -> list[str]:
    part = re.sub(r"\A(?:&|and\b)\s*", "", part)
    return [_initialled(part)] if _is_turned(part) else []


def _with_suffixes(parts: list[str]) -> list[str]:
    """`Loscalzo J, Jr` is one person."""
    joined: list[str] = []
    for part in parts:
        if joined and SUFFIX.fullmatch(part):
            joined[-1] = f"{joined[-1]} {part}"
        else:
            joined.append(part)
    return joined


def _by_pairs(line: str) -> list[str]:
    """`Hodi, F. S., & O'Day, S. J.`: surname and initials in turn."""
    parts = [part.strip() for part in LAST_AND.sub(", ", line).split(",") if part.strip()]
    pairs = list(zip(parts[::2], parts[1::2], strict=False))
    if len(parts) % 2 or not pairs or not all(_is_pair(*pair) for pair in pairs):
        return []
    return [f"{surname} {_letters(initials)}" for surname, initials in pairs]


def _by_and(line: str) -> list[str]:
    """`Hodi, F. Stephen and O'Day, Steven J.`, as BibTeX has it."""
    parts = re.split(r"\s+and\s+", line)
    if len(parts) < 2 or not all(_is_turned(part) for part in parts):
        return []
    return [_initialled(part) for part in parts]


def _is_short(name: str) -> bool:
    """`Hodi FS`, with a suffix perhaps; the initials are large letters only."""
    words = [word for word in name.split() if not SUFFIX.fullmatch(word)]
    if len(words) < 2 or re.search(r"[\d,;()]", "".join(words)):
        return False
    return _are_initials(words[-1]) and not _are_initials(words[0].rstrip("."))


def _is_short_or_group(part: str) -> bool:
    return _is_short(part) or bool(GROUP.search(part))


def _are_initials(text: str) -> bool:
    letters = _letters(text)
    return bool(INITIALS.fullmatch(text)) and 0 < len(letters) <= 4 and letters.isupper()


def _is_pair(surname: str, initials: str) -> bool:
    is_surname = bool(SURNAME.fullmatch(surname)) and len(surname.split()) <= 4
    return is_surname and _are_initials(initials) and not is_group(surname)


def _is_turned(name: str) -> bool:
    surname, comma, given = name.partition(",")
    given = given.strip()
    return bool(comma and SURNAME.fullmatch(surname.strip()) and GIVEN.fullmatch(given))


def _initialled(name: str) -> str:
    surname, _, given = (part.strip() for part in name.partition(","))
    return f"{surname} {initials_of(given)}"


def _first_letters(given: str) -> str:
    return "".join(part[0].upper() for part in re.split(r"[\s.-]+", given) if part)


def _letters(text: str) -> str:
    return "".join(char for char in text if char.isalpha())


def _short(name: str) -> str:
    """`Hodi F. S.` → `Hodi FS`, `Loscalzo J, Jr.` → `Loscalzo J Jr`."""
    words = name.split()
    suffix = [words.pop().rstrip(".")] if SUFFIX.fullmatch(words[-1]) else []
    initials = ""
    while len(words) > 1 and _are_initials(words[-1]):
        initials = _letters(words.pop()) + initials
    return " ".join([*words, initials, *suffix])
