"""Which sources were retracted: the data of Retraction Watch, and what follows of them.

`reading.py` reads the file, `importing.py` puts it in the place of the one before, `standing.py`
says what is listed of a paper, `acts.py` what an import changes for pages that cite it.
"""
