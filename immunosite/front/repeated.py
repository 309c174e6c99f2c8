"""Which answers can be repeated: for each way to ask, the stored page and the headers around it."""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from immunosite.front.requests import Key
from immunosite.stored_page import OWN

Headers = tuple[tuple[str, str], ...]
# Each takes a kilobyte at most; the pages themselves are in the page store, once, and bounded.
MAX_WAYS = 16_384
# What the stored page and the form in which it goes out say themselves.
OF_THE_PAGE = {"etag", "content-type", "content-length", "content-encoding"}
OF_THE_PAGE |= {"cache-control", "surrogate-key"}
OF_THE_PAGE |= {name.lower() for name in OWN}
# What Django puts around it: the same for all who ask in the same way. Any other header may be one
# request's own (a number, a cookie), and its answer is Django's alone.
AROUND = {
    "access-control-allow-origin",
    "access-control-expose-headers",
    "content-security-policy",
    "cross-origin-opener-policy",
    "referrer-policy",
    "strict-transport-security",
    "vary",
    "x-content-type-options",
    "x-frame-options",
    "x-robots-tag",
}


@dataclass(frozen=True)
class Repeated:
    page: str  # its key in the page store
    headers: Headers


class Ways:
    """The ways to ask that were used last, up to `most` of them."""

    def __init__(self, most: int = MAX_WAYS) -> None:
        self.most, self.lock = most, Lock()
        self.known: OrderedDict[Key, Repeated] = OrderedDict()
        self.usual: Headers = ()

    def find(self, key: Key) -> Repeated | None:
        with self.lock:
            if found := self.known.get(key):
                self.known.move_to_end(key)
            return found

    def keep(self, key: Key, page: str, headers: list[tuple[str, str]]) -> None:
        around = tuple(each for each in headers if each[0].lower() not in OF_THE_PAGE)
        with self.lock:
            # Nearly all pages have the same, and then share them.
            self.usual = self.usual if self.usual == around else around
            self.known[key] = Repeated(page, self.usual)
            self.known.move_to_end(key)
            while len(self.known) > self.most:
                self.known.popitem(last=False)

    def forget(self, key: Key) -> None:
        with self.lock:
            self.known.pop(key, None)


def may_be_repeated(status: str, headers: list[tuple[str, str]]) -> bool:
    """The whole page, or that the reader has it; the same for all who can read its encoding."""
    found = {name.lower(): value for name, value in headers}
    return (
        status.startswith(("200 ", "304 "))
        and found.keys() <= AROUND | OF_THE_PAGE
        and found.get("vary") == "Accept-Encoding"
        and "'nonce-" not in found.get("content-security-policy", "")
    )
