"""Readers and people at work at the same time.

    python -m benchmarks.load ADDRESS SECONDS PEOPLE READERS

Run in the environment of `benchmarks.ours`, over a database that `benchmarks.load_acts` filled,
beside a server of the same site at ADDRESS. People sign in, look at their lists and save their
drafts through the pages; 50 pages a minute are published, and one in five withdrawn again. Each
reader opens a page a second. Prints JSON: see `Seen`.
"""

import http.client
import json
import random
import sys
import threading
import time
from dataclasses import asdict, dataclass, field
from urllib.parse import urlencode

import django

PAUSE = 1.0  # seconds between a reader's pages
WORK = 4.0  # seconds between two acts of a person at work
PUBLISHED_A_MINUTE = 50
WITHDRAWN = 5  # one in so many
IDLE = 3.0  # seconds
LATEST = 1.0  # seconds after which nobody may get what is not so any more
SIGN_IN, SIGNED_IN = "/accounts/login/", "/accounts/logout/"
PASSWORD = "for the benchmark only"  # noqa: S105


@dataclass
class Seen:
    reads: list[float] = field(default_factory=list)  # milliseconds
    work: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    published: int = 0
    withdrawn: int = 0


@dataclass
class Public:
    """What stands at which address since when: its text, or None where it was withdrawn."""

    pages: dict[str, tuple[float, str | None]] = field(default_factory=dict)
    old: list[str] = field(default_factory=list)

    def any(self, chance: random.Random) -> str:
        new = list(self.pages)
        return chance.choice(new) if new and chance.random() < 0.5 else chance.choice(self.old)


class Visitor:
    """A browser, as far as it matters here: one connection, cookies, forms."""

    def __init__(self, address: str) -> None:
        self.address, self.cookies = address, dict[str, str]()
        self.connection = http.client.HTTPConnection(address, timeout=60)
        self.used = 0.0

    def ask(self, path: str, form: list[tuple[str, str]] | None = None) -> tuple[int, str]:
        """Follows redirects. Raises OSError, HTTPException."""
        for _ in range(5):
            status, body, location = self._once(path, form)
            if status not in (301, 302, 303):
                break
            path, form = location.removeprefix(f"http://{self.address}"), None
        return status, body

    def _once(self, path: str, form: list[tuple[str, str]] | None) -> tuple[int, str, str]:
        headers = {"Host": self.address, "Cookie": "; ".join(map("=".join, self.cookies.items()))}
        if form is not None:
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "Referer": f"http://{self.address}{path}",
            }
        data = urlencode(form) if form is not None else None
        # The server ends a connection that nobody used for five seconds; a browser opens another.
        if time.monotonic() - self.used > IDLE:
            self.connection.close()
        self.used = time.monotonic()
        self.connection.request("GET" if form is None else "POST", path, data, headers)
        answer = self.connection.getresponse()
        body = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, body, answer.headers.get("Location", "")


def fields_of(body: str, form_id: str = "") -> list[tuple[str, str]]:
    """What a browser would send of a form: the one of that id, or the first that is posted."""
    from lxml import html  # noqa: PLC0415

    for form in html.fromstring(body).forms:
        if form.get("id") == form_id if form_id else form.method == "POST":
            return [(name, value) for name, value in form.form_values() if value is not None]
    raise ValueError(f"There is no such form: {form_id}")


# --- Who is there ---------------------------------------------------------------------------------


