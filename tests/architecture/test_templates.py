"""What is shown in two places is printed by one template."""

from pathlib import Path

import pytest

TEMPLATES = Path(__file__).parents[2] / "templates"


@pytest.mark.parametrize("words", ["finding.message", "field.field.use_fieldset"])
def test_findings_and_fieldsets_have_one_template_each(words):
    assert len([path for path in TEMPLATES.rglob("*.html") if words in path.read_text()]) == 1


def test_who_signs_in_is_asked_by_one_template():
    """Beside it, a form that comes back asks again for the secrets that stood in it."""
    asking = {path for path in TEMPLATES.rglob("*.html") if 'type="password"' in path.read_text()}
    asked_by = {str(path.relative_to(TEMPLATES)) for path in asking}
    assert asked_by == {"account/_sign_in_fields.html", "returned/_again.html"}
