"""One small file of every kind that people import, made of generated articles, for mutations."""

import csv
import io
import json
import plistlib
import quopri
import zipfile
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

from folders import REPOSITORY
from generator_sites import PNG, SAMPLES
from sample_articles import Story, archive, export
from warc_samples import ARC_HEAD, arc

STORIES = tuple(Story(number) for number in range(100, 104))
_WHEN = "2015-01-02T00:00:00Z"
_MOST_BYTES = 300_000
"""Files from elsewhere that are larger would take most of the time."""


@dataclass(frozen=True)
class Sample:
    """A file or a folder to import."""

    kind: str
    name: str
    files: dict[str, bytes]
    """The bytes by paths; the only path of a file is its *name*."""

    @classmethod
    def of(cls, kind: str, name: str, data: bytes | str) -> "Sample":
        """Return a sample that is one file."""
        return cls(kind, name, {name: data.encode() if isinstance(data, str) else data})


def samples(*folders: Path) -> list[Sample]:
    """Return a sample of each kind, the golden inputs of pages and captures, and the files below *folders*."""
    golden = sorted((REPOSITORY / "tests/golden").glob("*/*/input.*"))
    found = [file for folder in folders for file in sorted(folder.rglob("*")) if file.is_file()]
    usable = (file for file in (*golden, *found) if _is_usable(file))
    other = [Sample.of(f"real {file.suffix}", file.name, file.read_bytes()) for file in usable]
    return [*_own(), *other]


def _is_usable(file: Path) -> bool:
    is_input = file.suffix not in {".py", ".json"} or file.parent.name == "in"
    return is_input and file.name != "case.md" and 0 < file.stat().st_size <= _MOST_BYTES


def _own() -> Iterator[Sample]:
    one, two, three, four = STORIES
    yield Sample.of("text", "copied.txt", one.text())
    yield Sample.of("html", "saved.html", one.page())
    yield Sample.of("html", "single-file.html", _single_file(two))
    yield Sample("html", "complete", {"complete/page.html": _complete(three), "complete/page_files/a.png": PNG})
    yield Sample.of("wxr", "wordpress.xml", export(one, two, pages=("من نحن",)))
    crawl = archive((one.url, one.page(), _WHEN), (two.url, two.page(), _WHEN), (one.url, one.page(remark="x"), _WHEN))
    yield Sample.of("warc", "crawl.warc.gz", crawl)
    yield Sample.of("warc", "old.arc", ARC_HEAD + arc(three.url, three.page()) + arc(four.url, four.page()))
    inner = zipped({"archive/data.warc.gz": crawl, "pages/pages.jsonl": b'{"format": "json-pages-1.0"}\n'})
    yield Sample.of("wacz", "crawl.wacz", inner)
    package = json.dumps({"profile": "multi-wacz-package", "resources": [{"name": "a.wacz", "path": "a.wacz"}]})
    yield Sample.of("wacz", "collection.wacz", zipped({"datapackage.json": package.encode(), "a.wacz": inner}))
    yield Sample.of("blogger", "blog-05-17-2012.xml", blogger(one, two))
    yield Sample("blogger", "Takeout", {"Takeout/Blogger/Blogs/x/feed.atom": takeout(three, four)})
    yield Sample.of("rss", "feed.rss", rss(one, two))
    yield Sample.of("atom", "feed.atom", atom(three, four))
    yield Sample.of("ghost", "ghost.json", ghost(one, two))
    posts = {f"posts/2014-01-25_{story.number}.html": _medium(story) for story in (one, two)}
    yield Sample.of("medium", "medium-export.zip", zipped(posts))
    yield Sample.of("substack", "substack.zip", substack(three, four))
    yield Sample.of("mhtml", "page.mhtml", mhtml(one))
    yield Sample.of("webarchive", "page.webarchive", webarchive(two))
    yield Sample("markdown", "notes", {"notes/خبر.md": f"---\ntitle: {one.title}\n---\n{one.paragraphs[0]}\n".encode()})
    for generator, site in SAMPLES.items():
        files = {
            f"{generator}/{path}": data if isinstance(data, bytes) else data.encode()
            for path, data in site.files.items()
        }
        yield Sample(generator, generator, files)


def zipped(members: dict[str, bytes]) -> bytes:
    """Return a zip file of *members*."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive_file:
        for name, data in members.items():
            archive_file.writestr(zipfile.ZipInfo(name, (2015, 1, 2, 0, 0, 0)), data)
    return out.getvalue()


def _html(story: Story) -> str:
    return "".join(f"<p>{text}</p>" for text in story.paragraphs)


def _single_file(story: Story) -> bytes:
    picture = f'<img alt="صورة" src="data:image/png;base64,{b64encode(PNG).decode()}">'
    page = story.page().decode().replace("<article>", f"<article>{picture}")
    return f"<!--\n Page saved with SingleFile \n url: {story.url}\n-->{page}".encode()


def _complete(story: Story) -> bytes:
    page = story.page().decode().replace("<article>", '<article><img alt="صورة" src="page_files/a.png">')
    return f"<!-- saved from url=(0042){story.url} -->{page}".encode()


def blogger(*stories: Story) -> bytes:
    """Return Blogger's export of *stories*."""
    kind = "http://schemas.google.com/blogger/2008/kind#post"
    entries = "".join(
        f"<entry><id>tag:blogger.com,1999:blog-1.post-{one.number}</id>"
        "<published>2014-01-25T10:00:00.000+01:00</published>"
        f"<category scheme='http://schemas.google.com/g/2005#kind' term='{kind}'/>"
        f"<title type='text'>{one.title}</title>"
        f"<content type='html'>{escape(_html(one))}</content><author><name>كريم</name></author>"
        f"<link rel='alternate' type='text/html' href='{one.url}'/></entry>"
        for one in stories
    )
    return (
        "<?xml version='1.0' encoding='UTF-8'?><feed xmlns='http://www.w3.org/2005/Atom'>"
        "<id>tag:blogger.com,1999:blog-1.archive</id><title type='text'>مدونة</title>"
        f"<generator version='7.00' uri='http://www.blogger.com'>Blogger</generator>{entries}</feed>"
    ).encode()


