"""The web server of every site that is measured: one process, so that the other core is left to
whoever asks. gunicorn reads it as `python:benchmarks.server_settings`."""

import os

bind = f"127.0.0.1:{os.environ['BENCHMARK_PORT']}"
worker_class = "gthread"
workers = int(os.environ.get("BENCHMARK_WORKERS", "1"))
threads = 4
keepalive = 5
timeout = 120
loglevel = "error"
control_socket_disable = True
