"""The front: a WSGI layer that repeats the page store's answers without entering Django.

Django gives each answer first (`immunosite.page_store` keeps the page); the front learns with which
headers it went out, and says the same to whoever asks the same way. `requests` says who is answered
here, `stamp` whether a page still holds, `repeated` what is remembered, and `layer` puts them
together around the application in `wsgi.py`.
"""
