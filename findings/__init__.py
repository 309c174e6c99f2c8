"""Findings: what a program can see in a text for patients that a writer may overlook.

Rules are data (`findings/rules/`): each carries the standard that it comes from, and examples that
must and must not fire, which are its tests. `text` reads a draft once, `checking` asks all rules.
What blocks holds the submission back; what advises is shown beside the text.
"""
