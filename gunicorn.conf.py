"""The web server's settings, for the sample run and production alike."""

import os

wsgi_app = "immunosite.wsgi"
bind = os.environ.get("BIND", "127.0.0.1:8000")
# Requests are short and mostly wait for the database; threads share one page store.
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
timeout = 60
graceful_timeout = 10
keepalive = 5
# The site is managed by its supervisor; no socket in somebody's home folder.
control_socket_disable = True
loglevel = os.environ.get("GUNICORN_LOG_LEVEL", "warning")
