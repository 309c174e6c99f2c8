"""`make mutants`: each mutant is known by what it changes, and none survives without a reason."""

from dataclasses import dataclass

import pytest

from audits.mutants import making, report
from audits.mutants.report import Report
from audits.mutants.trying import MOST_TESTS, Trial

SOURCE = '''

def fits(number: int, limit: int = 3) -> bool:
    """Whether it does."""
    if number < limit:
        return True
    raise ValueError(
        "Too large."
    )


class Box:
    def size(self) -> int:
        return 1 + 1
'''


@dataclass(frozen=True)
class Test:
    nodeid: str
    __test__ = False


@pytest.fixture
def mutants(tmp_path, monkeypatch):
    monkeypatch.setattr(making, "ROOT", tmp_path / "project")
    monkeypatch.setattr(making, "COPY", tmp_path / "copy")
    for folder in ("project", "copy"):
        (tmp_path / folder).mkdir()
    (tmp_path / "project" / "box.py").write_text(SOURCE)
    return making.mutate("box.py")


def test_each_is_known_by_what_it_changes_and_no_two_read_the_same(mutants):
    known = [str(mutant) for mutant in mutants]
    assert "box.py fits: if number < limit: ⟶ if number <= limit:" in known
    assert "box.py Box.size: return 1 + 1 ⟶ return 1 - 1" in known
    assert len(set(known)) == len(known)


def test_each_knows_the_lines_of_the_statement_that_it_changes(mutants):
    lines = (making.COPY / "box.py").read_text().splitlines()
    for mutant in mutants:
        span = lines[mutant.start - 1 : mutant.end]
        changed = mutant.was.split(" ")[0]
        assert any(changed in line for line in span), mutant
    message = next(mutant for mutant in mutants if mutant.was == '"Too large."')
    assert lines[message.start - 1].strip() == "raise ValueError("
    default = next(mutant for mutant in mutants if "limit: int = 4" in mutant.becomes)
    assert lines[default.end - 1].strip() == ")"  # the last line of the function


def test_a_mutant_meets_its_files_best_tests_then_those_of_every_sort(mutants, tmp_path):
    trial = Trial(mutants, 1, tmp_path)
    tests = [Test(f"test {number:03}") for number in range(400)]
    trial.reach.update({each.nodeid: number for number, each in enumerate(tests)})
    trial.kills["box.py", "test 399"] = 2
    trial.kills["box.py", "test 300"] = 5
    order = [int(each.nodeid[5:]) for each in trial.in_order(mutants[0], tests)]
    assert order[:6] == [300, 399, 0, 1, 20, 2]
    assert sorted(order) == list(range(400))
    assert sum(number > 40 for number in order[:MOST_TESTS]) > 10


@pytest.fixture
def listed(tmp_path, monkeypatch):
    file = tmp_path / "survivors.toml"
    file.write_text('[[group]]\nwhy = "The same."\nmutants = ["a.py f: 1 ⟶ 2"]\n')
    monkeypatch.setattr(report, "LIST", file)


KILLED = {f"b.py g: {number}": "killed" for number in range(9)}


@pytest.mark.parametrize(
    ("fates", "code"),
    [
        (KILLED | {"a.py f: 1 ⟶ 2": "survived"}, 0),
        (KILLED | {"a.py f: 1 ⟶ 2": "no test runs it"}, 0),
        (KILLED | {"a.py f: 1 ⟶ 3": "survived"}, 1),
        ({"a.py f: 1 ⟶ 2": "survived"}, 1),  # in the list, and still fewer than 90 %
    ],
)
def test_a_survivor_without_a_reason_or_too_many_of_them_fail_the_run(listed, fates, code):
    assert Report(fates, complete=True).show() == code


def test_of_one_file_the_share_does_not_matter(listed):
    assert Report({"a.py f: 1 ⟶ 2": "survived"}, complete=False).show() == 0


def test_it_counts_by_file_and_names_what_is_new_and_what_is_gone(listed, capsys):
    Report(KILLED | {"b.py g: <": "survived"}, complete=True).show()
    told = capsys.readouterr().out
    assert "b.py" in told
    assert " 10       9         1   90.0 %" in told
    assert "not in the list with a reason:\n  b.py g: <\n" in told
    assert "In the list, and killed or gone:\n  a.py f: 1 ⟶ 2\n" in told
