"""The manifest itself: what Teams is told about the bot and the tab."""

from collections.abc import Sequence

from manifest.registration import Registration
from manifest.texts import Texts

MANIFEST_VERSION = "1.29"
ACCENT_COLOR = "#252B78"  # ground of the colour icon
SCOPES = ("personal", "team", "groupChat")
COLOR_ICON, OUTLINE_ICON = "color.png", "outline.png"

_SCHEMAS = f"https://developer.microsoft.com/json-schemas/teams/v{MANIFEST_VERSION}"


def compose_manifest(registration: Registration, languages: Sequence[Texts]) -> dict[str, object]:
    """The content of manifest.json; `languages` begins with the default language."""
    texts, *others = languages
    return {
        "$schema": f"{_SCHEMAS}/MicrosoftTeams.schema.json",
        "manifestVersion": MANIFEST_VERSION,
        "version": registration.version,
        "id": registration.app_id,
        "developer": _developer(registration),
        "localizationInfo": {
            "defaultLanguageTag": texts.language,
            "defaultLanguageFile": language_file(texts.language),
            "additionalLanguages": [
                {"languageTag": other.language, "file": language_file(other.language)} for other in others
            ],
        },
        "name": {"short": texts.short_name, "full": texts.full_name},
        "description": {"short": texts.short_description, "full": texts.full_description},
        "icons": {"color": COLOR_ICON, "outline": OUTLINE_ICON},
        "accentColor": ACCENT_COLOR,
        "staticTabs": _tabs(registration, texts),
        "bots": [_bot(registration, texts)],
        "permissions": ["identity", "messageTeamMembers"],
        "validDomains": [registration.domain],
        "webApplicationInfo": {
            "id": registration.bot_id,
            "resource": f"api://{registration.domain}/botid-{registration.bot_id}",
        },
        # The tab reports when it is loaded and when it is usable.
        "showLoadingIndicator": True,
        "defaultInstallScope": "personal",
        "defaultGroupCapability": {"team": "tab", "groupchat": "tab"},
        "supportsChannelFeatures": "tier1",
    }


def compose_localization(texts: Texts) -> dict[str, str]:
    """The content of one language's file: the manifest's texts by their paths."""
    return {
        "$schema": f"{_SCHEMAS}/MicrosoftTeams.Localization.schema.json",
        "name.short": texts.short_name,
        "name.full": texts.full_name,
        "description.short": texts.short_description,
        "description.full": texts.full_description,
        "staticTabs[0].name": texts.tab_name,
        **{
            f"bots[0].commandLists[0].commands[{index}].{field}": text
            for index, command in enumerate(texts.commands)
            for field, text in zip(("title", "description"), command, strict=True)
        },
    }


def language_file(language: str) -> str:
    """Name of a language's file in the package."""
    return f"{language}.json"


def _developer(registration: Registration) -> dict[str, str]:
    return {
        "name": registration.developer.name,
        "websiteUrl": registration.developer.website_url,
        "privacyUrl": registration.developer.privacy_url,
        "termsOfUseUrl": registration.developer.terms_url,
    }


def _tabs(registration: Registration, texts: Texts) -> list[dict[str, object]]:
    """The board comes first, as a channel shows only the first tab; the other two are Teams' own pages."""
    address = f"https://{registration.domain}/tab"
    board: dict[str, object] = {
        "entityId": "pipeline",
        "name": texts.tab_name,
        "contentUrl": address,
        "websiteUrl": address,
        "scopes": [*SCOPES],
        "context": ["personalTab", "channelTab", "privateChatTab", "meetingChatTab", "meetingDetailsTab"],
    }
    own_pages: list[dict[str, object]] = [
        {"entityId": page, "scopes": ["personal"]} for page in ("conversations", "about")
    ]
    return [board, *own_pages]


def _bot(registration: Registration, texts: Texts) -> dict[str, object]:
    return {
        "botId": registration.bot_id,
        "scopes": [*SCOPES],
        "supportsFiles": True,
        "isNotificationOnly": False,
        "commandLists": [
            {
                "scopes": [*SCOPES],
                "commands": [
                    {"title": title, "description": description} for title, description in texts.commands
                ],
            }
        ],
    }
