"""Parse XML that strangers may have written: a document type, which could define entities, is refused."""

from collections.abc import Iterable, Iterator
from typing import IO, Any
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

from newsgen.errors import UnreadableError

_BLOCK = 1 << 16
_MAX_DEPTH = 100
"""Elements inside each other; feeds and sitemaps have five."""


class UnsafeXMLError(UnreadableError):
    """The bytes are not XML, or are XML that newsgen does not read."""


def parse_xml(data: bytes) -> Element:
    """Return the root element of the XML in *data*; raise UnsafeXMLError if it is not XML or may not be read."""
    parser = _Parser(_Builder())
    for start in range(0, len(data), _BLOCK):
        parser.feed(data[start : start + _BLOCK])
    root: Element = parser.close()
    return root


Entry = tuple[str, list[tuple[str, str]]]
"""The name of an XML element, and the names and texts of the elements in it."""


def entries(stream: IO[bytes], names: Iterable[str]) -> Iterator[Entry]:
    """Yield each XML element of *stream* with one of *names*; the rest is not kept, since the file may be large."""
    target = _Entries(frozenset(names))
    parser = _Parser(target)
    while block := stream.read(_BLOCK):
        parser.feed(block)
        yield from target.take()
    parser.close()
    yield from target.take()


def local_name(tag: str) -> str:
    """Return the name of an XML element or attribute without its namespace."""
    return tag.rpartition("}")[2]


class _Target:
    """Counts how deep elements are nested, and refuses a document type before the entities in it are read."""

    depth = 0

    def doctype(self, *_: Any) -> None:
        raise UnsafeXMLError("has a DOCTYPE, which may define entities")

    def enter(self) -> None:
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            raise UnsafeXMLError(f"has more than {_MAX_DEPTH} elements inside each other")


class _Builder(TreeBuilder, _Target):
    """Builds the tree of a small XML document."""

    def start(self, tag: Any, attributes: Any, /) -> Element:
        self.enter()
        return super().start(tag, attributes)

    def end(self, tag: Any, /) -> Element:
        self.depth -= 1
        return super().end(tag)


class _Entries(_Target):
    """Collects the texts in elements with certain names."""

    def __init__(self, names: frozenset[str]) -> None:
        self._names = names
        self._found: list[Entry] = []
        self._open: list[tuple[str, str]] | None = None
        self._text: list[str] = []

    def take(self) -> list[Entry]:
        """Return the entries of XML that were found since the last call."""
        found, self._found = self._found, []
        return found

    def start(self, tag: str, _: Any) -> None:
        self.enter()
        self._text = []
        if local_name(tag) in self._names:
            self._open = []

    def data(self, text: str) -> None:
        if self._open is not None:
            self._text.append(text)

    def end(self, tag: str) -> None:
        self.depth -= 1
        name = local_name(tag)
        if self._open is not None and name in self._names:
            self._found.append((name, self._open))
            self._open = None
        elif self._open is not None:
            self._open.append((name, "".join(self._text).strip()))
        self._text = []

    def close(self) -> None:
        """End the document."""


class _Parser:
    """Parses XML with the standard library, and words its errors."""

    def __init__(self, target: Any) -> None:
        self._parser = XMLParser(target=target)  # noqa: S314 - it has refused a document type

    def feed(self, data: bytes) -> None:
        """Parse the next part of the XML document."""
        self._do(lambda: self._parser.feed(data))

    def close(self) -> Any:
        """End the XML document, and return what the target returns."""
        return self._do(self._parser.close)

    @staticmethod
    def _do(step: Any) -> Any:
        try:
            return step()
        except ParseError as error:
            found = f"is not XML ({str(error).partition(':')[0]})"
            raise UnsafeXMLError(found, error.position[0]) from None
        except (ValueError, LookupError) as error:  # an encoding that the parser does not know
            raise UnsafeXMLError(f"is not XML that can be read ({error})") from None
