"""The door for a WSGI server: `gunicorn immunosite.wsgi`."""

from django.core.wsgi import get_wsgi_application

from immunosite import environment
from immunosite.edge.bodies import with_readable_type
from immunosite.edge.whole_bodies import with_whole_bodies

environment.use_settings("immunosite.settings")
application = with_whole_bodies(with_readable_type(get_wsgi_application()))
