"""What somebody typed: all of it, to be sent again, and its words, to be shown."""

import re
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

from editorial.models import User
from editorial.text.outline import framed
from editorial.text.rich_text import RichTextField
from immunosite.returned import whose

# Never put into a page again; the form asks for them anew.
SECRET = re.compile(
    r"pass(word|phrase|code)|secret|token|(^|[^a-z])(otp|pin|totp|code)([^a-z]|$)", re.I
)
# Fields that a form carries along for itself.
OUR_OWN = {"kept_form", "loaded_version", "draft_version", "edition"}
OUR_OWN |= {"shown_digest", "shown_plan", "shown_name", "shown_credentials"}
OUR_OWN |= {"next", "action", "owner", "credential"}  # chosen, not typed
CARRIED = re.compile(r"^_|^initial-|__prefix__|-(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS$|-id$")
# The sign-in on a page of ours, beside what was typed.
USERNAME, PASSWORD, CODE = "resume_username", "resume_password", "resume_code"
SAVE_AS = "resume_as"
RESUME = (USERNAME, PASSWORD, CODE, SAVE_AS)
TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - a field's name
RICH = re.compile(r"\s*<(p|h\d|ul|ol|table|blockquote)\b")


@dataclass(frozen=True)
class Words:
    """One field, as it is shown."""

    label: str
    text: str
    html: SafeString | None = None

    @property
    def is_long(self) -> bool:
        return self.html is not None or len(self.text) > 60 or "\n" in self.text


@dataclass(frozen=True)
class Typed:
    fields: list[tuple[str, str]]  # to be sent again, as they came
    words: list[Words]
    secrets: list[tuple[str, str]]  # names and labels of what must be typed again
    owner: User | None  # whoever was signed in when the form was opened, where that is known

    @property
    def has_short(self) -> bool:
        return not all(each.is_long for each in self.words)


def typed_in(request: HttpRequest, *, as_plain_text: bool = False) -> Typed:
    """`as_plain_text` where it may be a stranger's: no markup of theirs on a page of ours."""
    posted = request.POST
    pairs = [(name, str(value)) for name, values in posted.lists() for value in values]
    pairs = [(name, value) for name, value in pairs if name != TOKEN and name not in RESUME]
    safe = [(name, value) for name, value in pairs if not is_secret(name)]
    return Typed(
        fields=safe,
        words=[_words(*each, as_plain_text) for each in safe if _is_shown(*each)],
        secrets=[(name, label_of(name)) for name, value in pairs if is_secret(name) and value],
        owner=whose.owner_of(posted),
    )


def is_secret(name: str) -> bool:
    return bool(SECRET.search(name)) and name != "usable_password"  # Django's yes or no


def label_of(name: str) -> str:
    """`risks-0-seek_help` → “Risks 1, seek help”."""
    parts = re.sub(r"-(\d+)(?=-|$)", lambda row: f" {int(row[1]) + 1},", name).rstrip(",")
    return capfirst(re.sub(r"[-_]+", " ", parts.replace(",-", ", ")).strip())


def _is_shown(name: str, value: str) -> bool:
    if name in OUR_OWN or name == whose.FIELD or CARRIED.search(name):
        return False
    return bool(value.strip())


def _words(name: str, value: str, as_plain_text: bool) -> Words:
    if as_plain_text or not RICH.match(value):
        return Words(label_of(name), value)
    cleaned = RichTextField().clean_html(value)
    return Words(label_of(name), value, mark_safe(framed(cleaned)))  # noqa: S308 - cleaned
