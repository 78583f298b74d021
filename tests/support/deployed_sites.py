"""Small finished sites, and one target of each kind on this machine to publish them to."""

import hashlib
import os
import shutil
import socket
import subprocess
import time
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest

import requirements
from buckets import REGION, bucket_server, client
from newsgen.check.checks import CHECKS
from newsgen.filesystem import sha256
from newsgen.model.receipt import RECEIPT, ArticleSources, Receipt, serialise

KINDS = ("folder", "git", "rsync", "s3")
_NUMBERS = count()
"""So that each target in the store has a prefix of its own."""
_MOVED = '<!doctype html><title>x</title>\n<meta http-equiv="refresh" content="0; url=../../articles/%s/">\n'


KNOWN = {}
"""The content of files by its MD5 digest, so that a store need not be asked for each."""


def _remember(contents):
    KNOWN.update((hashlib.md5(data).hexdigest(), data) for data in contents)


def _article(number, text):
    return f"<!doctype html><title>مقال {number}</title><p>{text}</p>".encode()


def site_files(edition=1):
    """Return the files of a site by their paths; edition 2 differs in a few, some with the same size."""
    numbers = range(8) if edition == 1 else range(2, 10)
    titles = {number: f"خبر-{number}" for number in numbers}
    titles |= {3: 'عنوان "بين قوسين"', 5: "it's 100% [سؤال]* ؟", 7: "#&+=~ back\\slash"}
    files = {f"articles/{titles[n]}/index.html": _article(n, f"نص {edition if n == 4 else 0}") for n in numbers}
    files |= {f"a/x{n}/index.html": (_MOVED % titles[n]).encode() for n in numbers if n % 2}
    listed = "".join(f"<li>{title}" for title in titles.values())
    files |= {
        "index.html": f"<!doctype html><title>الرئيسية</title>{listed}".encode(),
        "404.html": b"<!doctype html><title>404</title>",
        "sections/مجتمع/index.html": listed.encode(),
        "sections/مجتمع/feed.xml": f"<feed>{listed}</feed>".encode(),
        "feed.xml": f"<feed>{listed}</feed>".encode(),
        "feed.json": f'["{edition}"]'.encode(),
        "sitemap.xml": f"<urlset>{listed}</urlset>".encode(),
        "robots.txt": b"User-agent: *\n",
        "_redirects": b"/old/ /new/ 301\n",
        f"assets/style.{edition:010x}.css": f"p{{order:{edition}}}".encode(),
        "assets/font.0123456789.woff2": bytes(range(256)) * 20,
        "media/صورة الميناء.00000000aa.png": b"\x89PNG\r\n\x1a\n" + bytes(2000),
        "articles/خبر-2/source.txt": "التقاط\r\n".encode(),
    }
    return dict(sorted(files.items()))


def write_site(site, files, drafts=()):
    """Replace the folder *site* by a site with these files and its receipt; return all its files."""
    shutil.rmtree(site, ignore_errors=True)
    articles = {
        path.split("/")[1]: ArticleSources(path.removesuffix("index.html"), {})
        for path in files
        if path.startswith("articles/") and path.endswith("index.html")
    }
    receipt = serialise(Receipt({path: sha256(data) for path, data in sorted(files.items())}, articles, drafts))
    whole = {**files, RECEIPT: receipt}
    _remember(whole.values())
    for path, data in whole.items():
        file = site / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    return whole


def settings_text(settings):
    """Return a site.yml with a target that has these *settings*, and without checks, which such a site would fail."""
    return f"check: {{skip: [{', '.join(CHECKS)}]}}\ndeploy:\n  live: {settings}\n"


def files_below(folder):
    """Return the content of each file below *folder* by its path."""
    found = (file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in found}


class FolderPlace:
    """A local folder."""

    kind, extras = "folder", {}

    def __init__(self, base):
        """Make a target in *base*."""
        self.folder = base / "published في مجلد"
        self.settings = f"{{to: folder, path: '{self.folder}'}}"

    def files(self):
        """Return the content of all files at the target by their paths."""
        return files_below(self.folder)

    def folders(self):
        """Return the folders at the target that are empty."""
        return [folder for folder in self.folder.rglob("*") if folder.is_dir() and not any(folder.iterdir())]

    def put(self, path, data):
        """Put a file of somebody else there."""
        (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / path).write_bytes(data)

    def delete(self, path):
        """Delete a file there."""
        (self.folder / path).unlink()

    def clear(self):
        """Delete everything there."""
        shutil.rmtree(self.folder, ignore_errors=True)


class RsyncPlace(FolderPlace):
    """A folder that a daemon of rsync serves."""

    kind = "rsync"

    def __init__(self, base, port):
        """Make a target in *base*, which the daemon at *port* serves."""
        super().__init__(base)
        self.settings = f"{{to: rsync, destination: 'rsync://127.0.0.1:{port}/site/{self.folder.name}/'}}"


