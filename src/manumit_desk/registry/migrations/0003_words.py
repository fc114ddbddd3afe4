"""The full-text index of searches, made beside the registry's own tables."""

from typing import ClassVar

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from manumit_desk.registry.words import create_words


def _create(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    create_words(editor.connection)


class Migration(migrations.Migration):
    """Makes it."""

    dependencies: ClassVar = [("registry", "0002_indexes")]
    operations: ClassVar = [migrations.RunPython(_create, migrations.RunPython.noop)]
