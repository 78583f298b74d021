"""Build small web archives for tests, record by record."""

import gzip
import importlib
import re
import sys
import zipfile
from io import BytesIO
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from newsgen.errors import SourceError
from newsgen.importers.warc.archive import import_warc
from newsgen.loaders.webpage.loader import NotAnArticleError
from newsgen.model.article import Article

zstd = importlib.import_module("compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd")
CHECKSUM = {zstd.CompressionParameter.checksum_flag: 1}
URL = "http://akhbar.example/2014/maktaba.html"
DATE = "2014-01-26T20:06:24Z"


def page(headline="افتتاح المكتبة العمومية", head=""):
    """Return the bytes of a web page."""
    return f"<!doctype html><html><head><title>{headline}</title>{head}</head><p>أعلنت الجماعة</p></html>".encode()


def record(url=URL, body=None, *, kind="response", http=(), status="200 OK", media="text/html", **headers):  # noqa: PLR0913 - every argument has a usual default
    """Return one record as warcio writes it."""
    out = BytesIO()
    writer = WARCWriter(out, gzip=False)
    fields = [("Content-Type", media)] if media else []
    answer = (
        StatusAndHeaders(status, [*fields, *http], protocol="HTTP/1.1") if kind in {"response", "revisit"} else None
    )
    own = {"WARC-Date": DATE} | {name.replace("_", "-"): value for name, value in headers.items()}
    body = page() if body is None else body
    writer.write_record(
        writer.create_warc_record(
            url,
            kind,
            payload=BytesIO(body),
            length=len(body),
            http_headers=answer,
            warc_headers_dict=own,
            warc_content_type=media or "",
        )
    )
    return out.getvalue()


def arc(url=URL, body=None, date="20140126200624"):
    """Return one record of an ARC file, which warcio cannot write."""
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + (page() if body is None else body)
    return f"{url} 127.0.0.1 {date} text/html {len(block)}\n".encode() + block + b"\n"


ARC_HEAD = b"filedesc://x.arc 0.0.0.0 20140126200624 text/plain 13\n1 0 newsgen\n\n\n"


def packed(*records):
    """Return *records* compressed as in archives, each as a separate gzip member."""
    return b"".join(gzip.compress(each, mtime=0) for each in records)


def wacz(*members, compression=zipfile.ZIP_STORED):
    """Return a WACZ file of *members*, pairs of name and data."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


def zstd_packed(*records, dictionary=None):
    """Return *records* compressed as in archives, each as a separate frame of Zstandard."""
    return b"".join(zstd.compress(each, options=CHECKSUM, zstd_dict=dictionary) for each in records)


def skippable(data, number=13):
    """Return *data* as a frame that other programs skip; number 13 is that of a dictionary."""
    return (0x184D2A50 + number).to_bytes(4, "little") + len(data).to_bytes(4, "little") + data


def trained_dictionary(*records):
    """Return a dictionary for records like these."""
    return zstd.train_dict([each + b"%d" % number for number in range(40) for each in records], 4000)


def imported(data, folder: Path, name="x.warc"):
    """Return the findings of the importer for an archive with the bytes *data*."""
    file = folder / name
    file.write_bytes(data)
    return list(import_warc(file, name))


def plain_reader(data, source, *, url=None, charset=None, at_hand=None):  # noqa: ARG001 - the same arguments
    """Replace the loader of web pages by a simple one, because these tests do not depend on it."""
    text = data.decode(charset or "utf-8", "replace")
    if "<p" not in text:
        raise NotAnArticleError(source, "is no article", "leave it out")
    if "broken" in text:
        raise SourceError(source, "is broken", "repair it")
    title, canonical = re.search(r"<title>([^<]*)", text), re.search(r'canonical" href="([^"]*)', text)
    return Article(
        id=source,
        source=source,
        sha256="",
        encoding=charset or "utf-8",
        confidence="high",
        headline=title[1] if title else "?",
        headline_origin="markup",
        source_url=canonical[1] if canonical else url,
    )
