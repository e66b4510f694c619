"""The web application for an asynchronous server, should an installation prefer one."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "erp.settings.prod")
application = get_asgi_application()
