"""Rewrite the links and pictures in the Markdown of an article of another generator."""

import re
import shlex
from pathlib import Path

from newsgen.importers.generators.links import Known, Links, Media, href

_VALUE = r'"(?:\{\{.{0,500}?\}\}|\{%.{0,500}?%\}|[^"\n])*"|\'[^\'\n]*\''
_TAG = r"\{\{[<%]?.{0,500}?[>%]?\}\}|\{%.{0,500}?%\}"
_PART = re.compile(
    rf"""
    (?P<code>
        ^[ \t>]*(?:(?:[-*+]|\d+[.)])[ \t]+)?(?P<fence>`{{3,}}|~{{3,}})[\s\S]*?
        (?:^[ \t>]*(?P=fence)[`~]*[ \t]*$|\Z)
      | (?<!`)(?P<ticks>`+)(?!`)(?:(?!\n[ \t]*\n)[\s\S]){{1,1000}}?(?<!`)(?P=ticks)(?!`)
      | \{{%-?\s*(?P<block>highlight|raw|codeblock)\b[\s\S]*?\{{%-?\s*end(?P=block)\s*-?%\}}
      | <(?P<pre>pre|script|style|code)\b[\s\S]*?</(?P=pre)>
    )
  | !\[(?P<alt>[^\[\]\n]*)\]\((?P<picture>(?:{_TAG}|[^()\n]|\([^()\n]*\)){{1,2000}})\)
  | \]\((?P<link>(?:{_TAG}|[^()\n]|\([^()\n]*\)){{1,2000}})\)
  | ^(?P<definition>[ ]{{0,3}}\[[^\]\n]{{1,500}}\]:[ \t]*)(?P<defined><[^>\n]*>|{_TAG}|\S+)
  | (?P<img><img\b(?:{_VALUE}|[^>"'<]){{0,500}}>)
  | (?P<tag>{_TAG})
  | (?P<attribute>(?<=[\s"'])(?:src|href|poster|link)\s*=\s*)(?P<value>{_VALUE})
    """,
    re.VERBOSE | re.MULTILINE,
)
_DESTINATION = re.compile(
    r"\s*(?P<address><[^>]*>|.*?)(?P<title>\s+(?:\"[^\"]*\"|'[^']*'|\([^()]*\)))?(?P<size>\s+=\d*x\d*)?\s*", re.DOTALL
)
_TAGS = re.compile(_TAG)
_IMG_SOURCE = re.compile(rf"(?<=\ssrc=)(?:{_VALUE})|(?<=\ssrc = )(?:{_VALUE})", re.IGNORECASE)
_IMG_ALT = re.compile(rf"(?<=\salt=)(?:{_VALUE})", re.IGNORECASE)
_ATTRIBUTES = re.compile(rf"(?P<attribute>(?<=[\s\"'])(?:src|href|poster|link)\s*=\s*)(?P<value>{_VALUE})")
_QUOTED = re.compile(r"""["'`]([^"'`]*)["'`]""")
_FILTERS = re.compile(r"\|\s*(?:relative_url|absolute_url|url|prepend|append|escape|uri_escape|cgi_escape)\b")
_SITE_VALUES = re.compile(r"site\.(?:base_?url|url|github\.url)|config\.(?:root|url)|url_for\(['\"]/?['\"]\)|base_url")
_NOTHING_FOUND = "leads to nothing that the folder has"