class GitPlace:
    """A branch of a bare repository."""

    kind, extras = "git", {".nojekyll": b"", "CNAME": b"xn--igbicxr.example.org\n"}

    def __init__(self, base):
        """Make a target in *base*."""
        self.repository = base / "bare خزنة.git"
        self.settings = f"{{to: git, remote: '{self.repository}', domain: أخبار.example.org}}"
        self.clear()

    def git(self, *arguments, **options):
        """Run git in the repository and return what it prints."""
        names = ("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL")
        environment = {**os.environ, **dict.fromkeys(names, "desk"), "GIT_DIR": str(self.repository)}
        return subprocess.run(["git", *arguments], check=True, capture_output=True, env=environment, **options).stdout

    def files(self):
        """Return the content of all files of the branch by their paths."""
        if not self.git("branch", "--list", "gh-pages"):
            return {}
        found = {}
        for entry in self.git("ls-tree", "-r", "-z", "gh-pages").decode().rstrip("\0").split("\0"):
            facts, _, path = entry.partition("\t")
            found[path] = facts.split(" ")[2]
        data = self.git("cat-file", "--batch", input="\n".join(found.values()).encode())
        for path in found:
            head, _, data = data.partition(b"\n")
            size = int(head.rsplit(b" ", 1)[1])
            found[path], data = data[:size], data[size + 1 :]
        return found

    def folders(self):
        """Return nothing: git has no empty folders."""
        return []

    def put(self, path, data):
        """Commit a file of somebody else to the branch."""
        self._commit([f"M 100644 inline {path}\ndata {len(data)}\n".encode() + data + b"\n"])

    def delete(self, path):
        """Commit the removal of a file."""
        self._commit([f"D {path}\n".encode()])

    def _commit(self, changes):
        former = self.git("branch", "--list", "gh-pages")
        start = b"from refs/heads/gh-pages^0\n" if former else b""
        head = b"commit refs/heads/gh-pages\ncommitter desk <desk@localhost> 1 +0000\ndata 1\nx\n"
        self.git("fast-import", "--quiet", input=b"".join([head, start, *changes]))

    def clear(self):
        """Delete everything there."""
        shutil.rmtree(self.repository, ignore_errors=True)
        subprocess.run(["git", "init", "--quiet", "--bare", str(self.repository)], check=True)


class BucketPlace:
    """A prefix in a bucket of a store that verifies signatures."""

    kind, extras = "s3", {}

    def __init__(self, url, credentials, prefix):
        """Make a target in the store at *url*."""
        self.prefix, self.client = prefix, client(url, credentials)
        self.settings = f"{{to: s3, bucket: archive, prefix: {prefix}, endpoint: '{url}', region: {REGION}}}"

    def files(self):
        """Return the content of all objects below the prefix by their paths."""
        return {path: KNOWN[digest] for path, digest in self.digests().items()}

    def digests(self):
        """Return the MD5 digest of the content of each object by its path, as the store has computed it."""
        listed = self.client.list_objects_v2(Bucket="archive", Prefix=f"{self.prefix}/").get("Contents", ())
        return {one["Key"].removeprefix(f"{self.prefix}/"): one["ETag"].strip('"') for one in listed}

    def folders(self):
        """Return nothing: a store has no folders."""
        return []

    def put(self, path, data):
        """Store an object of somebody else."""
        _remember([data])
        self.client.put_object(Bucket="archive", Key=f"{self.prefix}/{path}", Body=data)

    def delete(self, path):
        """Delete an object."""
        self.client.delete_object(Bucket="archive", Key=f"{self.prefix}/{path}")

    def clear(self):
        """Delete everything there."""
        keys = [{"Key": f"{self.prefix}/{path}"} for path in self.digests()]
        if keys:
            self.client.delete_objects(Bucket="archive", Delete={"Objects": keys})


@contextmanager
def rsync_daemon(folder, more=""):
    """Yield the port of a daemon of rsync on loopback whose module `site` is *folder*."""
    requirements.program("rsync")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = f"uid = {os.getuid()}\ngid = {os.getgid()}\n" if os.getuid() == 0 else ""
    config = folder.with_suffix(".conf")
    config.write_text(
        f"address = 127.0.0.1\nport = {port}\nuse chroot = no\nreverse lookup = no\n{own}"
        f"log file = {folder.with_suffix('.log')}\n"
        f"[site]\npath = {folder}\nread only = no\n{more}"
    )
    command = ["rsync", "--daemon", "--no-detach", f"--config={config}"]
    daemon = subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(500):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.01)
        yield port
    finally:
        daemon.terminate()
        daemon.wait()


@contextmanager
def target_of(kind, base: Path):
    """Yield a target of the *kind* in the folder *base*; credentials are in the environment meanwhile."""
    if kind == "folder":
        yield FolderPlace(base)
    elif kind == "git":
        requirements.program("git")
        yield GitPlace(base)
    elif kind == "rsync":
        served = base / "served"
        served.mkdir()
        with rsync_daemon(served) as port:
            yield RsyncPlace(served, port)
    else:
        with bucket_server() as (url, credentials), pytest.MonkeyPatch.context() as patch:
            for name, value in credentials.items():
                patch.setenv(name, value)
            yield BucketPlace(url, credentials, f"أرشيف-{next(_NUMBERS)}")
