"""The desk's settings for tests: the same, but quick, in a folder of their own, and without sending anything."""

import os
import tempfile

os.environ.setdefault("MANUMIT_DATA", tempfile.mkdtemp(prefix="manumit-test-"))

from manumit_desk.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend", "QUEUES": []}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
