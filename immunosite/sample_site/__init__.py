"""The sample site: fictional people who take real text through the real workflow.

Reading order: `story` (what happens, in order), `cast` (who), `content` (which files), `accounts`.
"""
