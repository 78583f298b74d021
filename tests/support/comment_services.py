"""Stand for the services that receive comments: keep what a form posts, answer like them, and write their exports."""

import csv
import io
import json
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qsl, quote
from xml.sax.saxutils import escape

KEY = "1b4e28ba-2fa1-11d2-883f-0016d3cca427"
ENDPOINTS = {
    "wordpress": "https://127.0.0.1/wp-comments-post.php",
    "staticman": "https://staticman.example.org/v3/entry/github/desk/archive/main/comments",
    "netlify": None,
    "formspree": "https://formspree.io/f/xyzabcde",
    "web3forms": "https://api.web3forms.com/submit",
    "mailto": "desk@example.org",
}
"""Where the form of each preset posts; Netlify's posts to the site itself. WordPress runs on the site's own host."""
HONEYPOTS = {
    "wordpress": "ak_hp_textarea",
    "staticman": "fields[subject]",
    "netlify": "bot-field",
    "formspree": "_gotcha",
    "web3forms": "botcheck",
}
NEXT = {
    "wordpress": "redirect_to",
    "staticman": "options[redirect]",
    "formspree": "_next",
    "web3forms": "redirect",
}
"""The field with the page that a service shows next."""
MOMENT = "2026-11-27T10:15:00Z"
"""When every comment arrives."""


def settings(preset):
    """Return the setting `comment_form` of a site whose comments go to a service."""
    lines = [f"preset: {preset}"]
    lines += [f"endpoint: {ENDPOINTS[preset]}"] if ENDPOINTS[preset] else []
    lines += [f"key: {KEY}"] if preset == "web3forms" else []
    return "comment_form:\n" + "".join(f"  {line}\n" for line in lines)


@dataclass(frozen=True)
class Post:
    """What a form posted."""

    path: str
    type: str
    fields: dict[str, str]
    """In the order of the form."""
    text: str
    """As it was sent."""


@dataclass
class Receiver:
    """A service on loopback that receives comments, and the server of the site whose form sends them."""

    preset: str
    folder: str
    posts: list[Post] = field(default_factory=list)
    """All that arrived."""
    port: int = 0

    @property
    def kept(self):
        """The posts that the service keeps: those whose honeypot is empty."""
        return [post for post in self.posts if not post.fields.get(HONEYPOTS.get(self.preset, ""))]

    def receive(self, path, kind, data):
        """Keep what was posted; return the URL of the next page, or None to answer with a page."""
        text = data.decode()
        pairs = parse_qsl(text, keep_blank_values=True, strict_parsing=True) if "urlencoded" in kind else _mail(text)
        assert len({name for name, _ in pairs}) == len(pairs)
        self.posts.append(Post(path, kind, dict(pairs), text))
        return self.posts[-1].fields.get(NEXT.get(self.preset, ""))

    def start(self):
        """Serve the site and receive comments on a free port until the returned server is closed."""
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, receiver=self, directory=self.folder))
        server.daemon_threads = True
        self.port = server.server_port
        Thread(target=server.serve_forever, daemon=True).start()
        return server


def _mail(text):
    """Return the fields in a form of the type text/plain, as a mail program shows it."""
    pairs, name = [], None
    for line in text.removesuffix("\r\n").split("\r\n"):
        key, sign, value = line.partition("=")
        if sign and key in {"article", "address", "comment", "author", "email", "url"}:
            name = key
            pairs.append([key, value])
        elif name:
            pairs[-1][1] += f"\r\n{line}"
    return [tuple(pair) for pair in pairs]


class _Handler(SimpleHTTPRequestHandler):
    def __init__(self, *arguments, receiver, **named):
        self.receiver = receiver
        super().__init__(*arguments, **named)

    def do_POST(self):
        data = self.rfile.read(int(self.headers["Content-Length"]))
        to = self.receiver.receive(self.path, self.headers["Content-Type"], data)
        if to:
            self.send_response(303)
            self.send_header("Location", quote(to, safe="/:?#&=%"))
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            self.do_GET()  # Netlify answers with the page that was posted to

    def send_error(self, *_):
        data = "<!doctype html><title>.</title><h1>وصل التعليق</h1>".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        pass


# The files in which each service hands over what arrived


def exports(preset, posts):
    """Return the files in which a service hands over the comments that it keeps, by path."""
    return _EXPORTS[preset](posts)


def hand_over(preset, posts, folder):
    """Write the files of `exports` into *folder*; return their paths, those that one import should read."""
    paths = []
    for path, data in exports(preset, posts).items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        paths.append(file)
    return paths


