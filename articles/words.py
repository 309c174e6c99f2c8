"""What readers see for the plain values in snapshots, in the order in which they are listed."""

GENRES = {"explainer": "Explainers", "question": "Questions"}

MECHANISMS = {
    "checkpoint": "Takes a brake off immune cells",
    "antibody": "Antibodies that bind a target",
    "cell": "Immune cells given as treatment",
    "vaccine": "Teaches the immune system a target",
    "cytokine": "Messages that stir immune cells",
    "virus": "Viruses that attack tumour cells",
    "tolerance": "Calms or retrains the immune system",
}

ROUTES = {
    "vein": "Drip into a vein",
    "under-skin": "Injection under the skin",
    "muscle": "Injection into a muscle",
    "tumour": "Injection into the tumour",
    "bladder": "Into the bladder",
    "mouth": "By mouth",
}
