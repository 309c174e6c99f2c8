"""What was asked and what is still to be asked, on disk: a large site has millions of addresses."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

TABLE = "CREATE TABLE address (address TEXT PRIMARY KEY, seen_on TEXT, is_missing INT DEFAULT 0)"
ADD = (
    "INSERT INTO address (address, seen_on) VALUES (?, ?) ON CONFLICT DO UPDATE"
    " SET seen_on = excluded.seen_on WHERE address.seen_on = ''"
)
NEXT = "SELECT rowid, address FROM address WHERE rowid > ? ORDER BY rowid LIMIT 1"
BROKEN = "SELECT address, seen_on FROM address WHERE is_missing AND seen_on != '' ORDER BY rowid"


class Queue:
    """Each address once, in the order in which it was added."""

    def __init__(self, file: Path) -> None:
        # Thrown away in any case, so it need not survive anything.
        self.database = sqlite3.connect(file, isolation_level=None)
        self.database.execute("PRAGMA journal_mode = OFF")
        self.database.execute("PRAGMA synchronous = OFF")
        self.database.execute(TABLE)

    def add(self, address: str, seen_on: str = "") -> None:
        """`seen_on` is a page that leads there; the first is kept."""
        self.database.execute(ADD, (address, seen_on))

    def __len__(self) -> int:
        return int(self.database.execute("SELECT max(rowid) FROM address").fetchone()[0] or 0)

    def __iter__(self) -> Iterator[str]:
        """Those, too, that are added meanwhile."""
        last = 0
        while row := self.database.execute(NEXT, (last,)).fetchone():
            last = row[0]
            yield row[1]

    def note_missing(self, address: str) -> None:
        self.database.execute("UPDATE address SET is_missing = 1 WHERE address = ?", (address,))

    def broken_links(self) -> Iterator[tuple[str, str]]:
        """What is missing though a page leads there, and that page."""
        yield from self.database.execute(BROKEN)

    def close(self) -> None:
        self.database.close()
