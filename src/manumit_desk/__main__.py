"""Management commands of the desk: python -m manumit_desk migrate, load_demo, …"""

import os
import sys

from django.core.management import execute_from_command_line

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "manumit_desk.settings")
execute_from_command_line(["manumit_desk", *sys.argv[1:]])
