"""`make check` reads every template: one block-level tag a line, 120 characters at most."""

import pytest

from audits.templates import MAX_LENGTH, faults, main


def said(source: str) -> list[str]:
    return [fault for _, fault in faults(source)]


@pytest.mark.parametrize(
    "line",
    [
        "<p>Text with <strong>words</strong> and <a href='/'>a link</a>.</p>",
        "{% if page %}<p>{{ page }}</p>{% endif %}",
        '<li{% if here %} aria-current="page"{% endif %}><a href="/">Home</a></li>',
        '<p class="field"><label for="q">Words</label> <input id="q"></p>',
        "{% if a < b %}<p>Less</p>{% endif %}",
        "{% comment %}<div><p> is not HTML here.{% endcomment %}<div>",
        "<h{{ level }}>Heading</h{{ level }}>",
        "</li></ul></section>",
        "x" * MAX_LENGTH,
    ],
)
def test_a_line_may_hold_one_block_and_whatever_stands_in_a_line_of_text(line):
    assert said(line) == []


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("<dt>Due</dt><dd>Today</dd>", "dt and dd"),
        ("<thead><tr><th>Page</th></tr></thead>", "thead and tr and th"),
        ("{% for each in all %}<li><p>{{ each }}</p></li>{% endfor %}", "li and p"),
        ("<DIV><P>Loud</P></DIV>", "DIV and P"),
        ("<h{{ level }}>One</h{{ level }}><p>Two</p>", "h00000000000 and p"),
        ('<link rel="icon"><link rel="search">', "link and link"),
    ],
)
def test_two_blocks_want_two_lines(line, names):
    assert said(line) == [f"starts {names}: give each a line of its own"]


def test_a_line_that_is_too_long_is_counted_as_its_writer_sees_it():
    assert said("x" * (MAX_LENGTH + 1)) == ["121 characters, more than 120: break it at a space"]
    assert said("{% comment %}" + "x" * MAX_LENGTH + "{% endcomment %}") != []


def test_a_comment_of_several_lines_does_not_shift_the_numbers():
    source = "{% comment %}\n<p><p>\n{% endcomment %}\n<dt>A</dt><dd>B</dd>\n"
    assert [number for number, _ in faults(source)] == [4]


def test_a_fault_in_any_room_is_named_by_file_and_line(tmp_path, capsys):
    texts = {"templates": "<p>\n<p><p>", "evidence/templates": "<p>", "var/templates": "<p><p>"}
    for folder, text in texts.items():
        (tmp_path / folder / "deep").mkdir(parents=True)
        (tmp_path / folder / "deep" / "page.html").write_text(text)
    assert main(tmp_path) == 1
    [line] = capsys.readouterr().out.splitlines()
    assert line.startswith("templates/deep/page.html:2: starts p and p")


def test_the_templates_of_the_project_are_read_and_are_in_order(capsys):
    assert main() == 0, capsys.readouterr().out


@pytest.mark.parametrize("start", ["{% if page", "{{ page.title|default:", "{# why this is so"])
def test_a_tag_that_runs_on_over_the_end_of_a_line_is_found(start):
    end = {"{%": "%}", "{{": "}}", "{#": "#}"}[start[:2]]
    (fault,) = said(f"<p>\n{start}\n{end}\n</p>")
    assert "not closed on its line" in fault
    assert said(f"{start} {end}") == []
