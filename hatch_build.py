"""Before a wheel or a source archive is made: fetch and compile what the desk's pages need, so that it is inside."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class FrontEndHook(BuildHookInterface[Any]):
    """Runs the front end's own build; an editable install leaves that to dev.py."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version != "editable":
            sys.path.insert(0, str(Path(self.root) / "src"))
            from manumit_desk.shell.frontend.build import build

            build()
