"""`make planted`: each fault of the list can be put back, and names a test that is there."""

import ast
from functools import cache

import pytest

from audits.mutants.making import ROOT
from audits.planted.__main__ import faults


@cache
def functions_of(file: str) -> set[str]:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("fault", faults(), ids=lambda fault: fault.name)
def test_a_fault_fits_the_code_and_its_test_is_there(fault):
    for file, was, becomes in fault.edits:
        assert (ROOT / file).read_text(encoding="utf-8").count(was) == 1, file
        assert was != becomes
    file, _, name = fault.test.partition("::")
    assert functions_of(file) >= ({name} if name else set())


def test_names_are_different():
    names = [each.name for each in faults()]
    assert len(names) == len(set(names))
