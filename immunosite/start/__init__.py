"""What the environment says, checked before the site starts.

A site of medical advice must not start half configured, nor open to a guess: each fault is an
ImproperlyConfigured whose message says what to set.
"""
