"""The room of agencies, their people and what they have agreed."""

from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    """Agencies, members, roles, tokens, agreements."""

    name = "manumit_desk.agencies"
    label = "agencies"
    verbose_name = "Agencies"

    def ready(self) -> None:
        """Listen to changes of second factors."""
        from manumit_desk.agencies import accounts  # noqa: F401
