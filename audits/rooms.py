"""Every page that the Nu HTML checker reads: the public ones, and the rooms behind the door."""

import time
from collections.abc import Iterable, Iterator

from audits.crawl import Answer, TooManyPages, pages, refused_letters
from audits.sign_in import sign_in

# They see desk and admin differently: writer, reviewer, editor, administrator, one without role.
PEOPLE = ["wen", "mei", "edda", "ada", "olga"]


def every_page(url: str, faults: list[str]) -> list[Answer]:
    """What the public sees, and the review desk and the admin as each of their people does.

    What cannot be read is added to the faults."""
    found = room("public", [pages(url), refused_letters(url)], faults)
    for name in PEOPLE:
        cookie = sign_in(url, name)
        rooms = [pages(url + path, [f"{path}/"], cookie) for path in ("/review", "/admin")]
        found += room(name, rooms, faults)
    return found


def room(name: str, sources: Iterable[Iterator[Answer]], faults: list[str]) -> list[Answer]:
    found: list[Answer] = []
    began = time.monotonic()
    for source in sources:
        try:
            found += source
        except TooManyPages as error:
            faults.append(str(error))
    faults += [fault for answer in found if (fault := fault_of(answer))]
    answered = [answer for answer in found if answer.status]
    print(f"  {name}: {len(answered)} pages in {time.monotonic() - began:.0f} s", flush=True)
    return answered


def fault_of(answer: Answer) -> str:
    if not answer.status:
        return f"{answer.url} does not answer: {answer.text}"
    if answer.status >= 500 and "/faults/" not in answer.url:
        return f"{answer.url} answers {answer.status}"
    return ""
