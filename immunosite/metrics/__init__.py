"""Figures for Prometheus, where METRICS_TOKEN is set.

`counting` is a WSGI layer, around the front too: each answer counts, whoever gave it. `figures`
holds what is counted, over all processes of this machine; `scrape` answers /metrics.
"""
