"""A cache in front of the site, such as Varnish or a CDN: off unless CDN_SECONDS is set.

`headers` says for how long it may keep a page and under which names, `purging` tells it which names
an act touched. `docs/varnish.vcl` is the other end.
"""
