"""A program of its own: two agencies declare the same number in overlapping transactions. Prints the hits raised.

python -m tests.manumit_desk.registry.declaring_at_once   (the database: MANUMIT_DATABASE)
"""

import multiprocessing
import os
import sys
import time
from typing import Any

import django

ROOMS = {"agencies", "guard", "registry", "cases"}
OVERLAP = 0.6  # seconds for which the first transaction stays open after it has declared


def declare(agency_id: int, begun: Any, *, is_first: bool) -> None:
    from django.db import transaction

    from manumit_desk.agencies.models import Agency
    from tests.manumit_desk.registry.records import PHONE, SAME_PHONE, add_party, open_case

    agency = Agency.objects.get(pk=agency_id)
    if not is_first:
        begun.wait(30)
    with transaction.atomic():
        add_party(open_case(agency), "contact", PHONE if is_first else SAME_PHONE)
        if is_first:
            begun.set()
            time.sleep(OVERLAP)


def make_tables() -> None:
    from django.apps import apps
    from django.db import connection

    from manumit_desk.registry.index import create_indexes
    from manumit_desk.registry.words import create_words

    with connection.schema_editor() as editor:
        for model in apps.get_models():
            if model._meta.app_label in ROOMS:
                editor.create_model(model)
    create_indexes()
    create_words()


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "manumit_desk.settings"
    django.setup()
    from django.db import connection

    from manumit_desk.agencies.models import Agency
    from manumit_desk.registry.models import Hit

    make_tables()
    agencies = [Agency.objects.create(name=name, short_name=name, kind="local").pk for name in ("One", "Other")]
    connection.close()
    fork = multiprocessing.get_context("fork")
    begun = fork.Event()
    both = [
        fork.Process(target=declare, args=(agency, begun), kwargs={"is_first": number == 0})
        for number, agency in enumerate(agencies)
    ]
    for one in both:
        one.start()
    for one in both:
        one.join()
    sys.stdout.write(str(Hit.objects.count()))


if __name__ == "__main__":
    main()
