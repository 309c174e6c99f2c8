"""A text with something to say about, in each of the ways in which a finding has a place."""

FILLER = "<p>Plain words that nobody says a thing of.</p>" * 30
TELLING = (
    "<h2>What it does</h2><p>Treatment halves the risk of death.</p>"
    f"{FILLER}<h2>What else it does</h2><p>Severe reactions are rare.</p>"
)
