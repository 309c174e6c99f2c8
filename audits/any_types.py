"""`python -m audits.any_types`: shipped code says `Any` fewer than 80 times, and no public function
of `editorial/` says it at all. Exits with 1 when that is not so.

Behind an `Any` mypy checks nothing, and nobody sees that it does not. Where nothing is done with a
value, it is an `object`; see also `editorial/snapshot.py`.
"""

import ast
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = (
    "articles", "audits", "benchmarks", "editorial", "evidence", "findings", "glossary",
    "immunosite",
)  # fmt: skip
FEWER_THAN = 80
Function = ast.FunctionDef | ast.AsyncFunctionDef


def said(node: ast.AST) -> int:
    """How often `Any` is meant in it; annotations in quotes count, words in a text do not."""
    return sum(_means_any(each) for each in ast.walk(node))


def _means_any(node: ast.AST) -> int:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and "Any" in node.value:
        try:
            return said(ast.parse(node.value, mode="eval"))
        except SyntaxError:
            return 0
    return getattr(node, "id", "") == "Any" or getattr(node, "attr", "") == "Any"


def faults(source: str, *, public: bool) -> Iterator[tuple[int, str]]:
    """Lines on which `Any` is hidden under another name; with `public`, also those of functions
    that others call."""
    module = ast.parse(source)
    for node in ast.walk(module):
        if isinstance(node, ast.alias) and node.name == "Any" and node.asname:
            yield node.lineno, f"imports Any as {node.asname}: call it what it is"
        if isinstance(node, ast.Assign | ast.AnnAssign) and _is_any(node.value):
            yield node.lineno, "gives Any another name: say what it is"
    for function in _public_functions(module.body) if public else ():
        if any(said(each) for each in _signature(function)):
            yield function.lineno, f"{function.name} is public and takes or returns Any"


def _is_any(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Name | ast.Attribute) and bool(_means_any(node))


def _public_functions(body: Iterable[ast.stmt]) -> Iterator[Function]:
    """Special methods are called from everywhere, too."""
    for node in body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield from _public_functions(node.body)
        elif isinstance(node, Function):
            if not node.name.startswith("_") or node.name.endswith("__"):
                yield node
        elif isinstance(node, ast.If):  # what stands under TYPE_CHECKING
            yield from _public_functions([*node.body, *node.orelse])


def _signature(function: Function) -> Iterator[ast.expr]:
    given = function.args
    named = [*given.posonlyargs, *given.args, *given.kwonlyargs]
    for each in [*named, given.vararg, given.kwarg]:
        if each and each.annotation:
            yield each.annotation
    if function.returns:
        yield function.returns


def files(root: Path) -> Iterator[Path]:
    for room in SHIPPED:
        for path in sorted((root / room).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def main(root: Path = ROOT) -> int:
    count = found = 0
    for path in files(root):
        source = path.read_text(encoding="utf-8")
        count += said(ast.parse(source))
        place = path.relative_to(root)
        for line, fault in faults(source, public=place.parts[0] == "editorial"):
            print(f"{place}:{line}: {fault}")
            found += 1
    print(f"Any stands {count} times in shipped code; fewer than {FEWER_THAN} are allowed.")
    return int(found > 0 or count >= FEWER_THAN)


if __name__ == "__main__":
    sys.exit(main())
