"""Find the pictures that a browser saved beside a page, and give them names in content/media/."""

import os
import re
from collections.abc import Mapping
from html import unescape
from pathlib import Path
from urllib.parse import unquote

from newsgen.loaders.sources import sha256
from newsgen.pages.media import holds_picture
from newsgen.text.arabic import slug

_SOURCE = re.compile(rb"""(?<=[\s"'])src\s*=\s*(?:"([^"]{1,2000})"|'([^']{1,2000})')""", re.IGNORECASE)
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|/", re.IGNORECASE)
_STAND_IN = "https://saved.invalid/"
"""An address that no page has: the page is read as if its pictures lay there."""
_STOOD_IN = re.compile(re.escape(_STAND_IN) + r"(\d+)\.jpg")
_PLAIN = re.compile(r"[\w-]{1,60}\.\w{1,5}", re.ASCII)


class SavedFiles:
    """The pictures that lie beside the saved page *file*, of which *data* are the bytes."""

    def __init__(self, file: Path, data: bytes) -> None:
        """Look for them."""
        self._home = os.path.realpath(file.parent)
        self._folder = f"{slug(file.stem)[:40]}-{sha256(data)[:8]}".lstrip("-")
        self._found: list[Path] = []
        self.data = _SOURCE.sub(self._stand_in, data)
        """The page with stand-ins for the addresses of these pictures."""

    def settle(self, html: str | None) -> tuple[str | None, Mapping[str, Path]]:
        """Return *html* with the names of the pictures for their stand-ins, and the files of those that it shows."""
        shown: dict[str, Path] = {}

        def name(match: re.Match[str]) -> str:
            file = self._found[int(match[1])]
            plain = file.name if _PLAIN.fullmatch(file.name) else f"{sha256(file.name.encode())[:8]}{file.suffix}"
            shown[f"{self._folder}/{plain}"] = file
            return f"{self._folder}/{plain}"

        return html and _STOOD_IN.sub(name, html), shown

    def _stand_in(self, match: re.Match[bytes]) -> bytes:
        file = self._file(unescape((match[1] or match[2]).decode("utf-8", "replace")).strip())
        if file is None:
            return match[0]
        self._found.append(file)
        return f'src="{_STAND_IN}{len(self._found) - 1}.jpg"'.encode()

    def _file(self, written: str) -> Path | None:
        """Return the picture that an address means, if it lies in the page's own folder."""
        if not written or _ELSEWHERE.match(written):
            return None
        try:
            file = Path(os.path.realpath(f"{self._home}/{unquote(re.split('[?#]', written)[0])}"))
        except ValueError:  # it holds a NUL
            return None
        return file if file.is_relative_to(self._home) and holds_picture(file) else None
