"""gunicorn's worker with threads, and how it meets an address that was closed (`stopping`)."""

import socket

from gunicorn.workers.gthread import ThreadWorker

from immunosite.start.stopping import is_stopping


class Worker(ThreadWorker):
    def accept(self, listener: socket.socket) -> None:
        try:
            super().accept(listener)
        except OSError:  # the master closed it before this process heard that it is to stop
            if not is_stopping():
                raise
