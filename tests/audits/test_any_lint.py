"""`make check` counts `Any`, and finds it where others call."""

import ast

import pytest

from audits.any_types import FEWER_THAN, faults, main, said


def count(source: str) -> int:
    return said(ast.parse(source))


def told(source: str) -> list[str]:
    return [fault for _, fault in faults(source, public=True)]


@pytest.mark.parametrize(
    ("source", "times"),
    [
        ("from typing import Any\nrows: list[Any] = []", 1),
        ("def f(a: Any, *b: Any, **c: Any) -> dict[str, Any]: ...", 4),
        ('def f(rows: "QuerySet[Any, Any]") -> None: ...', 2),
        ("import typing\nrow: typing.Any", 1),
        ('"""Any address will do."""\n# Any at all\nAnything = object', 0),
    ],
)
def test_it_counts_what_mypy_does_not_check_and_no_words(source, times):
    assert count(source) == times


@pytest.mark.parametrize(
    "source",
    [
        "def act(row: Any) -> None: ...",
        "def act(*rows: dict[str, Any]) -> None: ...",
        "async def act(*, row: 'list[Any]') -> None: ...",
        "class Form:\n    def clean(self) -> Any: ...",
        "class Form:\n    class Meta:\n        def field(self, **more: Any) -> None: ...",
        "class Form:\n    def __init__(self, data: Any) -> None: ...",
        "if TYPE_CHECKING:\n    def act(row: Any) -> None: ...",
        "class Form:\n    @property\n    def typed(self) -> Any: ...",
    ],
)
def test_no_public_function_of_the_engine_takes_or_returns_any(source):
    assert len(told(source)) == 1
    assert list(faults(source, public=False)) == []


@pytest.mark.parametrize("source", ["Row = Any", "from typing import Any as Row", "Row: X = t.Any"])
def test_any_has_no_other_name(source):
    assert len(told(source)) == 1


@pytest.mark.parametrize(
    "source",
    [
        "def _act(row: Any) -> None: ...",
        "class _Row:\n    def value(self) -> Any: ...",
        "def act() -> None:\n    row: Any = 1\n    def inner(x: Any) -> None: ...",
        "class Form:\n    def _clean(self, value: Any) -> None: ...",
    ],
)
def test_what_nobody_else_calls_may_say_any(source):
    assert told(source) == []


def test_the_project_keeps_both_promises():
    assert main() == 0


def test_the_eightieth_any_is_one_too_many(tmp_path, capsys):
    room = tmp_path / "glossary"
    room.mkdir()
    line = "def f(x: Any) -> None: ...\n"
    (room / "terms.py").write_text(line * (FEWER_THAN - 1))
    assert main(tmp_path) == 0
    (room / "terms.py").write_text(line * FEWER_THAN)
    assert main(tmp_path) == 1
    assert f"Any stands {FEWER_THAN} times" in capsys.readouterr().out


def test_a_fault_is_told_with_its_place(tmp_path, capsys):
    (tmp_path / "editorial").mkdir()
    (tmp_path / "editorial" / "acts.py").write_text("\ndef act(row: Any) -> None: ...\n")
    assert main(tmp_path) == 1
    assert "editorial/acts.py:2: act is public" in capsys.readouterr().out
