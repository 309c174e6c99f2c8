"""The names of this app's kinds, as they stand in snapshots and addresses."""

ARTICLE = "article"
THERAPY = "therapytype"
CONDITION = "condition"

# The address beside the therapies' own, so no therapy can have it.
COMPARE = "compare"
