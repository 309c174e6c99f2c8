"""The one kind of rich text: headings 2 to 4, lists, quotes, tables, links, bold, italic."""

from typing import Any, ClassVar

from django_prose_editor.fields import ProseEditorField

from editorial.text import clean_text

EXTENSIONS: dict[str, Any] = {
    "Bold": True,
    "Italic": True,
    "Heading": {"levels": [2, 3, 4]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto"]},
}
# A long article is about 60,000 characters; ten times that is a mistake or an attack.
MAX_LENGTH = 600_000


class RichTextField(ProseEditorField):
    """HTML of the restricted schema. `sanitize` is also called by the door for drafts,
    because the field itself cleans only in `full_clean()`."""

    description: ClassVar[str] = "Restricted rich text"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", MAX_LENGTH)
        super().__init__(*args, extensions=EXTENSIONS, sanitize=True, **kwargs)

    def clean_html(self, value: str) -> str:
        return str(self.sanitize(clean_text(value)))
