"""The web application of the synchronous server (Granian in WSGI mode)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "erp.settings.prod")
application = get_wsgi_application()

from erp.core.http.warm import warm_up  # noqa: E402 -- Django must be set up before

warm_up()
