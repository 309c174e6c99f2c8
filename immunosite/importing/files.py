"""Files to rows. A file is read a line at a time, and what is wrong with it comes as a Fault, so
that one broken line does not hide the next.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from editorial.text.characters import WINDOWS
from immunosite.importing import yaml_loader
from immunosite.importing.rows import Fault, Place, Row

Advance = Callable[[int], object]  # told how many bytes were read
Read = Iterator[Row | Fault]

# The longest answer of a real medical site is about 30,000 characters.
LONGEST_LINE = 4_000_000  # bytes
LARGEST_FILE = 4_000_000  # bytes, of a Markdown or YAML file, which is read whole
FRONT_MATTER = re.compile(r"^---[ \t]*$", re.MULTILINE)
# Control characters say nothing, and YAML takes none; what Windows wrote for letters is put right.
REPAIRS = WINDOWS | {code: None for code in range(32) if chr(code) not in "\t\n\r"}
BODY = "\0body"  # no front matter can have this name


def files_in(paths: Iterable[Path]) -> list[Path]:
    """The files named, and of each folder its Markdown files. Raises FileNotFoundError."""
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            found = sorted(file for file in path.rglob("*.md") if file.is_file())
            if not found:
                raise FileNotFoundError(f"{path}: the folder holds no Markdown files (*.md).")
            files += found
        elif path.is_file():
            files.append(path)
        else:
            raise FileNotFoundError(f"{path}: there is no such file or folder.")
    return files


def rows_of(path: Path, advance: Advance = lambda size: None) -> Read:
    """The rows of one file, by its name's ending; a file without a row is a fault."""
    readers = {".md": _markdown, ".yaml": _yaml, ".yml": _yaml, ".jsonl": _json_lines}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        yield Fault(Place(str(path)), f"its name must end in {', '.join(sorted(readers))}.")
        return
    empty = True
    for row in reader(path, advance):
        empty = False
        yield row
    if empty:
        yield Fault(Place(str(path)), "the file holds no rows.")


# --- JSON lines -----------------------------------------------------------------------------------


def _json_lines(path: Path, advance: Advance) -> Read:
    with path.open("rb") as file:
        for number, line in enumerate(_lines(file, advance), start=1):
            place = Place(str(path), number)
            if line is None:
                yield Fault(place, f"is longer than {LONGEST_LINE:,} bytes.")
            elif line.strip():
                yield _json_row(line, place)


def _lines(file: BinaryIO, advance: Advance) -> Iterator[bytes | None]:
    """Each line, or None for one that is too long, which is passed over piece by piece."""
    while line := file.readline(LONGEST_LINE):
        too_long = len(line) == LONGEST_LINE and not line.endswith(b"\n")
        advance(len(line))
        yield None if too_long else line
        while too_long and not line.endswith(b"\n") and (line := file.readline(LONGEST_LINE)):
            advance(len(line))


def _json_row(line: bytes, place: Place) -> Row | Fault:
    try:
        text = line.decode("utf-8-sig" if place.line == 1 else "utf-8")
        values = json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        return Fault(place, _not_utf8(error))
    except json.JSONDecodeError as error:
        return Fault(place, f"is not JSON: {error.msg}, at character {error.pos + 1}.")
    except RecursionError:
        return Fault(place, "is not JSON that can be read: it is nested too deep.")
    except ValueError as error:
        return Fault(place, f"is not JSON that can be read: {error}.")
    if not isinstance(values, dict):
        return Fault(place, "must be one object, {…}, with the row's fields.")
    return Row(place, values)


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    values = dict(pairs)
    if len(values) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"“{twice}” stands in it twice")
    return values


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not a number of JSON")


# --- YAML lists and Markdown with front matter ----------------------------------------------------


def _yaml(path: Path, advance: Advance) -> Read:
    text = _whole(path, advance)
    if isinstance(text, Fault):
        yield text
        return
    if not text.strip():
        return
    try:
        items = yaml_loader.read_list(text)
    except yaml_loader.NotPlain as error:
        yield Fault(Place(str(path), error.line), str(error))
        return
    for line, values in items:
        place = Place(str(path), line)
        is_row = isinstance(values, dict)
        yield Row(place, values) if is_row else Fault(place, "must be a mapping: name: value.")


def _markdown(path: Path, advance: Advance) -> Read:
    text = _whole(path, advance)
    if isinstance(text, Fault):
        yield text
    elif text.strip():
        yield _markdown_row(path, text)


def _markdown_row(path: Path, text: str) -> Row | Fault:
    begin = len(text) - len(text.lstrip())
    first = text.count("\n", 0, begin) + 1
    fences = FRONT_MATTER.finditer(text)
    start = next(fences, None)
    if start is None or start.start() != begin:
        message = "must begin with front matter: a line ---, fields, a line ---, then the text."
        return Fault(Place(str(path), first), message)
    end = next(fences, None)
    if end is None:
        return Fault(
            Place(str(path), first), "the front matter has no end: write a line --- after it."
        )
    try:
        values = yaml_loader.read(text[start.end() : end.start()])
    except yaml_loader.NotPlain as error:
        return Fault(Place(str(path), first + error.line - 1), f"the front matter {error}")
    if not isinstance(values, dict):
        message = "the front matter must be a mapping: name: value."
        return Fault(Place(str(path), first + 1), message)
    return Row(Place(str(path)), {**values, BODY: text[end.end() + 1 :]})


def _whole(path: Path, advance: Advance) -> str | Fault:
    with path.open("rb") as file:
        data = file.read(LARGEST_FILE + 1)
    advance(path.stat().st_size)
    if len(data) > LARGEST_FILE:
        return Fault(Place(str(path)), f"is larger than {LARGEST_FILE:,} bytes.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return Fault(Place(str(path), data[: error.start].count(b"\n") + 1), _not_utf8(error))
    return text.translate(REPAIRS).replace("\r\n", "\n").replace("\r", "\n") + "\n"


def _not_utf8(error: UnicodeDecodeError) -> str:
    return f"is not UTF-8: byte {error.start + 1} cannot be read. Save the file as UTF-8."
