"""Each rule by its own examples: what it must speak of, and what it must leave alone."""

import pytest

from findings.catalogue import ALL
from tests.findings import _examples

pytestmark = pytest.mark.django_db
build = _examples.build
EXAMPLES = [
    pytest.param(rule, example, fires, id=f"{rule.id}-{word}-{number}")
    for rule in ALL
    for fires, word, examples in ((True, "fires", rule.fires), (False, "silent", rule.silent))
    for number, example in enumerate(examples, start=1)
]


@pytest.mark.parametrize(("rule", "example", "fires"), EXAMPLES)
def test_each_rule_speaks_of_its_examples_and_of_no_others(own, rule, example, fires):
    found = [each.message for each in _examples.tried(own, example) if each.rule is rule]
    assert bool(found) == fires, found


def test_each_rule_has_an_id_of_its_own_and_examples_of_both_sorts():
    assert len({rule.id for rule in ALL}) == len(ALL)
    assert all(rule.fires and rule.silent for rule in ALL)
    assert all(rule.reason.endswith((".", "?")) and rule.standard for rule in ALL)
