"""`_headers` sends each page the strictest policy that it satisfies, and means the same on every host that reads it."""

import re
from dataclasses import replace
from urllib.parse import quote

import pytest

from comment_services import ENDPOINTS, settings
from header_hosts import HOSTS, LONGEST_LINE, MOST_RULES, parsed
from newsgen.model.article import Image, StandalonePage
from newsgen.model.body_links import remote_schemes
from newsgen.model.config import SITE_FILE
from newsgen.model.form_target import FormTarget
from newsgen.pages.hosts.security_headers import page_policy
from sample_records import CONFIG, an_article
from sample_sites import SERVED_AT, built

POLICY, CACHE = "Content-Security-Policy", "Cache-Control"
MD = "---\ntitle: الميناء يفتح\n---\n\nفتح الميناء.\n\n{}\n"


@pytest.fixture(scope="module")
def rich(tmp_path_factory):
    """Return the site with every feature."""
    return built("rich", tmp_path_factory)


def directives(policy):
    """Return a policy's sources by directive."""
    return {name: rest for name, *rest in (one.split() for one in policy.split(";"))}


def policy_of(project, path="/", body="", config=""):
    """Build a project of one article; return the directives that a page gets, the same on each host."""
    project.write(SITE_FILE, f"font: system\n{config}")
    project.write("content/articles/a.md", MD.format(body))
    assert project.build().code == 0
    text = project.read("_headers")
    first, *others = [host(text, path)[POLICY] for host in HOSTS]
    assert set(others) == {first}
    return directives(first)


@pytest.mark.parametrize("host", HOSTS)
def test_every_file_of_a_rich_site_gets_its_headers_on_each_host(rich, host):
    """Pages get one strict policy, the search and its worker the one that they need, and named digests a long cache."""
    text = (rich / "_headers").read_text(encoding="utf-8")
    files = [file.relative_to(rich).as_posix() for file in rich.rglob("*") if file.is_file()]
    strict = host(text, quote(SERVED_AT["rich"]))[POLICY]
    assert "script-src" not in directives(strict)
    assert len(files) > 100
    for file in [*files, "no/such/page/"]:
        address = file.removesuffix("index.html")
        headers = host(text, quote(f"{SERVED_AT['rich']}{address}"))
        if re.match(r"search/\d+/", address):  # no document
            headers.pop(POLICY, None)
        else:
            searches = address == "search/" or address.startswith("assets/search-index.")
            assert (headers[POLICY] == strict) != searches, address
        assert headers["X-Content-Type-Options"] == "nosniff"
        is_named_by_digest = re.match(r"(?:assets|media)/.*\.[0-9a-f]{10}\.\w+$|assets/social/", address)
        assert headers[CACHE] == (
            "public, max-age=31536000, immutable" if is_named_by_digest else "public, max-age=0, must-revalidate"
        )


def test_the_search_may_run_the_site_s_own_scripts_alone(rich):
    """No inline script, no code from text, and nothing of another site."""
    text = (rich / "_headers").read_text(encoding="utf-8")
    for host in HOSTS:
        found = directives(host(text, quote(f"{SERVED_AT['rich']}search/"))[POLICY])
        assert found["script-src"] == ["'self'", "'wasm-unsafe-eval'"]
        assert found["connect-src"] == found["worker-src"] == ["'self'"]
        assert found["default-src"] == found["base-uri"] == found["frame-ancestors"] == ["'none'"]


def test_a_page_allows_nothing_that_it_does_not_need(project):
    """A site without search, comments and pictures of other sites has no form, no script and no other host."""
    assert policy_of(project) == {
        "default-src": ["'none'"],
        "base-uri": ["'none'"],
        "font-src": ["'self'"],
        "form-action": ["'none'"],
        "frame-ancestors": ["'none'"],
        "img-src": ["'self'"],
        "media-src": ["'self'"],
        "style-src": ["'self'"],
    }


def test_the_file_is_within_the_limits_of_hosts(rich):
    """Cloudflare Pages reads so many rules and such long lines, and keeps only the last rule of each path."""
    text = (rich / "_headers").read_text(encoding="utf-8")
    paths = [rule.path for rule in parsed(text)]
    assert len(paths) == len(set(paths)) < MOST_RULES
    assert max(map(len, text.splitlines())) < LONGEST_LINE
    assert all(path.count("*") <= 1 and path.isascii() for path in paths)


