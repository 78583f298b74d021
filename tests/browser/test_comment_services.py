"""The real form, sent by Chromium without JavaScript, arrives at each service with exactly the fields it reads."""

import re
from urllib.parse import unquote
from urllib.request import HTTPErrorProcessor, Request, build_opener

import pytest

from comment_services import ENDPOINTS, HONEYPOTS, KEY, Receiver, hand_over, settings
from newsgen.cli.entry import main

HEADLINE = "الميناء يفتح أبوابه: «سنة أولى» & بعد"
ID, ADDRESS = "ميناء 7", "articles/الميناء/"
COMMENT = "قصة **جميلة**، شكرا!\r\n> متى الجزء الثاني؟ & <b>\r\n=نعم"
WORDS = {
    "comment": COMMENT,
    "author": "ليلى العلوي",
    "email": "layla@example.org",
    "url": "https://layla.example.org/؟",
}
ELSEWHERE = re.compile("^https:")
PRESETS = list(ENDPOINTS)
ARTICLE = (
    f"---\nid: {ID}\nslug: الميناء\ntitle: '{HEADLINE}'\ndate: 2022-07-18\ncomment_post_ID: '417'\n---\nفتح الميناء.\n"
)


class _Unfollowed(HTTPErrorProcessor):
    def http_response(self, _, response):
        return response


@pytest.fixture(scope="module")
def reader(chromium):
    """Open a browser page without JavaScript."""
    with chromium.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 800}) as context:
        context.set_default_timeout(60_000)  # a busy machine may be slow
        yield context.new_page()


@pytest.fixture(params=PRESETS)
def preset(request):
    """Return each preset in turn."""
    return request.param


@pytest.fixture
def service(preset, reader, tmp_path):
    """Build a site whose form sends to the service, and open its article; return the service."""
    receiver = Receiver(preset, str(tmp_path / "site"))
    with receiver.start() as server:
        base = f"http://127.0.0.1:{receiver.port}/"
        (tmp_path / "content" / "articles").mkdir(parents=True)
        (tmp_path / "content" / "articles" / "a.md").write_text(ARTICLE, encoding="utf-8")
        text = f"font: system\nbase_url: {base}\n{settings(preset)}"
        (tmp_path / "content" / "site.yml").write_text(text, encoding="utf-8")
        assert main(["build", "--root", str(tmp_path)]) == 0

        def pass_on(route):
            """Carry a request for the service's own host to the receiver, as the network would."""
            asked = route.request
            path = asked.url.partition("://")[2].partition("/")[2]
            headers = {"Content-Type": asked.headers["content-type"]}
            request = Request(f"{base}{path}", asked.post_data_buffer, headers)
            answer = build_opener(_Unfollowed).open(request)
            route.fulfill(status=answer.status, headers=dict(answer.headers), body=answer.read())

        reader.route(ELSEWHERE, pass_on)
        reader.goto(f"{base}{ADDRESS}")
        yield receiver
        reader.unroute(ELSEWHERE, pass_on)
        server.shutdown()


def send(reader, service):
    """Write the comment and send it; a form by mail is sent to the receiver, because no mail program is here."""
    if service.preset == "mailto":
        reader.locator("form").evaluate("form => form.action = '/mail'")
    for name, words in WORDS.items():
        reader.fill(f"#form-{name}", words.replace("\r\n", "\n"))
    with reader.expect_navigation():
        reader.click("button[type=submit]")


def expected(service):
    """Return the fields that the service must receive, in any order."""
    home = f"http://127.0.0.1:{service.port}/"
    address = f"{home}{ADDRESS}"
    plain = dict(zip(("message", "name", "email", "url"), WORDS.values(), strict=True))
    about = {"article": ID, "address": address}
    return {
        "wordpress": WORDS
        | {"comment_post_ID": "417", "comment_parent": "0", "ak_hp_textarea": "", "redirect_to": f"{home}thanks/"},
        "staticman": {f"fields[{name}]": value for name, value in plain.items()}
        | {"fields[subject]": "", "options[slug]": ID}
        | {"options[origin]": address, "options[redirect]": f"{home}thanks/"},
        "netlify": plain | about | {"form-name": "comments", "bot-field": "", "subject": HEADLINE},
        "formspree": plain | about | {"_gotcha": "", "_subject": HEADLINE, "_next": f"{home}thanks/"},
        "web3forms": plain | about | {"access_key": KEY, "subject": HEADLINE, "redirect": f"{home}thanks/"},
        "mailto": WORDS | about,
    }[service.preset]


