"""The desk as a WSGI application: what gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "manumit_desk.settings")
application = get_wsgi_application()

from manumit.link.kinds import KINDS  # noqa: E402 - rooms can be imported from here on
from manumit_desk.registry.index import model_of  # noqa: E402

for kind in KINDS:
    model_of(kind)  # read now, so that the first person who asks does not wait for it