def test_another_search_folder_is_no_search(rich):
    """A page whose address only begins like that of the search or its files keeps the strict policy and short cache."""
    text = (rich / "_headers").read_text(encoding="utf-8")
    for host in HOSTS:
        strict = host(text, quote(SERVED_AT["rich"]))
        for name in ("searching/", "assets-list/", "media-kit/"):
            headers = host(text, quote(f"{SERVED_AT['rich']}{name}"))
            assert headers[POLICY] == strict[POLICY]
            assert headers.get(CACHE, strict[CACHE]) == strict[CACHE]  # without a rule it is the hosts' own, the same


@pytest.mark.parametrize(
    ("body", "sources"),
    [
        ("![قارب](https://old.example.org/a.jpg)", ["https:"]),
        ("![قارب](http://old.example.org/a.jpg)", ["http:"]),
        ("![قارب](//old.example.org/a.jpg) ![شبكة](HTTP://old.example.org/b.jpg)", ["http:", "https:"]),
        ("[قارب](https://old.example.org/a.jpg)", []),
    ],
)
def test_pictures_of_other_sites_are_allowed_if_there_are_any(project, body, sources):
    """By scheme, because sites of old newspapers redirect; a link loads nothing."""
    assert policy_of(project, body=body)["img-src"] == ["'self'", *sources]


def test_a_picture_of_another_site_that_comes_or_goes_changes_the_policy(project):
    """An incremental build then writes what a clean build writes."""
    assert policy_of(project)["img-src"] == ["'self'"]
    assert policy_of(project, body="![قارب](https://old.example.org/a.jpg)")["img-src"] == ["'self'", "https:"]
    incremental = project.files()
    assert project.build("--clean").code == 0
    assert project.files() == incremental
    assert policy_of(project)["img-src"] == ["'self'"]


def test_the_picture_above_an_article_and_pictures_of_pages_count_too():
    """A record shows its own picture beside those of its text."""
    assert remote_schemes(an_article(image=Image("http://old.example.org/a.jpg"))) == ("http",)
    assert remote_schemes(an_article(image=Image("boat.jpg"))) == ()
    page = StandalonePage("about", "content/pages/about.md", "عن", '<p><img src="https://a.example/b.png" alt=""></p>')
    assert remote_schemes(page) == ("https",)


def test_a_page_that_shows_a_remote_picture_counts(project):
    """Also if it is no article."""
    project.write("content/pages/about.md", "---\ntitle: عن\n---\n\n![قارب](https://old.example.org/a.jpg)\n")
    assert policy_of(project)["img-src"] == ["'self'", "https:"]


TARGETS = {
    "wordpress": ["https://127.0.0.1"],
    "staticman": ["'self'", "https://news.example.org", "https://staticman.example.org"],
    "netlify": ["'self'", "https://news.example.org"],
    "formspree": ["'self'", "https://formspree.io", "https://news.example.org"],
    "web3forms": ["'self'", "https://api.web3forms.com", "https://news.example.org"],
    "mailto": ["mailto:"],
}


@pytest.mark.parametrize("preset", ENDPOINTS)
def test_the_form_leads_to_its_service_and_to_the_thanks_alone(project, preset):
    """Browsers check the address of a form and the page to which the service leads next."""
    config = f"base_url: https://news.example.org/\n{settings(preset)}"
    assert policy_of(project, config=config)["form-action"] == TARGETS[preset]


@pytest.mark.parametrize(
    ("endpoint", "target"),
    [
        ("https://Old.example.org:8443/p.php?a=b;c", "https://old.example.org:8443"),
        ("https://جريدة.example/p", "https://xn--ogbfjh9j.example"),
        ("https://a;b/p", "https:"),
        ("https://a,b/p", "https:"),
    ],
)
def test_an_endpoint_cannot_add_to_the_policy(endpoint, target):
    """A host in Arabic letters is written in ASCII, and one with a sign of the header's is left out."""
    config = replace(CONFIG, comment_form=FormTarget("wordpress", endpoint))
    assert page_policy(config, ())["form-action"] == [target]


def test_an_editor_can_leave_the_file_out(project):
    """A project with a theme of its own, with scripts, sends its own headers."""
    project.write(SITE_FILE, "font: system\nsecurity_headers: false\n")
    project.write("content/articles/a.md", MD.format(""))
    assert project.build().code == 0
    assert "_headers" not in project.files()
