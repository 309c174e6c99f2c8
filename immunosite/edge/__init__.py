"""The site's edge: middleware that settles what came over HTTP before anything else reads it.

In the order of `MIDDLEWARE`: which site is asked for (`hosts`), in which encodings the answer may
go out (`encodings`), how much may come in and how it is written (`bodies`), who is not asked for a
cookie (`cookies`), and what may be done at an address (`methods`). `uploads` and `log_lines` are
named in the settings, and `whole_bodies` stands around all of it, in `wsgi.py`.
"""