def takeout(*stories: Story) -> bytes:
    """Return *stories* as Google Takeout exports a blog."""
    entries = "".join(
        f"<entry><id>tag:blogger.com,1999:blog-1.post-{one.number}</id><blogger:type>POST</blogger:type>"
        f"<blogger:status>LIVE</blogger:status><author><name>كريم</name></author><title>{one.title}</title>"
        f"<content type='html'>{escape(_html(one))}</content><published>2014-01-25T10:00:00Z</published>"
        f"<blogger:filename>/2014/01/{one.number}.html</blogger:filename></entry>"
        for one in stories
    )
    return (
        "<?xml version='1.0' encoding='utf-8'?><feed xmlns='http://www.w3.org/2005/Atom'"
        f" xmlns:blogger='http://schemas.google.com/blogger/2018'><id>tag:blogger.com,1999:blog-1</id>{entries}</feed>"
    ).encode()


def rss(*stories: Story) -> bytes:
    """Return an RSS feed of *stories* with their whole texts."""
    items = "".join(
        f"<item><title>{one.title}</title><link>{one.url}</link><pubDate>Sat, 25 Jan 2014 10:00:00 +0000</pubDate>"
        f"<content:encoded><![CDATA[{_html(one)}]]></content:encoded></item>"
        for one in stories
    )
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        f"<channel><title>الأخبار</title><link>http://akhbar.example</link>{items}</channel></rss>"
    ).encode()


def atom(*stories: Story) -> bytes:
    """Return an Atom feed of *stories* with their whole texts."""
    entries = "".join(
        f"<entry><id>{one.url}</id><title>{one.title}</title><link href='{one.url}'/>"
        f"<published>2014-01-25T10:00:00Z</published><content type='html'>{escape(_html(one))}</content></entry>"
        for one in stories
    )
    return f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>x</title>{entries}</feed>'.encode()


def ghost(*stories: Story) -> bytes:
    """Return Ghost's export of *stories*."""
    posts = [
        {"id": f"{one.number}", "title": one.title, "slug": f"s-{one.number}", "html": _html(one), "type": "post"}
        | {"status": "published", "published_at": "2014-01-25T10:00:00.000Z"}
        for one in stories
    ]
    data = {"posts": posts, "tags": [], "users": [], "posts_tags": [], "posts_authors": []}
    return json.dumps({"db": [{"meta": {"exported_on": 1421971200000, "version": "5.2.0"}, "data": data}]}).encode()


def _medium(story: Story) -> bytes:
    return (
        f"<!DOCTYPE html><html><head><title>{story.title}</title></head><body><article class='h-entry'><header>"
        f"<h1 class='p-name'>{story.title}</h1></header><section data-field='body' class='e-content'>{_html(story)}"
        f"</section><footer><a href='{story.url}' class='p-canonical'>Canonical link</a>"
        "<time class='dt-published' datetime='2014-01-25T10:00:00.000Z'>x</time></footer></article></body></html>"
    ).encode()


def substack(*stories: Story) -> bytes:
    """Return Substack's export of *stories*."""
    table = io.StringIO()
    rows = csv.writer(table)
    rows.writerow("post_id post_date is_published email_sent_at inbox_sent_at type audience title subtitle".split())
    for one in stories:
        rows.writerow(
            [f"{one.number}.s", "2014-01-25T10:00:00.000Z", "true", "", "", "newsletter", "everyone", one.title, ""]
        )
    posts = {f"posts/{one.number}.s.html": _html(one).encode() for one in stories}
    return zipped({"posts.csv": table.getvalue().encode(), **posts})


def mhtml(story: Story) -> bytes:
    """Return a page as Chrome saves it in one file, with a picture."""
    page = quopri.encodestring(story.page().replace(b"<article>", b'<article><img src="http://akhbar.example/a.png">'))
    parts = [
        b"Content-Type: text/html\nContent-Transfer-Encoding: quoted-printable\nContent-Location: "
        + f"{story.url}\n\n".encode()
        + page,
        b"Content-Type: image/png\nContent-Transfer-Encoding: base64\nContent-Location: http://akhbar.example/a.png\n\n"
        + b64encode(PNG),
    ]
    head = (
        f"From: <Saved by Blink>\nSnapshot-Content-Location: {story.url}\nSubject: x\nMIME-Version: 1.0\n"
        'Content-Type: multipart/related;\n\ttype="text/html";\n\tboundary="--x--"\n\n'
    )
    body = b"".join(b"\n----x--\n" + part for part in parts) + b"\n----x----\n"
    return (head.encode() + body).replace(b"\n", b"\r\n")


def webarchive(story: Story) -> bytes:
    """Return a page as Safari saves it."""
    page = {"WebResourceData": story.page(), "WebResourceURL": story.url, "WebResourceMIMEType": "text/html"}
    picture = {
        "WebResourceData": PNG,
        "WebResourceURL": "http://akhbar.example/a.png",
        "WebResourceMIMEType": "image/png",
    }
    main = page | {"WebResourceTextEncodingName": "UTF-8", "WebResourceFrameName": ""}
    return plistlib.dumps({"WebMainResource": main, "WebSubresources": [picture]}, fmt=plistlib.FMT_BINARY)
