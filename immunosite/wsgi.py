"""The door for a WSGI server: `gunicorn immunosite.wsgi`."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from immunosite import environment
from immunosite.edge.bodies import with_readable_type
from immunosite.edge.request_id import RequestId
from immunosite.edge.whole_bodies import with_whole_bodies

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

environment.use_settings("immunosite.settings")
django_application = get_wsgi_application()

from immunosite.front.layer import in_front  # noqa: E402 - the models must be there before it

application: "WSGIApplication" = in_front(with_whole_bodies(with_readable_type(django_application)))
if settings.METRICS_TOKEN:
    from immunosite.metrics.counting import Counting

    application = Counting(application, settings.METRICS_TOKEN)
application = RequestId(application, trust_proxy=settings.TRUST_X_REQUEST_ID)
