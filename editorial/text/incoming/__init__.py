"""Foreign HTML in the site's own schema: one transform for paste, import and every other door.

Structure and meaning survive, looks do not; what had to be left out is counted and named. Nothing
here touches the database. `transform.py` is the place to start reading.
"""

from editorial.text.incoming.errors import TooBroken, TooDeep, TooLarge, Unreadable
from editorial.text.incoming.report import LeftOut, What
from editorial.text.incoming.transform import Incoming, of_schema, transform

__all__ = [
    "Incoming",
    "LeftOut",
    "TooBroken",
    "TooDeep",
    "TooLarge",
    "Unreadable",
    "What",
    "of_schema",
    "transform",
]
