"""What the audit log calls the acts on search itself: what readers find changes, and no page."""

REBUILD = "rebuild search"
SPELLINGS = "change spellings"
