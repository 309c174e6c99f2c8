"""What is shown in two places is printed by one template."""

from pathlib import Path

import pytest

TEMPLATES = Path(__file__).parents[2] / "templates"


@pytest.mark.parametrize("words", ["finding.message", "field.field.use_fieldset"])
def test_findings_and_fieldsets_have_one_template_each(words):
    assert len([path for path in TEMPLATES.rglob("*.html") if words in path.read_text()]) == 1
