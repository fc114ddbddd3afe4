"""How every form of the desk looks: label, hint, error beside the field, a summary of errors with links at the top."""

from functools import cached_property
from pathlib import Path
from typing import Any

from django import forms
from django.forms.renderers import DjangoTemplates

TEMPLATES = Path(__file__).parent / "templates"
DJANGO_TEMPLATES = Path(forms.__file__).parent / "templates"
CLASSES_BY_TYPE = {
    "checkbox": "usa-checkbox__input",
    "radio": "usa-radio__input",
    "file": "usa-file-input",
    "hidden": "",
}
CLASSES_BY_TEMPLATE = {
    "django/forms/widgets/select.html": "usa-select",
    "django/forms/widgets/textarea.html": "usa-textarea",
}
CHOICES_AS_BUTTONS = {"django/forms/widgets/radio.html", "django/forms/widgets/checkbox_select.html"}


class FormRenderer(DjangoTemplates):
    """Django's renderer with the design system's markup, for forms, fields and controls."""

    form_template_name = "shell/forms/form.html"
    field_template_name = "shell/forms/field.html"
    formset_template_name = "shell/forms/formset.html"

    @cached_property
    def engine(self) -> Any:
        """Ours first, then Django's own: there are controls that need no markup of ours."""
        folders = [TEMPLATES / "shell" / "controls", TEMPLATES, DJANGO_TEMPLATES]
        return self.backend({"APP_DIRS": False, "DIRS": folders, "NAME": "shell-forms", "OPTIONS": {}})

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> Any:
        if "widget" in context:
            dress(context["widget"])
        return super().render(template_name, context, request)


def dress(widget: dict[str, Any]) -> None:
    """Give a control, and those inside it, the design system's class beside its own."""
    if widget["template_name"] in CHOICES_AS_BUTTONS:
        inside = [option for _, options, _ in widget["optgroups"] for option in options]
    else:
        inside = widget.get("subwidgets", [])
    for control in inside:
        dress(control)
    by_template = CLASSES_BY_TEMPLATE.get(widget["template_name"], "usa-input")
    classes = CLASSES_BY_TYPE.get(widget.get("type", ""), by_template)
    if classes and not inside:
        # A placeholder is gone as soon as somebody types, and reads like an answer: labels and hints say it.
        attributes = {name: value for name, value in widget["attrs"].items() if name != "placeholder"}
        widget["attrs"] = attributes | {"class": f"{classes} {attributes.get('class', '')}".strip()}
