class ExportRefusal(Exception):
    """The message says what stands in the way, and what to do."""
