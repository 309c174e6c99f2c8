"""A pytest plugin. It runs the tests once as they are and notes which lines each of them runs; then
it tries each mutant on the tests that run its line, until one fails.

Each try is a process forked from this one, so nothing is started, imported or migrated again.
"""

import json
import os
import signal
import traceback
from collections import Counter
from collections.abc import Callable
from functools import partial
from itertools import chain, zip_longest
from pathlib import Path
from zlib import crc32

import pytest
from _pytest.runner import runtestprotocol
from coverage import Coverage
from mutmut.mutation.trampoline import set_mutant_under_test

from audits.mutants.database import OneDatabase, database_of, delete, prepare
from audits.mutants.making import Mutant

MOST_TESTS = 40  # for one mutant; what so many do not notice counts as survived
MOST_SECONDS = 120  # a try that takes longer would never end

KILLED, SURVIVED, NOT_RUN = "killed", "survived", "no test runs it"


class Trial:
    def __init__(self, mutants: list[Mutant], workers: int, folder: Path) -> None:
        self.mutants, self.workers, self.folder = mutants, workers, folder
        self.sound: dict[str, bool] = {}
        self.reach: Counter[str] = Counter()  # of how many mutants each test runs the lines
        self.kills: Counter[tuple[str, str]] = Counter()

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        prepare(session.config)
        self.share(partial(self.learn, session))
        tests = self.learnt(session.items)
        self.share(partial(self.try_out, tests))
        return True

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            print(report.nodeid, report.longreprtext, sep="\n")

    def share(self, work: Callable[[int], None]) -> None:
        """Among processes."""
        started = [_forked(partial(work, number)) for number in range(self.workers)]
        ended = [os.waitpid(pid, 0)[1] for pid in started]
        if any(ended):
            raise pytest.UsageError("The tests do not pass without any mutant.")

    def learn(self, session: pytest.Session, number: int) -> None:
        """Which lines each test runs: one process's share of the files of tests."""
        mine = [item for item in session.items if crc32(bytes(item.path)) % self.workers == number]
        coverage = Coverage(data_file=None, config_file=False, include=self.files())
        # Where there are more processes than files of tests, some have nothing to do.
        coverage.set_option("run:disable_warnings", ["no-data-collected"])
        with coverage.collect():
            for item, after in zip_longest(mine, mine[1:]):
                coverage.switch_context(item.nodeid)
                item.ihook.pytest_runtest_protocol(item=item, nextitem=after)
        data = coverage.get_data()
        lines = {file: data.contexts_by_lineno(file) for file in self.files()}
        self.file("learnt", number).write_text(json.dumps(lines), "utf-8")
        if session.testsfailed:
            raise session.Failed

    def learnt(self, items: list[pytest.Item]) -> dict[str, list[pytest.Item]]:
        """The tests that run what each mutant changes, by its name."""
        by_id = {item.nodeid: item for item in items}
        found: dict[str, set[str]] = {mutant.name: set() for mutant in self.mutants}
        for number in range(self.workers):
            lines = json.loads(self.file("learnt", number).read_text("utf-8"))
            for mutant in self.mutants:
                runs = lines[str(Path(mutant.path).resolve())]
                for line in range(mutant.start, mutant.end + 1):
                    found[mutant.name].update(runs.get(str(line), []))
        self.reach.update(each for ids in found.values() for each in ids)
        return {name: [by_id[each] for each in ids & by_id.keys()] for name, ids in found.items()}

    def try_out(self, tests: dict[str, list[pytest.Item]], number: int) -> None:
        """What becomes of each mutant: one process's share of them."""
        with self.file("fates", number).open("w", encoding="utf-8") as fates:
            for mutant in self.mutants[number :: self.workers]:
                fate = self.fate(mutant, tests[mutant.name])
                print(json.dumps([mutant.name, fate]), file=fates, flush=True)

    def files(self) -> list[str]:
        return sorted({str(Path(mutant.path).resolve()) for mutant in self.mutants})

    def file(self, name: str, number: int) -> Path:
        return self.folder / f"{name}.{number}"

    def fate(self, mutant: Mutant, tests: list[pytest.Item]) -> str:
        for item in self.in_order(mutant, tests)[:MOST_TESTS]:
            if not passes(item, mutant.name) and self.is_sound(item):
                self.kills[mutant.path, item.nodeid] += 1
                return KILLED
        return SURVIVED if tests else NOT_RUN

    def in_order(self, mutant: Mutant, tests: list[pytest.Item]) -> list[pytest.Item]:
        """First the tests that killed most of its file; then by turns those that run little else,
        and some of every sort: what only a second edition shows, short tests do not notice."""
        tests = sorted(tests, key=lambda item: (self.reach[item.nodeid], item.nodeid))
        killers = [item for item in tests if self.kills[mutant.path, item.nodeid]]
        killers.sort(key=lambda item: -self.kills[mutant.path, item.nodeid])
        spread = tests[:: max(2 * len(tests) // MOST_TESTS, 1)]
        by_turns = chain(*zip_longest(tests, spread))
        return list(dict.fromkeys(filter(None, chain(killers[: MOST_TESTS // 4], by_turns))))

    def is_sound(self, item: pytest.Item) -> bool:
        """Whether it passes in a process of its own while nothing is wrong."""
        if item.nodeid not in self.sound:
            self.sound[item.nodeid] = passes(item, "")
        return self.sound[item.nodeid]


def passes(item: pytest.Item, mutant: str) -> bool:
    def run() -> None:
        signal.alarm(MOST_SECONDS)
        set_mutant_under_test(mutant)
        item.config.option.tbstyle = "no"  # writing it takes longer than the test
        if any(report.failed for report in runtestprotocol(item, log=False, nextitem=None)):
            os._exit(1)

    pid = _forked(run)
    _, status = os.waitpid(pid, 0)
    delete(database_of(pid))  # one that was killed leaves it behind
    return status == 0


def _forked(work: Callable[[], None]) -> int:
    """The id of a process that does this and ends, with 0 when nothing was raised."""
    if pid := os.fork():
        return pid
    code = 1
    try:
        work()
        code = 0
    except BaseException:
        traceback.print_exc()
        raise
    finally:
        os._exit(code)


def pytest_configure(config: pytest.Config) -> None:
    given = json.loads(Path(os.environ["MUTANTS"]).read_text(encoding="utf-8"))
    mutants = [Mutant(**each) for each in given["mutants"]]
    # After pytest-django, whose fixture the database stands in for.
    config.pluginmanager.register(OneDatabase())
    config.pluginmanager.register(Trial(mutants, given["workers"], Path(given["folder"])))
