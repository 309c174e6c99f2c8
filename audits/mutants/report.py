"""What a run comes to, set against the list of the mutants that may survive."""

import tomllib
from collections import Counter
from pathlib import Path

LIST = Path(__file__).with_name("survivors.toml")
AT_LEAST = 90  # per cent killed (issue 8, section 8)


def reasons() -> dict[str, str]:
    """Why each mutant of the list may survive."""
    groups = tomllib.loads(LIST.read_text(encoding="utf-8"))["group"]
    return {mutant: group["why"] for group in groups for mutant in group["mutants"]}


class Report:
    """`fates`: what became of each mutant, by how it is written; `complete`: of all there are."""

    def __init__(self, fates: dict[str, str], *, complete: bool) -> None:
        self.fates, self.complete = fates, complete
        self.alive = {mutant for mutant, fate in fates.items() if fate != "killed"}

    def show(self) -> int:
        listed = reasons()
        self.table()
        new = sorted(self.alive - listed.keys())
        self.tell("Survived, and not in the list with a reason", new)
        gone = listed.keys() - self.alive
        self.tell("In the list, and killed or gone", sorted(gone) if self.complete else [])
        share = self.share(len(self.fates), len(self.alive))
        return int(bool(new) or (self.complete and share < AT_LEAST))

    def table(self) -> None:
        every = Counter(mutant.partition(" ")[0] for mutant in self.fates)
        alive = Counter(mutant.partition(" ")[0] for mutant in self.alive)
        print(f"{'':36} mutants  killed  survived")
        for path, count in [*every.items(), ("all", every.total())]:
            lived = alive[path] if path in every else alive.total()
            share = self.share(count, lived)
            print(f"{path:36} {count:7} {count - lived:7} {lived:9}  {share:5.1f} %")

    def share(self, count: int, lived: int) -> float:
        return 100 * (count - lived) / count if count else 100.0

    def tell(self, heading: str, mutants: list[str]) -> None:
        if mutants:
            print(f"\n{heading}:", *mutants, sep="\n  ")