def test_exactly_these_fields_arrive(reader, service):
    """Arabic, line breaks and signs arrive unchanged, with the article's id and address, and nothing else."""
    send(reader, service)
    (post,) = service.posts
    sent = {name: unquote(value) if value.startswith("http://") else value for name, value in post.fields.items()}
    assert sent == expected(service)
    assert post.type == ("text/plain" if service.preset == "mailto" else "application/x-www-form-urlencoded")
    endpoint = ENDPOINTS[service.preset]
    if service.preset != "mailto":
        assert f"https://host{post.path}".endswith((endpoint or "/thanks/").partition("://")[2].partition("/")[2])
    assert service.kept == service.posts


def test_a_reader_is_thanked(reader, service):
    """After sending, the site says in Arabic what happens next; only a mail program shows no page of the site."""
    send(reader, service)
    if service.preset != "mailto":
        assert reader.url == f"http://127.0.0.1:{service.port}/thanks/"
        assert "شكرا" in reader.locator("h1").inner_text()
        assert "سيُقرأ قبل نشره" in reader.locator("main").inner_text()
        assert reader.locator("meta[name=robots]").get_attribute("content") == "noindex"


def test_a_robot_is_caught(reader, service):
    """A field that no reader sees, hears or reaches by keyboard makes the service drop what fills it in."""
    if service.preset == "mailto":
        assert reader.locator("form [aria-hidden] input").count() == 0  # a robot cannot send a mail with a form
        return
    trap = reader.locator(f'[name="{HONEYPOTS[service.preset]}"]')
    assert trap.count() == 1
    box = trap.locator("xpath=ancestor::p").bounding_box()
    assert box["width"] <= 1
    assert box["height"] <= 1
    assert trap.locator("xpath=ancestor::*[@aria-hidden='true']").count() == 1
    assert reader.get_by_role("textbox").count() + reader.get_by_role("checkbox").count() == 4
    reader.locator("#form-comment").focus()
    reached = []
    for _ in range(30):
        reader.keyboard.press("Shift+Tab")
        reached.append(reader.evaluate("document.activeElement.name || ''"))
    assert HONEYPOTS[service.preset] not in reached
    trap.evaluate("field => field.type === 'checkbox' ? field.checked = true : field.value = 'x'")
    send(reader, service)
    assert len(service.posts) == 1
    assert service.kept == []


def comments(root, *arguments):
    """Run `newsgen comments` in the project at *root*; return its exit code."""
    return main(["comments", *map(str, arguments), "--root", str(root)])


def files_below(folder):
    """Return the bytes of all files below *folder*, by path."""
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_comment_comes_home(reader, service, tmp_path):
    """What was sent is imported once, waits for approval, and is then on the page, without the e-mail address."""
    send(reader, service)
    files = hand_over(service.preset, service.kept, tmp_path / "export")
    content = tmp_path / "content"
    for file in files:
        assert comments(tmp_path, "import", file) == 0
    (kept,) = (content / "comments" / ID).iterdir()
    before = files_below(content)
    for file in files:
        assert comments(tmp_path, "import", file) == 0
    assert files_below(content) == before

    assert main(["build", "--root", str(tmp_path)]) == 0
    reader.goto(f"http://127.0.0.1:{service.port}/{ADDRESS}")
    assert reader.locator('[id^="comment-"]').count() == 0
    assert comments(tmp_path, "approve", f"{ID}/{kept.stem}") == 0
    assert main(["build", "--root", str(tmp_path)]) == 0
    reader.goto(f"http://127.0.0.1:{service.port}/{ADDRESS}")
    (comment,) = reader.locator('[id^="comment-"]').all()
    words = comment.inner_html()
    assert "<strong>جميلة</strong>" in words
    assert (
        "متى الجزء الثاني؟ &amp;" if service.preset == "wordpress" else "متى الجزء الثاني؟ &amp; &lt;b&gt;"
    ) in words
    assert "ليلى العلوي" in comment.inner_text()
    assert comment.locator(f'a[href="{WORDS["url"]}"]').get_attribute("rel") == "nofollow noopener ugc"
    for folder in (content, tmp_path / "site"):
        assert not [path for path, data in files_below(folder).items() if WORDS["email"].encode() in data]