def _rows(posts, *left_out):
    """Return the fields that a service stores: not those by which it is told what to do."""
    known = {*left_out, *HONEYPOTS.values(), "_subject", "_next", "access_key", "redirect", "form-name"}
    return [{name: value for name, value in post.fields.items() if name not in known} for post in posts]


def _csv(rows):
    file = io.StringIO()
    writer = csv.DictWriter(file, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue().encode()


def _netlify(posts):
    about = {"ip": "192.0.2.7", "user_agent": "Mozilla/5.0", "referrer": "", "created_at": MOMENT}
    return {"comments.csv": _csv([row | about for row in _rows(posts)])}


def _formspree(posts):
    rows = [{"_date": MOMENT} | row for row in _rows(posts)]
    document = {"ok": True, "fields": list(rows[0]), "submissions": rows}
    return {"formspree.csv": _csv(rows), "formspree.json": json.dumps(document, ensure_ascii=False).encode()}


def _web3forms(posts):
    rows = [row | {"created_at": MOMENT} for row in _rows(posts)]
    return {"web3forms.csv": _csv(rows), "web3forms.json": json.dumps(rows, ensure_ascii=False).encode()}


def _staticman(posts):
    """Return a file of YAML and one of JSON for each comment, in the folder of its slug; the e-mail is hashed."""
    files = {}
    for number, post in enumerate(posts):
        stored = {"_id": f"6b5a2f60-0000-11ef-8000-{number:012}"}
        stored |= {name[7:-1]: value for name, value in post.fields.items() if name.startswith("fields[") and value}
        stored |= {"email": "0bc83cb571cd1c50ba6f3e8a78ef1346", "date": MOMENT}
        folder = f"comments/{post.fields['options[slug]']}/entry{1_795_774_500_000 + number}"
        files[f"{folder}.yml"] = "".join(f"{key}: {json.dumps(stored[key], ensure_ascii=False)}\n" for key in stored)
        files[f"{folder}.json"] = json.dumps(stored, ensure_ascii=False)
    return {path: text.encode() for path, text in files.items()}


def _wordpress(posts):
    """Return an export of WordPress with the post of each article and its comments, which wait for approval."""
    items = []
    for post in {post.fields["comment_post_ID"]: post for post in posts}.values():
        number = post.fields["comment_post_ID"]
        own = [one.fields for one in posts if one.fields["comment_post_ID"] == number]
        comments = "".join(
            f"<wp:comment><wp:comment_id>{key}</wp:comment_id>"
            f"<wp:comment_author>{escape(one['author'])}</wp:comment_author>"
            f"<wp:comment_author_email>{escape(one['email'])}</wp:comment_author_email>"
            f"<wp:comment_author_url>{escape(one['url'])}</wp:comment_author_url>"
            f"<wp:comment_date_gmt>{MOMENT[:10]} {MOMENT[11:19]}</wp:comment_date_gmt>"
            f"<wp:comment_content>{escape(one['comment'])}</wp:comment_content>"
            "<wp:comment_approved>0</wp:comment_approved><wp:comment_type>comment</wp:comment_type>"
            f"<wp:comment_parent>{escape(one['comment_parent'])}</wp:comment_parent></wp:comment>"
            for key, one in enumerate(own, 1)
        )
        items.append(
            f"<item><title>.</title><wp:post_id>{escape(number)}</wp:post_id><wp:post_type>post</wp:post_type>"
            f"<wp:status>publish</wp:status><content:encoded></content:encoded>{comments}</item>"
        )
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/">'
        "<channel><wp:wxr_version>1.2</wp:wxr_version>"
    )
    return {"wordpress.xml": f"{head}{''.join(items)}</channel></rss>\n".encode()}


def _mailto(posts):
    """Return each comment as the message that a mail program saves."""
    files = {}
    for number, post in enumerate(posts, 1):
        message = EmailMessage()
        message["From"] = "Layla <layla@example.org>"
        message["Subject"] = "قصة الميناء"
        message["Date"] = "Fri, 27 Nov 2026 11:15:00 +0100"
        message.set_content(post.text)
        files[f"mail {number}.eml"] = message.as_bytes(policy=SMTP)
    return files


_EXPORTS = {
    "wordpress": _wordpress,
    "staticman": _staticman,
    "netlify": _netlify,
    "formspree": _formspree,
    "web3forms": _web3forms,
    "mailto": _mailto,
}
