"""The Nu HTML checker, over any number of pages in one run of it."""

import json
import re
import subprocess
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from audits.machine import NODE_MODULES, program

# What it says of pages that are meant so, or are Django's, with the reason.
ACCEPTED = {
    # On a phone each row of a list is a card, and Safari then takes a table for no table (see
    # `change_list_results.html`); the roles keep it one, and are said to be too many elsewhere.
    "role of a list's table": r"The “role” attribute must not be used on a “t[rhd]” element"
    r"|The “(table|rowgroup|row|rowheader|columnheader|cell)” role is unnecessary",
    "the text as readers would see it, with its own heading": r"Consider using the “h1” element",
    "Django's list of apps, without its third column": r"A table row was 2 columns wide",
    "Django's place of a password": r"Attribute “disabled” not allowed on element “div”",
    "Django's rules for a password, a list in a paragraph": r"No “p” element in scope",
    "Django's choice that is filled while one types": r"(The first “option” element in )?"
    r"[aA] “select” element with a “required” attribute",
}
SECONDS = 600  # for one run of it
JAR = NODE_MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"


@dataclass(frozen=True)
class Message:
    is_error: bool
    text: str
    url: str
    line: int
    extract: str

    @property
    def kind(self) -> str:
        """What is said, whatever the value that it is said of."""
        return re.sub("^Bad value “[^”]*”", "Bad value", self.text)

    def __str__(self) -> str:
        sort = "error" if self.is_error else "warning"
        return f"{sort}: {self.text}\n    {self.url}, line {self.line}: {self.extract!r}"


class NotChecked(Exception):
    """The checker itself failed; the message says why."""


def check(pages: Iterable[tuple[str, str]]) -> list[Message]:
    """What it says of pages, given as address and HTML: errors and warnings. Raises NotChecked."""
    with tempfile.TemporaryDirectory(prefix="immunosite-nu-") as name:
        addresses = {}
        for number, (url, html) in enumerate(pages):
            file = Path(name) / f"{number}.html"
            file.write_text(html, encoding="utf-8")
            addresses[file.as_uri().replace("file:///", "file:/")] = url
        found = report(Path(name))
        return [message(each, addresses) for each in found if is_said(each)]


def report(folder: Path) -> list[dict[str, str | int]]:
    command = [
        program("java"),
        "-jar",
        str(JAR),
        "--format",
        "json",
        "--exit-zero-always",
        str(folder),
    ]
    try:
        done = subprocess.run(  # noqa: S603
            command, check=True, capture_output=True, text=True, timeout=SECONDS
        )
        messages: list[dict[str, str | int]] = json.loads(done.stderr)["messages"]
    except (subprocess.SubprocessError, ValueError, LookupError) as error:
        raise NotChecked(f"{type(error).__name__}: {error}"[:300]) from error
    return messages


def is_said(given: dict[str, str | int]) -> bool:
    """An error or a warning, not the further remarks that some of them have."""
    return given["type"] != "info" or given.get("subType") == "warning"


def reason(message: Message) -> str:
    """Why it is accepted, only behind the door; empty if it is not."""
    if not re.search("/(admin|review)/", message.url):
        return ""
    found = (why for why, pattern in ACCEPTED.items() if re.match(pattern, message.text))
    return next(found, "")


def message(given: dict[str, str | int], addresses: dict[str, str]) -> Message:
    return Message(
        # "non-document-error" is one too: a page that could not be read was not checked.
        is_error=given["type"] != "info",
        text=str(given["message"]),
        url=addresses.get(str(given.get("url")), str(given.get("url"))),
        line=int(given.get("lastLine", 0)),
        extract=str(given.get("extract", "")),
    )
