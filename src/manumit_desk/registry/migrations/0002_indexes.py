"""The live indexes: tables of the library's, made beside the registry's own."""

from typing import ClassVar

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from manumit_desk.registry.index import create_indexes


def _create(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    create_indexes(editor.connection)


class Migration(migrations.Migration):
    """Makes the index of each kind."""

    dependencies: ClassVar = [("registry", "0001_initial")]
    operations: ClassVar = [migrations.RunPython(_create, migrations.RunPython.noop)]
