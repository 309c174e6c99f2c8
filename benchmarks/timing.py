"""Times of many like acts, and whether they grow."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean, median

from django.db import connection


@dataclass
class Times:
    """Seconds of each act, in order: by the clock, and of this process on the processor.

    The second is not disturbed by what else the machine does, but leaves out a database server.
    """

    name: str
    clock: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)

    @contextmanager
    def one(self) -> Iterator[None]:
        clock, processor = time.perf_counter(), time.process_time()
        yield
        self.clock.append(time.perf_counter() - clock)
        self.processor.append(time.process_time() - processor)

    def without(self, part: "Times", name: str) -> "Times":
        """What is left of each act without a part of it."""
        return Times(
            name,
            [whole - less for whole, less in zip(self.clock, part.clock, strict=True)],
            [whole - less for whole, less in zip(self.processor, part.processor, strict=True)],
        )

    def __str__(self) -> str:
        p95 = sorted(self.clock)[int(len(self.clock) * 0.95)]
        return (
            f"{self.name:<22} mean {1000 * mean(self.clock):7.1f} ms  median"
            f" {1000 * median(self.clock):7.1f}  95 % {1000 * p95:7.1f}  processor"
            f" {1000 * mean(self.processor):6.1f}  last tenth/first {growth(self.clock):4.2f}"
            f" (processor {growth(self.processor):4.2f})"
        )


def growth(seconds: list[float]) -> float:
    """The median of the last tenth over that of the first."""
    tenth = max(len(seconds) // 10, 1)
    return median(seconds[-tenth:]) / median(seconds[:tenth])


def on_processor() -> float:
    """Seconds of this process and, where Linux tells them, of the database server's."""
    seconds = time.process_time()
    if connection.vendor == "postgresql":
        server = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
        if server.exists():
            seconds += int(server.read_text().split()[0]) / 1e9
    return seconds
