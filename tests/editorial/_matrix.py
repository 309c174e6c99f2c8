"""Who may do what when: written by hand from the design, not derived from the code.

+ is done; P: NotAllowed; E: FourEyes; S: WrongState. After the arrow stand the state that follows,
the number of the live edition, and that of the scheduled one.
"""

from dataclasses import dataclass

ROLES = [
    "author",
    "contributor",  # a reviewer who saved one edit
    "other writer",
    "reviewer",
    "editor",
    "administrator",
    "superuser",
    "superuser who edited",
    "outsider",
    "anonymous",
    "deactivated reviewer",
]

MATRIX = """
draft            aut con wri rev edi adm sup sue out ano dea
  create          +   P   +   P   +   P   +   +   P   P   P   → draft - -
  edit            +   +   +   +   +   P   +   +   P   P   P   → draft - -
  submit          +   P   +   P   P   P   +   +   P   P   P   → medical_review - -
  recall          S   S   S   S   S   S   S   S   P   P   P
  request changes P   S   P   S   P   P   S   S   P   P   P
  sign off        P   S   P   S   P   P   S   S   P   P   P
  revise          S   P   S   P   P   P   S   S   P   P   P
  re-affirm       S   S   S   S   S   P   S   S   P   P   P
  reschedule      P   P   P   P   S   P   S   S   P   P   P
  withdraw        P   S   P   S   S   P   S   S   P   P   P
  discard         +   P   +   P   +   P   +   +   P   P   P   → discarded - -
  bring back      S   P   S   P   S   P   S   S   P   P   P

draft, live      aut con wri rev edi adm sup sue out ano dea
  create          +   P   +   P   +   P   +   +   P   P   P   → draft 1 -
  edit            +   +   +   +   +   P   +   +   P   P   P   → draft 1 -
  submit          +   P   +   P   P   P   +   +   P   P   P   → medical_review 1 -
  recall          S   S   S   S   S   S   S   S   P   P   P
  request changes P   S   P   S   P   P   S   S   P   P   P
  sign off        P   S   P   S   P   P   S   S   P   P   P
  revise          S   P   S   P   P   P   S   S   P   P   P
  re-affirm       S   S   S   S   S   P   S   S   P   P   P
  reschedule      P   P   P   P   S   P   S   S   P   P   P
  withdraw        P   +   P   +   +   P   +   +   P   P   P   → withdrawn - -
  discard         S   P   S   P   S   P   S   S   P   P   P
  bring back      S   P   S   P   S   P   S   S   P   P   P

review           aut con wri rev edi adm sup sue out ano dea
  create          +   P   +   P   +   P   +   +   P   P   P   → medical_review - -
  edit            S   S   S   S   S   P   S   S   P   P   P
  submit          S   P   S   P   P   P   S   S   P   P   P
  recall          +   P   P   P   +   P   +   +   P   P   P   → draft - -
  request changes P   +   P   +   P   P   +   +   P   P   P   → draft - -
  sign off        P   E   P   +   P   P   +   E   P   P   P   → published 1 -
  revise          S   P   S   P   P   P   S   S   P   P   P
  re-affirm       S   S   S   S   S   P   S   S   P   P   P
  reschedule      P   P   P   P   S   P   S   S   P   P   P
  withdraw        P   S   P   S   S   P   S   S   P   P   P
  discard         S   P   S   P   S   P   S   S   P   P   P
  bring back      S   P   S   P   S   P   S   S   P   P   P

review, live     aut con wri rev edi adm sup sue out ano dea
  create          +   P   +   P   +   P   +   +   P   P   P   → medical_review 1 -
  edit            S   S   S   S   S   P   S   S   P   P   P
  submit          S   P   S   P   P   P   S   S   P   P   P
  recall          P   P   +   P   +   P   +   +   P   P   P   → draft 1 -
  request changes P   +   P   +   P   P   +   +   P   P   P   → draft 1 -
  sign off        P   E   P   +   P   P   +   E   P   P   P   → published 2 -
  revise          S   P   S   P   P   P   S   S   P   P   P
  re-affirm       S   S   S   S   S   P   S   S   P   P   P
  reschedule      P   P   P   P   S   P   S   S   P   P   P
  withdraw        P   +   P   +   +   P   +   +   P   P   P   → withdrawn - -
  discard         S   P   S   P   S   P   S   S   P   P   P
  bring back      S   P   S   P   S   P   S   S   P   P   P

review, re-affirming aut con wri rev edi adm sup sue out ano dea
  create          +   P   +   P   +   P   +   +   P   P   P   → medical_review 1 -
  edit            S   S   S   S   S   P   S   S   P   P   P
  submit          S   P   S   P   P   P   S   S   P   P   P
  recall          P   +   P   P   +   P   +   +   P   P   P   → draft 1 -
  request changes P   +   P   +   P   P   +   +   P   P   P   → draft 1 -
  sign off        P   E   P   +   P   P   +   E   P   P   P   → published 2 -
  revise          S   P   S   P   P   P   S   S   P   P   P
  re-affirm       S   S   S   S   S   P   S   S   P   P   P
  reschedule      P   P   P   P   S   P   S   S   P   P   P
  withdraw        P   +   P   +   +   P   +   +   P   P   P   → withdrawn - -
  discard         S   P   S   P   S   P   S   S   P   P   P
  bring back      S   P   S   P   S   P   S   S   P   P   P

live             aut con wri rev edi adm sup sue out ano dea
  create          +   P   +   P   +   P   +   +   P   P   P   → published 1 -
  edit            S   S   S   S   S   P   S   S   P   P   P
  submit          S   P   S   P   P   P   S   S   P   P   P
  recall          S   S   S   S   S   S   S   S   P   P   P
  request changes P   S   P   S   P   P   S   S   P   P   P
  sign off        P   S   P   S   P   P   S   S   P   P   P
  revise          +   P   +   P   P   P   +   +   P   P   P   → draft 1 -
  re-affirm       +   +   +   +   +   P   +   +   P   P   P   → medical_review 1 -
  reschedule      P   P   P   P   S   P   S   S   P   P   P
  withdraw        P   +   P   +   +   P   +   +   P   P   P   → withdrawn - -
  discard         S   P   S   P   S   P   S   S   P   P   P
  bring back      S   P   S   P   S   P   S   S   P   P   P

scheduled        aut con wri rev edi adm sup sue out ano dea
  create          +   P   +   P   +   P   +   +   P   P   P   → published - 1
  edit            S   S   S   S   S   P   S   S   P   P   P
  submit          S   P   S   P   P   P   S   S   P   P   P
  recall          S   S   S   S   S   S   S   S   P   P   P
  request changes P   S   P   S   P   P   S   S   P   P   P
  sign off        P   S   P   S   P   P   S   S   P   P   P
  revise          +   P   +   P   P   P   +   +   P   P   P   → draft - 1
  re-affirm       S   S   S   S   S   P   S   S   P   P   P
  reschedule      P   P   P   P   +   P   +   +   P   P   P   → published - 1
  withdraw        P   +   P   +   +   P   +   +   P   P   P   → withdrawn - -
  discard         S   P   S   P   S   P   S   S   P   P   P
  bring back      S   P   S   P   S   P   S   S   P   P   P

live and scheduled aut con wri rev edi adm sup sue out ano dea
  create          +   P   +   P   +   P   +   +   P   P   P   → published 1 2
  edit            S   S   S   S   S   P   S   S   P   P   P
  submit          S   P   S   P   P   P   S   S   P   P   P
  recall          S   S   S   S   S   S   S   S   P   P   P
  request changes P   S   P   S   P   P   S   S   P   P   P
  sign off        P   S   P   S   P   P   S   S   P   P   P
  revise          +   P   +   P   P   P   +   +   P   P   P   → draft 1 2
  re-affirm       S   S   S   S   S   P   S   S   P   P   P
  reschedule      P   P   P   P   +   P   +   +   P   P   P   → published 1 2
  withdraw        P   +   P   +   +   P   +   +   P   P   P   → withdrawn - -
  discard         S   P   S   P   S   P   S   S   P   P   P
  bring back      S   P   S   P   S   P   S   S   P   P   P

expired          aut con wri rev edi adm sup sue out ano dea
  create          +   P   +   P   +   P   +   +   P   P   P   → published - -
  edit            S   S   S   S   S   P   S   S   P   P   P
  submit          S   P   S   P   P   P   S   S   P   P   P
  recall          S   S   S   S   S   S   S   S   P   P   P
  request changes P   S   P   S   P   P   S   S   P   P   P
  sign off        P   S   P   S   P   P   S   S   P   P   P
  revise          +   P   +   P   P   P   +   +   P   P   P   → draft - -
  re-affirm       S   S   S   S   S   P   S   S   P   P   P
  reschedule      P   P   P   P   S   P   S   S   P   P   P
  withdraw        P   S   P   S   S   P   S   S   P   P   P
  discard         S   P   S   P   S   P   S   S   P   P   P
  bring back      S   P   S   P   S   P   S   S   P   P   P

withdrawn        aut con wri rev edi adm sup sue out ano dea
  create          +   P   +   P   +   P   +   +   P   P   P   → withdrawn - -
  edit            S   S   S   S   S   P   S   S   P   P   P
  submit          S   P   S   P   P   P   S   S   P   P   P
  recall          S   S   S   S   S   S   S   S   P   P   P
  request changes P   S   P   S   P   P   S   S   P   P   P
  sign off        P   S   P   S   P   P   S   S   P   P   P
  revise          +   P   +   P   P   P   +   +   P   P   P   → draft - -
  re-affirm       S   S   S   S   S   P   S   S   P   P   P
  reschedule      P   P   P   P   S   P   S   S   P   P   P
  withdraw        P   S   P   S   S   P   S   S   P   P   P
  discard         S   P   S   P   S   P   S   S   P   P   P
  bring back      S   P   S   P   S   P   S   S   P   P   P

discarded        aut con wri rev edi adm sup sue out ano dea
  create          +   P   +   P   +   P   +   +   P   P   P   → discarded - -
  edit            S   S   S   S   S   P   S   S   P   P   P
  submit          S   P   S   P   P   P   S   S   P   P   P
  recall          S   S   S   S   S   S   S   S   P   P   P
  request changes P   S   P   S   P   P   S   S   P   P   P
  sign off        P   S   P   S   P   P   S   S   P   P   P
  revise          S   P   S   P   P   P   S   S   P   P   P
  re-affirm       S   S   S   S   S   P   S   S   P   P   P
  reschedule      P   P   P   P   S   P   S   S   P   P   P
  withdraw        P   S   P   S   S   P   S   S   P   P   P
  discard         S   P   S   P   S   P   S   S   P   P   P
  bring back      +   P   +   P   +   P   +   +   P   P   P   → draft - -
"""


@dataclass
class Row:
    letters: dict[str, str]  # by role
    after: str  # state, live edition, scheduled edition


def table() -> dict[str, dict[str, Row]]:
    """The rows by state and act."""
    rows: dict[str, dict[str, Row]] = {}
    for block in MATRIX.strip().split("\n\n"):
        head, *lines = block.splitlines()
        rows[head.partition(" aut ")[0].strip()] = dict(_row(line) for line in lines)
    return rows


def _row(line: str) -> tuple[str, Row]:
    act, (cells, _, after) = line[:17].strip(), line[17:].partition("→")
    return act, Row(dict(zip(ROLES, cells.split(), strict=True)), after.strip())
