"""Whatever is marked for translation is there in Spanish, with the same blanks to fill in."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.extract import extract_python
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

import manumit_desk

DESK = Path(manumit_desk.__file__).parent
BLANK = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}")
MARKS = ("_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy")


def marked_texts() -> Iterator[tuple[str, str]]:
    """Each file of the desk and each text marked in it."""
    for path in sorted([*DESK.rglob("*.py"), *DESK.rglob("templates/**/*.html"), *DESK.rglob("templates/**/*.txt")]):
        source = path.read_text(encoding="utf-8")
        code = source if path.suffix == ".py" else templatize(source)
        for _, _, texts, _ in extract_python(BytesIO(code.encode()), MARKS, (), {}):
            for text in [texts] if isinstance(texts, str) else texts:
                if text:
                    yield str(path.relative_to(DESK)), text


def spanish() -> dict[str, str]:
    """Every translated text of every room; of plurals, the forms one after another."""
    found: dict[str, str] = {}
    for path in sorted(DESK.glob("*/locale/es/LC_MESSAGES/django.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale="es", abort_invalid=True):
                if message.id and not message.fuzzy:
                    originals = message.id if isinstance(message.id, list | tuple) else [message.id]
                    forms = message.string if isinstance(message.string, list | tuple) else [message.string]
                    if all(forms):
                        found |= dict.fromkeys(originals, " ".join(str(form) for form in forms))
    return found


def test_every_marked_text_is_there_in_spanish() -> None:
    translated = spanish()
    missing = sorted({f"{path}: {text}" for path, text in marked_texts() if text not in translated})
    assert missing == []


def test_a_translation_keeps_the_blanks_to_fill_in() -> None:
    def blanks(text: str) -> set[str]:
        return {first or second for first, second in BLANK.findall(text)}

    wrong = [text for text, said in spanish().items() if blanks(text) != blanks(said)]
    assert wrong == []


def test_what_is_translated_is_still_in_use() -> None:
    marked = {text for _, text in marked_texts()}
    assert sorted(set(spanish()) - marked) == []
