"""What people read in the package, in every language of the product; the first one is the default."""

from dataclasses import dataclass

from app.languages.names import spoken_languages
from app.languages.strings import LANGUAGES, strings


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """The package in one language. `commands` are pairs of title and description, alike in every language."""

    language: str
    short_name: str
    full_name: str
    short_description: str
    full_description: str
    tab_name: str
    commands: tuple[tuple[str, str], ...]


def read_texts() -> list[Texts]:
    """The texts of every language; raises KeyError when a catalog lacks one."""
    return [_read(language) for language in LANGUAGES]


def is_command(title: str) -> bool:
    """Whether the bot understands this text, alone, as a command, in whichever language."""
    # Late, here and below: loading the whole chat face is a price that only these two questions pay.
    import bot.commands  # noqa: F401 - the commands register themselves
    from bot.registry import registry

    match = registry.match(title)
    return match is not None and not match.rest


def _read(language: str) -> Texts:
    from bot.commands.offered import command_lists

    catalog = strings(language)
    return Texts(
        language=language,
        short_name=catalog.t("manifest.name.short"),
        full_name=catalog.t("manifest.name.full"),
        short_description=catalog.t("manifest.description.short"),
        full_description=catalog.t("manifest.description.full", languages=spoken_languages(language)),
        tab_name=catalog.t("manifest.tab.pipeline"),
        commands=tuple(command_lists(language)),
    )
