"""Play the films and sounds of the site itself: read <video> and <audio>, and write them so that nothing is loaded."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from newsgen.formats.sanitise import scheme_of

Attributes = Mapping[str, str]
_LANGUAGE = re.compile("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_TRACKS = {"subtitles", "captions", "descriptions", "chapters"}


@dataclass(frozen=True, slots=True)
class OwnMedia:
    """A <video> or <audio> that is being read."""

    tag: str
    attributes: Attributes
    line: int | None
    start: int
    """The number of pieces before it."""
    is_in_link: bool
    sources: list[str] = field(default_factory=list)
    tracks: list[str] = field(default_factory=list)

    def add_source(self, attributes: Attributes) -> None:
        """Add the file of a <source>, or of the element itself, to the <video> or <audio>."""
        self.sources.extend(filter(None, [attributes.get("src")]))

    def add_track(self, attributes: Attributes) -> bool:
        """Add a <track>; return whether its file and its language can be used."""
        address, language = attributes.get("src", ""), attributes.get("srclang", "")
        kind = attributes.get("kind", "").lower() or "subtitles"
        if not is_local(address) or kind not in _TRACKS or not _LANGUAGE.fullmatch(language):
            return False
        label = f' label="{escape(attributes["label"])}"' if attributes.get("label") else ""
        self.tracks.append(f'<track src="{escape(address)}" kind="{kind}" srclang="{language}"{label}>')
        return True


def is_local(address: str) -> bool:
    """Return whether the *address* in an embedded element is that of a file of the site itself."""
    return bool(address) and scheme_of(address) is None and not address.strip().startswith("//")


def own_player(
    tag: str, files: Sequence[str], attributes: Attributes, tracks: Sequence[str] = (), words: str = ""
) -> str:
    """Return the embedded <video> or <audio> of *files* of the site itself, which loads nothing before it is played.

    *words*, HTML, are shown where it cannot be played.
    """
    poster = attributes.get("poster", "") if tag == "video" else ""
    poster = poster if is_local(poster) else ""
    preload = "none" if tag == "audio" or poster else "metadata"
    kept = {name: attributes.get(name, "") for name in ("width", "height", "title")} | {"poster": poster}
    written = "".join(f' {name}="{escape(value)}"' for name, value in kept.items() if value)
    sources = "".join(f'<source src="{escape(file)}">' for file in files)
    return f'<{tag} controls="" preload="{preload}"{written}>{sources}{"".join(tracks)}{words}</{tag}>'
