"""Snapshots of every kind, made up by Hypothesis, and small changes to them."""

import copy
from typing import Any

from hypothesis import strategies as st

from editorial.models import Document
from editorial.text.rich_text import RichTextField

KINDS = ["article", "condition", "glossaryentry", "therapytype"]
# Few letters, so that texts are often alike; and what the eye cannot see.
LETTERS = "ab1 \u00a0\u200b\u202e\u00ad\t\n.µμ"
words = st.text(LETTERS, max_size=8)
seen_words = st.sampled_from(["Few people", "10 mg", "109", "10", "9", "not", "", "a b"])
plain = st.one_of(words, seen_words)
escaped = plain.map(lambda text: text.replace("<", "&lt;"))


def element(tag: str, attributes: dict[str, list[str]], inner: st.SearchStrategy[str]) -> Any:
    optional = {name: st.sampled_from(values) for name, values in attributes.items()}
    given = st.fixed_dictionaries({}, optional=optional)
    return st.builds(lambda attrs, text: _written(tag, attrs, text), given, inner)


def _written(tag: str, attrs: dict[str, str], text: str) -> str:
    inside = "".join(f' {name}="{value}"' for name, value in attrs.items())
    return f"<{tag}{inside}>{text}</{tag}>"


def joined(parts: st.SearchStrategy[str], most: int = 3) -> st.SearchStrategy[str]:
    return st.lists(parts, max_size=most).map("".join)


BOTH = {"title": ["x", "y"], "lang": ["fr", "de"], "dir": ["rtl"]}
inline = st.recursive(
    st.one_of(escaped, st.just("<br>")),
    lambda inner: st.one_of(
        element("strong", {}, inner),
        element("em", BOTH, inner),
        element("sup", {}, inner),
        element("sub", {}, inner),
        element("a", {"href": ["https://a.example", "https://b.example"], "rel": ["x"]}, inner),
        st.builds("{}{}".format, inner, inner),
        st.sampled_from([1, 2]).map(
            '<sup class="citation"><a href="#source-{0}" id="cite-{0}-1">{0}</a></sup>'.format
        ),
    ),
    max_leaves=4,
)
SPANS = {"rowspan": ["1", "2"], "colspan": ["2"], "scope": ["row", "col"]}
cells = st.one_of(element("td", SPANS, inline), element("th", SPANS, inline))
tables = element("table", {}, joined(element("tr", {}, joined(cells))))
leaves = st.one_of(
    element("p", {"lang": ["fr", "de"]}, inline),
    element("h2", {}, inline),
    element("h3", {}, inline),
)
blocks = st.recursive(
    leaves,
    lambda inner: st.one_of(
        element(
            "ol", {"start": ["1", "4"], "type": ["a"]}, joined(element("li", {}, joined(inner)))
        ),
        element("ul", {}, joined(element("li", {}, joined(inner)))),
        element("blockquote", {}, joined(inner)),
        tables,
    ),
    max_leaves=4,
)
html = joined(blocks, 4)
scalars = st.one_of(plain, st.sampled_from([0, 1, 2, True, False, None, ""]))
sources = st.lists(
    st.fixed_dictionaries(
        {"number": st.integers(1, 3), "key": st.sampled_from("abc"), "html": inline,
         "doi": plain, "cited": st.integers(0, 2)}
    ),
    max_size=3,
)  # fmt: skip
sections = st.lists(
    st.fixed_dictionaries({"anchor": st.sampled_from("xy"), "heading": seen_words, "html": html}),
    max_size=3,
)


def content_of(kind: str) -> st.SearchStrategy[dict[str, Any]]:
    fields = Document.model_of(kind)._meta.local_concrete_fields
    own = {
        field.name: html
        if isinstance(field, RichTextField)
        else st.one_of(scalars, st.lists(scalars))
        for field in fields
        if field.name != "document_ptr"
    }
    rows = st.lists(st.fixed_dictionaries({"name": plain, "frequency": scalars}), max_size=2)
    return st.fixed_dictionaries(
        {"sources": sources, "sections": sections, "risks": rows}, optional=own
    )


def snapshots_of(kind: str) -> st.SearchStrategy[dict[str, Any]]:
    facets = st.lists(st.integers(1, 3), max_size=3)
    return st.fixed_dictionaries(
        {"schema": st.integers(1, 2), "kind": st.just(kind), "slug": plain, "title": plain,
         "summary": plain, "writer": plain, "content": content_of(kind),
         "facets": st.fixed_dictionaries({"see_also": facets, "genre": st.lists(plain)})},
        optional={
            "change_note": plain, "planned": scalars,
            "labels": st.dictionaries(
                st.sampled_from(["genre", "mechanism", "routes"]),
                st.dictionaries(st.sampled_from(["explainer", "checkpoint", "a"]), plain),
            ),
        },
    )  # fmt: skip


def places_in(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The paths of everything in it that may be changed."""
    if isinstance(value, dict):
        below = [(name, each) for name, each in value.items() if (*path, name) != ("kind",)]
    else:
        below = list(enumerate(value)) if isinstance(value, list) else []
    here = [path] if path and path not in (("content",), ("facets",)) else []
    return here + [place for name, each in below for place in places_in(each, (*path, name))]


@st.composite
def changed(draw: Any, snapshot: dict[str, Any]) -> dict[str, Any]:
    """The snapshot with one value changed a little, or not at all."""
    new = copy.deepcopy(snapshot)
    *way, last = draw(st.sampled_from(places_in(new)))
    holder = new
    for step in way:
        holder = holder[step]
    holder[last] = draw(_other(holder[last]))
    return new


def _other(value: Any) -> st.SearchStrategy[Any]:
    if isinstance(value, str):
        return st.one_of(_edited(value), st.sampled_from(["", None, 0]) if not value else plain)
    if isinstance(value, list):
        shorter = [value[1:], value[::-1], [*value, *value[:1]]]
        return st.sampled_from(shorter)
    if isinstance(value, dict):
        return st.sampled_from([dict(list(value.items())[:-1]), value])
    return st.sampled_from([0, 1, True, False, None, "", "0"])


def _edited(text: str) -> st.SearchStrategy[str]:
    """A character put in, left out or replaced, wherever: inside a tag as well."""
    return st.builds(
        lambda at, cut, put: text[:at] + put + text[at + cut :],
        st.integers(0, len(text)),
        st.integers(0, 2),
        st.sampled_from(["", *LETTERS, "2"]),
    )
