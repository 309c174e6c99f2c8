"""A fifth kind of document, clinical trials: what docs/adding-a-kind.md says, with all that a kind
may have. Nothing outside this folder knows it but the test that starts `walk.py` on `settings.py`.
"""
