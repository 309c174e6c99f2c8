"""Short forms that the glossary explains need no words of their own."""

import pytest

from findings.checking import advice
from tests import cast

pytestmark = pytest.mark.django_db


def told(document):
    rule = "undefined-abbreviation"
    return [each.quote for each in advice(document) if each.rule.id == rule]


def test_a_short_form_in_a_term_of_the_glossary_is_explained_once_it_is_public(wen, ravi):
    draft = cast.article(wen, body="<p>CAR T cells may cause CRS and ICANS.</p>")
    assert told(draft) == ["CAR", "CRS", "ICANS"]
    cast.publish(cast.entry(wen, title="CAR T-cell therapy"), wen, ravi)
    crs = cast.entry(wen, title="cytokine release syndrome", abbreviations="CRS")
    assert told(draft) == ["CRS", "ICANS"]
    cast.publish(crs, wen, ravi)
    assert told(draft) == ["ICANS"]
