"""What a page may cost the reader who opens it for the first time."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

MAX_BYTES = 30_000  # HTML, style sheets and scripts together, compressed
MAX_REQUESTS = 4  # of every sort, the icon in the tab among them
COUNTED = {"document", "stylesheet", "script"}


@dataclass(frozen=True)
class Request:
    url: str
    sort: str
    bytes: int


def size(requests: Iterable[Request]) -> int:
    return sum(each.bytes for each in requests if each.sort in COUNTED)


def faults(requests: list[Request]) -> list[str]:
    home = urlsplit(requests[0].url)[:2]
    found = [f"another host: {each.url}" for each in requests if urlsplit(each.url)[:2] != home]
    if size(requests) > MAX_BYTES:
        found.append(f"{size(requests)} bytes, more than {MAX_BYTES}")
    if len(requests) > MAX_REQUESTS:
        names = ", ".join(urlsplit(each.url).path for each in requests)
        found.append(f"{len(requests)} requests, more than {MAX_REQUESTS}: {names}")
    return found