class Threads:
    def __init__(self, address: str, seconds: int, public: Public) -> None:
        self.address, self.public, self.seen = address, public, Seen()
        self.end = time.monotonic() + seconds

    def read(self, number: int) -> None:
        visitor, chance = Visitor(self.address), random.Random(number)  # noqa: S311
        time.sleep(PAUSE * chance.random())
        while time.monotonic() < self.end:
            path = self.public.any(chance)
            start, expected = time.monotonic(), self.public.pages.get(path)
            self._guarded(
                self.seen.reads, lambda p=path, e=expected, s=start: self._page(visitor, p, e, s)
            )
            time.sleep(max(0, PAUSE - (time.monotonic() - start)))

    def _page(
        self, visitor: Visitor, path: str, expected: tuple[float, str | None] | None, start: float
    ) -> None:
        status, body = visitor.ask(path)
        since, text = expected or (start, "")
        if status != (410 if text is None else 200) and start - since > LATEST:
            self.seen.stale.append(f"{path} answered {status}")
        elif text and start - since > LATEST and text not in body:
            self.seen.stale.append(f"{path} without {text}")
        if status >= 500:
            self.seen.errors.append(f"{path} answered {status}")

    def work(self, number: int, pk: int) -> None:
        visitor, chance = Visitor(self.address), random.Random(number)  # noqa: S311
        form = f"/admin/articles/article/{pk}/change/"
        acts = [
            lambda: self._expect(visitor, "/admin/", SIGNED_IN),
            lambda: self._expect(visitor, "/admin/articles/article/", "Page"),
            lambda: self._save(visitor, form, number),
        ]
        self._guarded(self.seen.work, lambda: self._sign_in(visitor, f"writer-{number}"))
        while time.monotonic() < self.end:
            time.sleep(WORK * chance.random() * 2)
            self._guarded(self.seen.work, chance.choice(acts))

    def _guarded(self, times: list[float], act: object) -> None:
        start = time.perf_counter()
        try:
            act()  # type: ignore[operator]
        except (OSError, http.client.HTTPException, ValueError) as error:
            self.seen.errors.append(repr(error))
        times.append(1000 * (time.perf_counter() - start))

    def _expect(self, visitor: Visitor, path: str, words: str) -> None:
        status, body = visitor.ask(path)
        if status != 200 or words not in body:
            self.seen.errors.append(f"{path} answered {status} without {words!r}")

    def _sign_in(self, visitor: Visitor, name: str) -> None:
        _, body = visitor.ask(SIGN_IN)
        given = {"username": name, "password": PASSWORD, "next": "/admin/"}
        status, body = visitor.ask(SIGN_IN, list((dict(fields_of(body)) | given).items()))
        if status != 200 or SIGNED_IN not in body:
            self.seen.errors.append(f"{name} could not sign in: {status}")

    def _save(self, visitor: Visitor, path: str, number: int) -> None:
        _, body = visitor.ask(path)
        fields = [(name, value) for name, value in fields_of(body, "article_form")
                  if name not in ("summary", "_save", "_submit", "_continue")]  # fmt: skip
        said = f"What writer {number} knows at {time.monotonic():.3f}."
        status, body = visitor.ask(path, [*fields, ("summary", said), ("_continue", "Save")])
        if status != 200 or said not in body:
            self.seen.errors.append(f"{path} was not saved: {status}")

    def publish(self) -> None:
        from django.db import connection  # noqa: PLC0415

        from benchmarks.load_acts import Publishing  # noqa: PLC0415

        publishing = Publishing()
        while time.monotonic() < self.end:
            start = time.monotonic()
            path, text = publishing.publish()
            self.public.pages[path] = (time.monotonic(), text)
            self.seen.published += 1
            if self.seen.published % WITHDRAWN == 0:
                publishing.withdraw()
                self.public.pages[path] = (time.monotonic(), None)
                self.seen.withdrawn += 1
            time.sleep(max(0, 60 / PUBLISHED_A_MINUTE - (time.monotonic() - start)))
        connection.close()


def main(address: str, seconds: int, people: int, readers: int) -> None:
    django.setup()
    from benchmarks.load_acts import old_pages, own_drafts  # noqa: PLC0415

    drafts = own_drafts()
    threads = Threads(address, seconds, Public(old=old_pages()))
    all_of_them = [threading.Thread(target=threads.publish)]
    all_of_them += [threading.Thread(target=threads.read, args=[n]) for n in range(readers)]
    all_of_them += [
        threading.Thread(target=threads.work, args=[n, drafts[n]]) for n in range(people)
    ]
    for each in all_of_them:
        each.start()
    for each in all_of_them:
        each.join()
    print(json.dumps(asdict(threads.seen)))


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
