"""What a part of the benchmark hands over: a table, a chart, and lines of “Must reach”."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median


@dataclass(frozen=True)
class Reached:
    """`measured` is None where it could not be; `why` says why, or under which conditions."""

    what: str
    wanted: str
    measured: str | None
    is_reached: bool = False
    why: str = ""


@dataclass(frozen=True)
class Bars:
    """A chart: for each label a value of each series, in one unit."""

    title: str
    unit: str
    series: tuple[str, ...]
    rows: tuple[tuple[str, tuple[float | None, ...]], ...]

    @property
    def file(self) -> str:
        return "-".join(self.title.lower().replace(",", "").split()) + ".svg"


@dataclass(frozen=True)
class Part:
    title: str
    text: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    bars: Bars | None = None
    reached: tuple[Reached, ...] = field(default=())


def ratio(ours: Sequence[float], other: Sequence[float]) -> float:
    """The median of the ratios of rounds, each of which is of one time."""
    return median(one / two for one, two in zip(ours, other, strict=True))
