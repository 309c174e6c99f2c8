"""The door for a WSGI server: `gunicorn immunosite.wsgi`."""

from django.core.wsgi import get_wsgi_application

from immunosite import environment

environment.use_settings("immunosite.settings")
application = get_wsgi_application()