class Rewriter:
    """Rewrites the text of one article, and collects its files and the findings that an editor must know."""

    def __init__(self, links: Links, source: Known, first_line: int) -> None:
        """Rewrite the text of *source*, which begins on *first_line* of its file."""
        self._links, self._source, self._first_line = links, source, first_line
        self._text = ""
        self.media: dict[str, Path] = {}
        """The files that the text shows or links to, by their names below content/media/."""
        self.warnings: list[str] = []

    def rewrite(self, text: str) -> str:
        """Return the Markdown *text* with links to imported articles and files; code stays as it is."""
        self._text = text
        return _PART.sub(self._part, text)

    def _part(self, match: re.Match[str]) -> str:
        if match["picture"]:
            return self._picture(match)
        if match["link"]:
            return f"]({self._destination(match['link'], match)})"
        if match["definition"]:
            return f"{match['definition']}{self._destination(match['defined'], match)}"
        if match["img"]:
            return self._img(match)
        if match["attribute"]:
            return self._attribute(match, match)
        return self._tag(match) if match["tag"] else match[0]

    def _attribute(self, part: re.Match[str], match: re.Match[str]) -> str:
        quote, value = part["value"][0], part["value"][1:-1]
        return f"{part['attribute']}{quote}{self._address(value, match)}{quote}"

    def _picture(self, match: re.Match[str]) -> str:
        found = _DESTINATION.fullmatch(self._expand(match["picture"]))
        written = found["address"].strip("<>") if found else ""
        if not found or not self._links.is_own(written):
            return f"![{match['alt']}]({self._expand(match['picture'])})"
        media = self._links.resolve(written, self._source)
        if isinstance(media, Media):
            return f"![{match['alt']}]({self._use(media)}{found['title'] or ''})"
        self._warn(match, f"the picture {written!r} is not a picture that {self._where}, so only its description stays")
        return match["alt"]

    @property
    def _where(self) -> str:
        return "the site has and browsers show"

    def _img(self, match: re.Match[str]) -> str:
        source = _IMG_SOURCE.search(match["img"])
        written = self._expand(source[0][1:-1]) if source else ""
        if not source or not self._links.is_own(written):
            return self._expand(match["img"])
        media = self._links.resolve(written, self._source)
        if isinstance(media, Media):
            return f'{match["img"][: source.start()]}"{self._use(media)}"{match["img"][source.end() :]}'
        self._warn(match, f"the picture {written!r} is not a picture that {self._where}, so only its description stays")
        alt = _IMG_ALT.search(match["img"])
        return alt[0][1:-1] if alt else ""

    def _destination(self, written: str, match: re.Match[str]) -> str:
        found = _DESTINATION.fullmatch(self._expand(written))
        if not found:
            return written
        address = found["address"].removeprefix("<").removesuffix(">")
        changed = self._address(address, match)
        is_bracketed = found["address"].startswith("<") and changed == address
        return f"{f'<{address}>' if is_bracketed else changed}{found['title'] or ''}"

    def _address(self, written: str, match: re.Match[str]) -> str:
        """Return the address that takes the place of the one *written* in a link or an attribute."""
        address = self._expand(written)
        resolved = self._links.resolve(address, self._source)
        if isinstance(resolved, Media):
            return self._use(resolved)
        if resolved is None and _is_lost(address) and self._links.is_own(address):
            self._warn(match, f"the link {address!r} {_NOTHING_FOUND}; correct it")
        return address if resolved is None else resolved

    def _use(self, media: Media) -> str:
        self.media[media.name] = media.file
        return media.href

    def _warn(self, match: re.Match[str], found: str) -> None:
        line = self._first_line + self._text.count("\n", 0, match.start())
        remedy = "" if "; " in found else "; put a JPEG, PNG, GIF, WebP or AVIF file into content/media/"
        self.warnings.append(f"line {line}: {found}{remedy}")

    def _expand(self, text: str) -> str:
        """Return an address with the path in place of each tag of a template language that stands for one."""
        return _TAGS.sub(lambda tag: self._address_of(tag[0], tag[0]), text) if "{" in text else text

    def _address_of(self, tag: str, otherwise: str) -> str:
        """Return the address for which the template's *tag* stands, or *otherwise* if it stands for none."""
        words = _words(tag)
        name = words[0].lower() if words else ""
        if name in {"ref", "relref", "post_url", "link", "post_path"} and len(words) > 1:
            path, hash_sign, fragment = words[1].removeprefix("path=").partition("#")
            found = self._links.article(path, self._source) if path else self._source
            media = None if found else self._links.media(path, self._source)
            return f"{href(found)}{hash_sign}{fragment}" if found else f"/{path.lstrip('/')}" if media else otherwise
        if name in {"asset_path", "asset_img"} and len(words) > 1:
            return words[1]
        inner = tag.strip("{}<>% -")
        if "get_url(" in inner and (path_word := _QUOTED.search(inner)):
            return path_word[1]
        if _SITE_VALUES.fullmatch(inner.split("|")[0].strip()):
            return ""
        quoted = _QUOTED.match(inner)
        if quoted and (_FILTERS.search(inner) or inner == quoted[0]):
            return quoted[1]
        return self._source.address if inner.startswith("page.url") else otherwise

    def _tag(self, match: re.Match[str]) -> str:
        """Return what takes the place of a template's tag that stands in the text by itself."""
        words = _words(match["tag"])
        name = words[0].lower() if words else ""
        if name in {"post_link", "asset_link"} and len(words) > 1:
            return self._link_tag(name, words[1:], match)
        if name == "asset_img":
            return self._image_tag(words[1:], match)
        expanded = self._address_of(match["tag"], match["tag"])
        if expanded == match["tag"]:
            if name in {"ref", "relref", "post_url", "link"}:
                self._warn(match, f"{match['tag']} {_NOTHING_FOUND}; write a link")
            return _ATTRIBUTES.sub(lambda part: self._attribute(part, match), match["tag"])
        return expanded

    def _link_tag(self, name: str, words: list[str], match: re.Match[str]) -> str:
        """Return the link for which Hexo's tags `post_link` and `asset_link` stand."""
        if name == "asset_link":
            media = self._links.media(words[0], self._source)
            target = self._use(media) if media else None
            title = " ".join(words[1:]) or words[0]
        else:
            found = self._links.article(words[0], self._source)
            target = href(found) if found else None
            title = " ".join(word for word in words[1:] if word not in {"true", "false"}) or (
                found.title if found else ""
            )
        if target is None:
            self._warn(match, f"{match['tag']} {_NOTHING_FOUND}; write a link")
            return title or match["tag"]
        return f"[{title}]({target})"

    def _image_tag(self, words: list[str], match: re.Match[str]) -> str:
        """Return the picture for which Hexo's tag `asset_img` stands; it may have a class and a size."""
        for position, word in enumerate(words):
            media = self._links.media(word, self._source)
            if media:
                texts = [text for text in words[position + 1 :] if not text.isdigit()]
                return f"![{texts[-1] if texts else ''}]({self._use(media)})"
        self._warn(match, f"{match['tag']} names no picture that {self._where}, so it is left out")
        return ""


def _words(tag: str) -> list[str]:
    """Return the words of a template's *tag*; a text in quotes is one."""
    inner = tag.strip("{}<>% -\n\t")
    try:
        words = shlex.split(inner)
    except ValueError:
        words = inner.split()
    return [word.strip("`") for word in words]


def _is_lost(address: str) -> bool:
    """Return whether an *address* that was not found cannot be meant as it stands: it is relative, or names a file."""
    path = re.split("[?#]", address, maxsplit=1)[0]
    is_special = path.startswith(("@/", "link://", "{", "|"))
    return is_special or (bool(path) and not path.startswith("/") and ":" not in path.split("/")[0])
