"""The web server's settings, for the sample run and production alike."""

from immunosite.start import server, stopping

wsgi_app = "immunosite.wsgi"
bind = server.bind()
# Requests are short and mostly wait for the database; threads share one page store.
worker_class = "immunosite.start.worker.Worker"  # gthread, and how it stops
workers = server.workers()
threads = server.threads()
timeout = 60
graceful_timeout = 30  # seconds that a request in hand has when the server stops
keepalive = 5
# The site is managed by its supervisor; no socket in somebody's home folder.
control_socket_disable = True
# Each client on this machine would else count as a proxy whose headers are believed: SCRIPT_NAME
# puts any page at any address. What a proxy says is read by the site's settings, if at all.
forwarder_headers = ""
secure_scheme_headers: dict[str, str] = {}
loglevel = server.log_level()
logconfig_dict = server.log_config()
stop_delay = server.stop_delay()
server.make_metrics_folder()


def when_ready(arbiter: stopping.Arbiter) -> None:
    stopping.on_sigterm(arbiter, stop_delay)


def on_exit(arbiter: stopping.Arbiter) -> None:
    server.remove_metrics_folder()
