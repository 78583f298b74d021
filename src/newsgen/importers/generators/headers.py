"""Split a Markdown file of any generator into its header, in any of six formats, and its text."""

import json
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from newsgen.errors import SourceError
from newsgen.filesystem import read_utf8
from newsgen.formats.yaml_fields import read_mapping

Format = Literal["yaml", "toml", "json", "nikola", "lines", "none"]

_LEADING = re.compile(r"(?:[ \t\ufeff]*\n)*\ufeff?")
_YAML = re.compile(r"---(?:ya?ml)?[ \t]*\n(?P<text>.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_TOML = re.compile(r"(?:\+\+\+|---toml)[ \t]*\n(?P<text>.*?)^(?:\+\+\+|---)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_JSON = re.compile(r"---json[ \t]*\n(?P<text>.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_HEXO_JSON = re.compile(r"(?:;;;[ \t]*\n)?(?P<text>\s*\".*?)^;;;[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_HEXO_YAML = re.compile(r"(?P<text>(?:[\w-]+:(?:[ \t][^\n]*)?\n|[ \t-][^\n]*\n)+)---[ \t]*(?:\n|\Z)")
_NIKOLA = re.compile(r"(?P<open><!--[ \t]*\n)?(?P<text>(?:\.\.[ \t]+[\w-]+:[^\n]*(?:\n|\Z)|[ \t]*\n(?=\.\.[ \t]+\w))+)")
_NIKOLA_CLOSE = re.compile(r"\s*-->[ \t]*(?:\n|\Z)")
_NIKOLA_LINE = re.compile(r"^\.\.[ \t]+([\w-]+):[ \t]*(.*?)[ \t]*$", re.MULTILINE)
_LINES = re.compile(r"(?:[A-Za-z][\w \t-]{0,40}:[^\n]*(?:\n|\Z)|[ \t]+\S[^\n]*(?:\n|\Z))+(?=\s*(?:\n|\Z))")
_LINE = re.compile(r"^([A-Za-z][\w \t-]{0,40}?)[ \t]*:[ \t]*(.*)$")
_LINE_KEYS = frozenset(
    "title date modified category tags keywords slug author authors summary lang status translation template"
    " save_as url base header level description".split()
)
"""Keys of which a header of plain lines has one on its first line; any other `word: …` is a text."""
_TOML_PLACE = re.compile(r" \(at line (\d+), column \d+\)$")
_UNCLOSED = {"---": "YAML front matter", "+++": "TOML front matter"}


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a Markdown file, with the text below it."""

    format: Format
    values: Mapping[str, Any]
    """Text, numbers, flags, dates, lists and mappings, by the keys as they are written."""
    text: str
    first_line: int
    """The line of the file on which the text begins, counted from 1."""
    written: str = ""
    """The file from its beginning to the end of the header."""
    warnings: tuple[str, ...] = ()
    lines: Mapping[str, int] = field(default_factory=dict)
    """The line of each key, if the format tells it."""

    def line_of(self, key: str) -> int:
        """Return the line of the file on which the header has *key*; 1 if it is not found."""
        if key in self.lines:
            return self.lines[key]
        found = re.search(rf"^[\s\"'.]*{re.escape(key)}[\"']?\s*[:=]", self.written, re.MULTILINE | re.IGNORECASE)
        return self.written.count("\n", 0, found.end()) + 1 if found else 1


def read_header(data: bytes, path: str) -> Header:
    """Read the header of a Markdown file with the bytes *data*; blank lines and a BOM may stand before it.

    Raises SourceError about *path* if the file is not UTF-8, or its header is not closed or not valid.
    """
    text = read_utf8(data, path)
    start = _find(_LEADING, text, 0).end()
    for read in (_read_yaml, _read_toml, _read_json, _read_nikola, _read_hexo, _read_lines):
        header = read(text, start, path)
        if header:
            return header
    if text[start : start + 3] in _UNCLOSED and text[start + 3 : start + 4] in {"\n", ""}:
        fence = text[start : start + 3]
        found = f"has {_UNCLOSED[fence]} that is not closed"
        raise SourceError(path, found, f"close it with a line {fence}", text.count("\n", 0, start) + 1)
    return Header("none", {}, text[start:], text.count("\n", 0, start) + 1)


def read_meta_file(data: bytes, path: str) -> Mapping[str, Any]:
    """Return the values in a file of metadata that stands beside its Markdown, as Nikola has it."""
    text = read_utf8(data, path)
    values = _nikola_values(text)
    return values or read_header(f"---\n{text}\n---\n".encode() if text[:3] not in _UNCLOSED else data, path).values


def _find(pattern: re.Pattern[str], text: str, start: int) -> re.Match[str]:
    match = pattern.match(text, start)
    assert match  # noqa: S101 - the pattern matches the empty text
    return match


def _header(kind: Format, values: Mapping[str, Any], text: str, end: int, **more: Any) -> Header:
    return Header(kind, values, text[end:], text.count("\n", 0, end) + 1, text[:end], **more)


def _read_yaml(text: str, start: int, path: str) -> Header | None:
    match = _YAML.match(text, start)
    return _from_yaml(match, text, path) if match else None


def _from_yaml(match: re.Match[str], text: str, path: str) -> Header:
    fields = read_mapping(match["text"], path, text.count("\n", 0, match.start("text")) + 1)
    values = {key: entry.value for key, entry in fields.entries.items()}
    lines = {key: entry.line for key, entry in fields.entries.items()}
    return _header("yaml", values, text, match.end(), warnings=tuple(fields.warnings), lines=lines)


def _read_toml(text: str, start: int, path: str) -> Header | None:
    match = _TOML.match(text, start)
    if not match:
        return None
    try:
        return _header("toml", tomllib.loads(match["text"]), text, match.end())
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        place = _TOML_PLACE.search(str(error))
        line = text.count("\n", 0, match.start("text")) + (int(place[1]) if place else 1)
        found = f"broken TOML ({_TOML_PLACE.sub('', str(error))})"
        raise SourceError(path, found, "correct this line of the front matter", line) from None


def _read_json(text: str, start: int, path: str) -> Header | None:
    match = _JSON.match(text, start)
    if match:
        values = _json(lambda: json.loads(match["text"]), path, text.count("\n", 0, match.start("text")))
        return _header("json", values if isinstance(values, dict) else {}, text, match.end())
    if not re.compile(r"\{\s*[\"}]").match(text, start):
        return None
    values, end = _json(lambda: json.JSONDecoder().raw_decode(text, start), path)
    line_end = text.find("\n", end)
    after = text[end : line_end if line_end >= 0 else None].strip()
    return _header("json", values, text, end if after not in {"", ";;;"} or line_end < 0 else line_end + 1)


def _json(decode: Callable[[], Any], path: str, lines_before: int = 0) -> Any:
    try:
        return decode()
    except json.JSONDecodeError as error:
        line = lines_before + error.lineno
        raise SourceError(path, f"broken JSON ({error.msg})", "correct this line of the front matter", line) from None
    except RecursionError:
        raise SourceError(path, "broken JSON (too many brackets)", "write simpler front matter", 1) from None
    except ValueError:  # Python reads no number of more than 4,300 digits
        line = lines_before + 1
        raise SourceError(
            path, "broken JSON (a number is too long)", "shorten the numbers of the front matter", line
        ) from None


def _read_hexo(text: str, start: int, path: str) -> Header | None:
    """Read the formats of Hexo without an opening line: JSON without braces up to `;;;`, or YAML up to `---`."""
    match = _HEXO_JSON.match(text, start)
    if match:
        source = "{" + match["text"].rstrip().rstrip(",") + "}"
        values = _json(lambda: json.loads(source), path, text.count("\n", 0, match.start("text")))
        return _header("json", values, text, match.end())
    match = _HEXO_YAML.match(text, start)
    return _from_yaml(match, text, path) if match and re.search("^title:", match["text"], re.MULTILINE) else None


def _read_nikola(text: str, start: int, path: str) -> Header | None:  # noqa: ARG001 - all readers take the path
    match = _NIKOLA.match(text, start)
    if not match:
        return None
    close = _NIKOLA_CLOSE.match(text, match.end()) if match["open"] else None
    return _header("nikola", _nikola_values(match["text"]), text, close.end() if close else match.end())


def _nikola_values(text: str) -> dict[str, Any]:
    return {key.lower(): value for key, value in _NIKOLA_LINE.findall(text) if value}


def _read_lines(text: str, start: int, path: str) -> Header | None:  # noqa: ARG001 - all readers take the path
    """Read the `Key: value` lines of Pelican and MultiMarkdown, which end at a blank line."""
    match = _LINES.match(text, start)
    first = match and _LINE.match(match[0].split("\n", 1)[0])
    if not match or not first or first[1].lower() not in _LINE_KEYS:
        return None
    values: dict[str, Any] = {}
    key = ""
    for line in match[0].splitlines():
        named = _LINE.match(line)
        if named and not line[0].isspace():
            key = named[1].lower().replace(" ", "_")
            values[key] = named[2].strip()
        else:
            values[key] = f"{values[key]} {line.strip()}".strip()
    return _header("lines", values, text, match.end())
