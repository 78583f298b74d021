"""Name the content type with which each file of a site is served."""

from pathlib import PurePosixPath

_TYPES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".json": "application/json",
    ".jsonl": "application/x-ndjson",
    ".csl": "application/json",
    ".xml": "application/xml",
    ".txt": "text/plain",
    ".svg": "image/svg+xml",
    ".bib": "application/x-bibtex",
    ".ris": "application/x-research-info-systems",
    ".vtt": "text/vtt",
    ".md": "text/markdown",
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".woff2": "font/woff2",
    ".woff": "font/woff",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".ico": "image/x-icon",
    ".pdf": "application/pdf",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".ogg": "audio/ogg",
    ".wav": "audio/wav",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".wasm": "application/wasm",
}
"""Written here, because the tables of operating systems differ."""
_FEED_TYPES = {
    "feed.xml": "application/atom+xml",
    "rss.xml": "application/rss+xml",
    "feed.json": "application/feed+json",
}
BINARY = ("image/", "font/", "audio/", "video/")


def content_type(path: str) -> str:
    """Return the value of the header `Content-Type` for the file at *path*; text is UTF-8."""
    name = PurePosixPath(path).name
    kind = _FEED_TYPES.get(name) or _TYPES.get(PurePosixPath(path).suffix.lower(), "")
    if not kind:
        return "text/plain; charset=utf-8" if name.startswith("_") else "application/octet-stream"
    is_binary = kind.startswith(BINARY) and kind != "image/svg+xml"
    return kind if is_binary or kind in {"application/pdf", "application/wasm"} else f"{kind}; charset=utf-8"
