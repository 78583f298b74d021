from urllib.parse import parse_qsl, quote

import pytest

from sample_sites import PAGES

ENDPOINT = "https://comments.example.org/wp-comments-post.php"
WORDS = {
    "comment": "قصة جميلة، شكرا!\nسؤال: «متى الجزء الثاني؟» & <b>",
    "author": "ليلى العلوي",
    "email": "layla@example.org",
    "url": "https://layla.example.org/؟",
}


@pytest.fixture(scope="module")
def reader(visitor):
    """Open a browser page without JavaScript."""
    return visitor(java_script_enabled=False, viewport={"width": 1280, "height": 800})


@pytest.fixture
def posted(reader):
    """Return the list of requests that are posted to any address; each is answered with a short page."""
    posts = []

    def thank(route):
        if route.request.method == "POST":
            posts.append(route.request)
            route.fulfill(content_type="text/html; charset=utf-8", body="<h1>شكرا</h1>")
        else:
            route.continue_()

    reader.route("**/*", thank)
    yield posts
    reader.unroute("**/*", thank)


def fill(reader, words):
    """Write *words* into the form and leave the other fields empty."""
    for name in WORDS:
        reader.fill(f"#form-{name}", words.get(name, ""))


def test_a_form_posts_what_wordpress_reads(reader, posted):
    """Without JavaScript a comment in Arabic is sent complete, as UTF-8, under WordPress's field names."""
    reader.goto(quote(PAGES["visitors' comments"]))
    fill(reader, WORDS)
    reader.click("button[type=submit]")
    reader.wait_for_selector("text=شكرا")
    (post,) = posted
    assert post.url == ENDPOINT
    assert post.headers["content-type"] == "application/x-www-form-urlencoded"
    sent = dict(parse_qsl(post.post_data, encoding="utf-8", errors="strict"))
    hidden = {"comment_post_ID": "حارس & المنارة", "comment_parent": "0"}
    assert sent.pop("ak_hp_textarea", "") == ""
    assert sent == hidden | WORDS | {"comment": WORDS["comment"].replace("\n", "\r\n")}


@pytest.mark.parametrize(
    "words",
    [
        {},
        {key: WORDS[key] for key in ("author", "email")},
        {key: WORDS[key] for key in ("comment", "email")},
        {key: WORDS[key] for key in ("comment", "author")},
        WORDS | {"email": "ليس بريدا"},
        WORDS | {"url": "ليس عنوانا"},
    ],
    ids=["nothing", "no comment", "no name", "no e-mail", "a wrong e-mail", "a wrong address"],
)
def test_a_form_that_is_not_complete_is_not_posted(reader, posted, words):
    """Without JavaScript the browser itself does not send a form that WordPress would refuse."""
    reader.goto(quote(PAGES["visitors' comments"]))
    fill(reader, words)
    reader.click("button[type=submit]")
    assert reader.locator(".respond :is(input, textarea):invalid").first.evaluate("e => e === document.activeElement")
    fill(reader, WORDS)  # a delayed first request would be posted before this one
    reader.click("button[type=submit]")
    reader.wait_for_selector("text=شكرا")
    assert len(posted) == 1


def test_the_site_may_be_left_out(reader, posted):
    """Only the fields with a star are required."""
    reader.goto(quote(PAGES["visitors' comments"]))
    fill(reader, {key: WORDS[key] for key in ("comment", "author", "email")})
    reader.click("button[type=submit]")
    reader.wait_for_selector("text=شكرا")
    assert dict(parse_qsl(posted[0].post_data, keep_blank_values=True))["url"] == ""


@pytest.mark.parametrize("name", ["seed's article", "closed comments"])
def test_an_archived_form_takes_nothing(reader, posted, name):
    """A form that is only a record cannot be filled in, reached by keyboard or sent."""
    reader.goto(quote(PAGES[name]))
    controls = reader.locator(".respond :is(input, textarea, button)")
    assert controls.count() == 5
    assert all(control.is_disabled() for control in controls.all())
    assert reader.locator("main form, .respond form").count() == 0
    assert reader.locator(".respond .notice").is_visible()
    assert not controls.first.is_visible()
    reader.click(".respond summary")
    assert controls.first.is_visible()
    reader.click(".respond button", force=True)
    reader.goto(quote(PAGES[name]))
    assert posted == []


def test_a_form_by_mail_opens_the_readers_own_program(reader):
    """A comment by mail is plain text to the site's e-mail address, with the headline as its subject."""
    reader.goto(quote(PAGES["comments by mail"]))
    form = reader.locator(".respond form")
    assert form.get_attribute("action").startswith("mailto:desk@example.org?subject=%D8%A7%D9%84%D8%AC%D8%B3%D8%B1")
    assert form.get_attribute("enctype") == "text/plain"
    assert form.get_attribute("method") == "post"


@pytest.mark.parametrize("name", ["visitors' comments", "seed's article", "comments by mail", "closed comments"])
def test_every_field_has_a_label_that_stays(reader, name):
    """A label names its field and stays visible while the field is filled in; the e-mail field has its note."""
    reader.goto(quote(PAGES[name]))
    for summary in reader.locator(".respond summary").all():
        summary.click()
    for label, field in (
        ("التعليق", "comment"),
        ("الاسم", "author"),
        ("البريد الإلكتروني", "email"),
        ("الموقع", "url"),
    ):
        found = reader.get_by_label(label)
        assert found.get_attribute("name") == field
        assert found.get_attribute("placeholder") is None
        assert reader.locator(f"label[for={found.get_attribute('id')}]").is_visible()
    note = reader.locator("#form-email").get_attribute("aria-describedby")
    assert "بريدك" in reader.locator(f"#{note}").inner_text()


def test_fields_tell_the_browser_what_they_are(reader):
    """A browser can fill in name, e-mail and site automatically, each in its own direction."""
    reader.goto(quote(PAGES["visitors' comments"]))
    hints = {name: reader.locator(f"#form-{name}").get_attribute("autocomplete") for name in WORDS}
    assert hints == {"comment": None, "author": "name", "email": "email", "url": "url"}
    for name, direction in (("comment", "rtl"), ("author", "rtl"), ("email", "ltr"), ("url", "ltr")):
        field = reader.locator(f"#form-{name}")
        field.fill("نص" if direction == "rtl" else "x")
        assert field.evaluate("e => getComputedStyle(e).direction") == direction
