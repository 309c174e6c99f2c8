"""The names of this room's kinds, as they stand in snapshots and addresses."""

ARTICLE = "article"
THERAPY = "therapytype"
CONDITION = "condition"
