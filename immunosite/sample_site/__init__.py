"""The sample site: fictional people who take real text through the real workflow.

Reading order: `story` (what happens, step by step), `work` (each act), `cast` (who), `content`
(which files), `accounts`, and `loading` (into which database, and on from which step).
"""
