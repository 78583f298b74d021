"""Build pages as browsers save them in one file: MHTML, and Safari's web archives."""

import base64
import plistlib
import quopri
import struct
import zlib

URL = "https://www.marfa.example/news.php?id=4108"
HEADLINE = "حديقة المرفأ الكبرى تفتح أبوابها للسكان"
PARAGRAPHS = (
    "أعلنت بلدية المرفأ صباح اليوم افتتاح الحديقة العمومية الكبرى بعد أشغال دامت سنتين، بحضور عدد كبير من السكان.",
    "وقال رئيس البلدية إن الحديقة تضم ثلاثة آلاف شجرة وملاعب للأطفال، وإن الدخول إليها مجاني كل أيام الأسبوع.",
    "وأضاف أن المجلس سيبني مكتبة صغيرة قرب المدخل الغربي، وأن الأشغال تبدأ في الخريف المقبل بتمويل من الجهة.",
)
BOUNDARY = "----MultipartBoundary--marfa----"


def png(shade=0, width=640, height=360):
    """Return a PNG with stripes."""

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = b"".join(b"\0" + bytes([(column + shade) % 256 for column in range(width)]) for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def article(*pictures, charset="utf-8", head="", headline=HEADLINE):
    """Return the bytes of a page that shows *pictures* between its paragraphs."""
    shown = [f'<figure><img src="{address}" alt="صورة الحديقة"></figure>' for address in pictures]
    text = "".join(f"<p>{text}</p>{picture}" for text, picture in zip(PARAGRAPHS, [*shown, "", "", ""], strict=False))
    date = '<meta property="article:published_time" content="2021-03-07T10:00:00+01:00">'
    top = f"<!DOCTYPE html><html lang=ar dir=rtl><head><meta charset={charset}><title>{headline}</title>{date}{head}"
    return f"{top}</head><body><article><h1>{headline}</h1>{text}</article></body></html>".encode(charset)


def part(data, media="text/html", coding="quoted-printable", **headers):
    """Return a part of an MHTML file: its headers and its encoded *data*; underscores in names stand for hyphens."""
    encode = {"quoted-printable": quopri.encodestring, "base64": base64.encodebytes}.get(coding, bytes)
    fields = {"Content-Type": media, "Content-Transfer-Encoding": coding}
    fields |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items() if value)
    return lines.encode() + b"\r\n" + encode(data) + b"\r\n"


def mhtml(*parts, boundary=BOUNDARY, kind="multipart/related", **headers):
    """Return an MHTML file as Chrome writes it."""
    fields = {
        "From": "<Saved by Blink>",
        "Snapshot-Content-Location": URL,
        "Subject": "=?utf-8?Q?=D8=AD=D8=AF?=",
        "Date": "Sun, 14 Mar 2021 10:20:30 -0000",
        "MIME-Version": "1.0",
        "Content-Type": f'{kind};\r\n\ttype="text/html";\r\n\tboundary="{boundary}"',
    }
    fields |= {name.replace("_", "-"): value for name, value in headers.items()}
    top = "".join(f"{name}: {value}\r\n" for name, value in fields.items() if value) + "\r\n\r\n"
    body = b"".join(b"--" + boundary.encode() + b"\r\n" + each for each in parts)
    return top.encode() + body + b"--" + boundary.encode() + b"--\r\n"


def webarchive(page, *resources, url=URL, frames=(), form=plistlib.FMT_BINARY, charset="UTF-8"):
    """Return an archive of Safari; *resources* are pairs of URL and bytes, *frames* archives that this one made."""
    main = {
        "WebResourceURL": url,
        "WebResourceMIMEType": "text/html",
        "WebResourceTextEncodingName": charset,
        "WebResourceFrameName": "",
        "WebResourceData": page,
    }
    archive = {
        "WebMainResource": main,
        "WebSubresources": [
            {"WebResourceURL": address, "WebResourceMIMEType": "image/png", "WebResourceData": data}
            for address, data in resources
        ],
        "WebSubframeArchives": [plistlib.loads(frame) for frame in frames],
    }
    return plistlib.dumps(archive, fmt=form)
