"""Every setting of site.yml has a default, and every mistake is reported with its line."""

import errno
import os
from pathlib import Path

import pytest

from newsgen.errors import ConfigError
from newsgen.loaders.site_config import load_config
from newsgen.model.config import Config, Spellings
from newsgen.model.form_target import FormTarget
from newsgen.model.urls import Link

KEY = "1b4e28ba-2fa1-11d2-883f-0016d3cca427"
SPREE = "https://formspree.io/f/"
STATICMAN = "https://staticman.example.org/v2/entry/desk/archive/main/comments"


@pytest.fixture
def site(tmp_path):
    """Return a function that reads the settings from the content of a site.yml."""

    def read(text, output=None):
        (tmp_path / "content").mkdir(exist_ok=True)
        (tmp_path / "content" / "site.yml").write_bytes(text if isinstance(text, bytes) else text.encode())
        return load_config(tmp_path, output)

    return read


def as_text(errors):
    """Return *errors* as text."""
    return [str(error) for error in errors]


def test_without_site_yml_every_setting_has_its_default(tmp_path):
    """A folder of captures is a project without any settings."""
    assert load_config(tmp_path) == (Config(tmp_path, tmp_path / "site"), [], [])


@pytest.mark.parametrize("text", ["", "# لا شيء بعد\n", "title:\ncountry: ~\n", "title: ' '\n"])
def test_an_empty_value_means_the_default(site, tmp_path, text):
    """A key without a value is treated as missing."""
    assert site(text) == (Config(tmp_path, tmp_path / "site"), [], [])


def test_settings_are_read(site, tmp_path):
    """Every key of this version is read into the config."""
    config, errors, warnings = site(
        "title: أرشيف المدينة\ndescription: أخبار محفوظة\nbase_url: https://example.org/archive\n"
        "language: ar-TN\ncountry: TN\ntimezone: Africa/Tunis\nfont: system\npublish_captures: no\n"
        "navigation:\n  - {title: الرئيسية, url: ''}\n  - {title: من نحن, url: /about/}\n"
        "  - {title: الجريدة, url: 'https://example.com/'}\n"
        "comment_form: {preset: wordpress, endpoint: 'https://example.org/wp-comments-post.php'}\n"
        "digits: arabic-indic\npermalink: /{year}/{month}/{slug}\npage_size: ٣٠\nfeed_items: 0\nfeed_content: full\n"
        "related: 3\npublish_records: yes\n"
        "short_addresses: no\nshare_links: no\ncitation_files: yes\nsocial_pictures: yes\n"
        "spellings:\n  merge:\n    - [المغرب, المملكة  المغربية]\n  apart: [إلهام]\n"
    )
    assert (errors, warnings) == ([], [])
    links = [
        Link("الرئيسية", ""),
        Link("من نحن", "about/"),
        Link("الجريدة", "https://example.com/"),
    ]
    assert config == Config(
        root=tmp_path,
        output=tmp_path / "site",
        title="أرشيف المدينة",
        description="أخبار محفوظة",
        base_url="https://example.org/archive/",
        language="ar-TN",
        country="TN",
        timezone="Africa/Tunis",
        font="system",
        publish_captures=False,
        navigation=tuple(links),
        comment_form=FormTarget("wordpress", "https://example.org/wp-comments-post.php"),
        digits="arabic-indic",
        permalink="{year}/{month}/{slug}/",
        page_size=30,
        feed_items=0,
        feed_content="full",
        related=3,
        publish_records=True,
        short_addresses=False,
        share_links=False,
        citation_files=True,
        social_pictures=True,
        spellings=Spellings((("المغرب", "المملكة المغربية"),), ("إلهام",)),
    )


def test_a_build_does_not_depend_on_where_the_site_is_published(site, tmp_path):
    """Another target rewrites no page."""
    assert site("deploy: {pages: {to: git}}\n") == (Config(tmp_path, tmp_path / "site"), [], [])


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("titel: أ\n", 1, ["'titel'", "'title'"]),
        ("\ntitle: [أ]\n", 2, ["title is a list"]),
        ("base_url: example.org\n", 1, ["not a URL", "https://"]),
        ("base_url: https://example.org/?a=1\n", 1, ["must have only a host and a plain path"]),
        ("base_url: https://example.org/../x/\n", 1, ["must have only a host and a plain path"]),
        ("base_url: https://user@example.org/\n", 1, ["must have only a host and a plain path"]),
        ("base_url: https://مدينة..example/\n", 1, ["cannot be converted to ASCII"]),
        ("language: العربية\n", 1, ["language tag", "ar-MA"]),
        ("country: المغرب\n", 1, ["country", "MA"]),
        ("timezone: Mars/Base\n", 1, ["timezone", "Africa/Casablanca"]),
        ("timezone: ../../etc/passwd\n", 1, ["timezone"]),
        ("timezone: Africa\n", 1, ["timezone"]),
        ("font: comic-sans\n", 1, ["font", "system"]),
        ("digits: فارسية\n", 1, ["digits", "arabic-indic"]),
        ("page_size: 0\n", 1, ["page_size must be a number from 1 to 500, found '0'", "page_size: 20"]),
        ("page_size: كثير\n", 1, ["page_size"]),
        ("feed_items: -1\n", 1, ["feed_items"]),
        ("feed_content: all\n", 1, ["feed_content", "full"]),
        ("related: 21\n", 1, ["related"]),
        ("permalink: '{title}/'\n", 1, ["permalink", "{title}", "{slug}"]),
        ("permalink: '{year}/{month}/'\n", 1, ["permalink", "{slug}"]),
        ("permalink: '../{slug}/'\n", 1, ["permalink"]),
        ("permalink: 'tags/{slug}/'\n", 1, ["permalink", "tags"]),
        ("spellings: [أ, ب]\n", 1, ["spellings is a list"]),
        ("spellings:\n  merge: [أ, ب]\n", 2, ["merge must be a list of groups"]),
        ("spellings:\n  merge: [[أ]]\n", 2, ["merge must be a list of groups"]),
        ("spellings:\n  merge: [[أ, ب]]\n  apart: [ب]\n", 2, ["'ب' is in more than one list"]),
        ("spellings:\n  megre: [[أ, ب]]\n", 2, ["'megre'", "'merge'"]),
        ("publish_captures: ربما\n", 1, ["publish_captures", "true"]),
        ("navigation: about/\n", 1, ["navigation", "title"]),
        ("navigation:\n  - {title: أ, url: 'javascript:alert(1)'}\n", 1, ["navigation"]),
        ("navigation:\n  - {title: أ, url: ../../x}\n", 1, ["navigation"]),
        ("navigation:\n  - {title: أ, url: //example.org/}\n", 1, ["navigation"]),
        ("navigation:\n  - {title: أ}\n", 1, ["navigation"]),
        ("navigation:\n  - {title: ' ', url: about/}\n", 1, ["navigation"]),
        ("comment_form: https://example.org/\n", 1, ["comment_form is a text"]),
        ("comment_form:\n  preset: wordpress\n", 2, ["needs an endpoint"]),
        ("comment_form:\n  preset: wordpres\n", 2, ["wordpress"]),
        ("comment_form:\n  endpiont: x\n", 2, ["'endpiont'", "'endpoint'"]),
        ("comment_form:\n  endpoint: http://example.org/\n", 2, ["is not an https URL", "https://"]),
        ("comment_form:\n  preset: mailto\n  endpoint: فلان\n", 3, ["is not an e-mail address"]),
        ("comment_form:\n  endpoint: 'mailto:a@example.org?bcc=x@example.org'\n", 2, ["is not an e-mail address"]),
        ("comment_form:\n  preset: staticman\n", 2, ["staticman needs an endpoint", "/v3/entry/"]),
        ("comment_form:\n  preset: staticman\n  endpoint: https://x.org/\n", 3, ["not staticman's", "/v3/entry/"]),
        ("comment_form:\n  preset: formspree\n", 2, ["formspree needs an endpoint", "https://formspree.io/f/"]),
        ("comment_form:\n  preset: formspree\n  endpoint: xyzabcde\n", 3, ["not an https URL", "https://"]),
        ("comment_form:\n  preset: formspree\n  endpoint: https://formspree.io/f/\n", 3, ["write it like"]),
        ("comment_form:\n  preset: formspree\n  endpoint: https://formspree.io/a@x.org\n", 3, ["not formspree's"]),
        ("comment_form:\n  preset: formspree\n  endpoint: https://a:b@formspree.io/f/x\n", 3, ["a user name"]),
        ("comment_form:\n  preset: wordpress\n  endpoint: https://x.org/#y\n", 3, ["a fragment"]),
        ("comment_form:\n  preset: wordpress\n  endpoint: 'https://x.org/\">'\n", 3, ["not an https URL"]),
        ("comment_form:\n  endpoint: https://formspree.io/f/xyz\n", 2, ["no preset", "write preset: formspree"]),
        ("comment_form:\n  preset: web3forms\n", 2, ["needs a key", "access key"]),
        ("comment_form:\n  preset: web3forms\n  key: '\"><script>'\n", 3, ["not an access key", "like key: 1b4e28ba"]),
        (f"comment_form:\n  preset: web3forms\n  key: {KEY}\n  endpoint: http://x.org/\n", 4, ["not an https URL"]),
        (f"comment_form:\n  preset: netlify\n  key: {KEY}\n", 3, ["only for the preset web3forms"]),
        (
            "comment_form:\n  preset: netlify\n  endpoint: https://x.org/\n",
            3,
            ["takes no endpoint", "delete endpoint:"],
        ),
        ("title: 'أ\n", 1, ["broken YAML"]),
        ("- أ\n", 1, ["not a mapping"]),
        ("title: \x07\n", 1, ["invisible"]),
        (b"title: x\ndescription: \xce\n", 2, ["UTF-8"]),
    ],
)
def test_a_mistake_names_file_line_finding_and_remedy(site, text, line, words):
    """Each mistake is a ConfigError, and the other settings are still read."""
    config, errors, _ = site(text)
    assert all(isinstance(error, ConfigError) and error.path == "content/site.yml" for error in errors)
    assert [error.line for error in errors] == [line]
    assert all(word in as_text(errors)[0] for word in words)
    assert isinstance(config, Config)


def test_all_mistakes_are_reported_at_once(site):
    """A user can fix all the mistakes in site.yml at once."""
    _, errors, _ = site("titel: أ\ncountry: XX\nfont: x\ntimezone: x\n")
    assert sorted(error.line for error in errors) == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("form", "target"),
    [
        ("{endpoint: 'https://example.org/comments'}", FormTarget("wordpress", "https://example.org/comments")),
        ("{preset: mailto, endpoint: desk@example.org}", FormTarget("mailto", "desk@example.org")),
        ("{endpoint: 'mailto:desk@example.org'}", FormTarget("mailto", "desk@example.org")),
        ("{preset: none, endpoint: 'https://example.org/comments'}", FormTarget()),
        ("{preset: none}", FormTarget()),
        ("{preset: netlify}", FormTarget("netlify")),
        ("{preset: formspree, endpoint: 'https://formspree.io/f/xyz'}", FormTarget("formspree", f"{SPREE}xyz")),
        (f"{{preset: web3forms, key: {KEY}}}", FormTarget("web3forms", "https://api.web3forms.com/submit", KEY)),
        (f"{{preset: staticman, endpoint: '{STATICMAN}'}}", FormTarget("staticman", STATICMAN)),
    ],
)
def test_comments_go_to_https_to_an_email_or_nowhere(site, form, target):
    """Without a preset, the endpoint decides between a web form and e-mail."""
    config, errors, _ = site(f"comment_form: {form}\n")
    assert (config.comment_form, errors) == (target, [])


@pytest.mark.parametrize("url", ["https://example.org", "https://example.org/", "https://example.org//"])
def test_base_url_ends_in_one_slash(site, url):
    """The paths of pages are appended to it."""
    assert site(f"base_url: {url}\n")[0].base_url == "https://example.org/"


@pytest.mark.parametrize(
    ("url", "ascii_url"),
    [
        ("https://example.org/أرشيف", "https://example.org/%D8%A3%D8%B1%D8%B4%D9%8A%D9%81/"),
        ("https://example.org/%D8%A3/x", "https://example.org/%D8%A3/x/"),
        ("https://مثال.example:8080/x", "https://xn--mgbh0fb.example:8080/x/"),
    ],
)
def test_base_url_is_converted_to_ascii(site, url, ascii_url):
    """An Arabic host or folder is encoded once, so that every absolute URL is ASCII."""
    assert site(f"base_url: {url}\n")[0].base_url == ascii_url


@pytest.mark.parametrize("output", [".", "..", "seeds", "content/x", "templates", ".newsgen", "site/../content"])
def test_the_output_may_not_contain_the_project(site, tmp_path, output):
    """No option makes newsgen write among the sources."""
    with pytest.raises(ConfigError, match="contains the project's own files"):
        site("", tmp_path / output)


def test_the_output_may_not_lead_into_the_sources_by_a_link(site, tmp_path):
    """A link is resolved before the check, and the message names the path that the user gave."""
    (tmp_path / "seeds").mkdir()
    (tmp_path / "site").symlink_to("seeds")
    with pytest.raises(ConfigError) as caught:
        site("")
    assert caught.value.path == str(tmp_path / "site")


def test_the_output_may_not_be_the_target_of_a_link_to_sources(site, tmp_path):
    """Seeds on another disk are as well protected as seeds in the project."""
    (tmp_path / "store").mkdir()
    (tmp_path / "seeds").symlink_to("store")
    with pytest.raises(ConfigError, match="contains the project's own files"):
        site("", tmp_path / "store")


def test_an_output_that_is_a_link_to_itself_is_an_error(site, tmp_path):
    """A broken link does not cause a traceback."""
    (tmp_path / "site").symlink_to("site")
    with pytest.raises(ConfigError, match="is a broken link"):
        site("")


def test_the_output_may_be_a_link_to_a_folder_elsewhere(site, tmp_path):
    """If the site folder is a link to a web server's folder, the site is published there."""
    (tmp_path / "www").mkdir()
    (tmp_path / "site").symlink_to("www")
    assert site("")[0].output == tmp_path / "www"


def test_site_yml_that_is_a_folder_is_an_error(tmp_path):
    """A file that cannot be read is an error and does not silently mean the defaults."""
    (tmp_path / "content" / "site.yml").mkdir(parents=True)
    _, errors, _ = load_config(tmp_path)
    assert as_text(errors) == [
        f"content/site.yml: cannot be read ({os.strerror(errno.EISDIR)}); make it a readable file"
    ]


def test_utc_needs_no_time_zone_database(monkeypatch, site):
    """A minimal container has no time zone database, and the default time zone must work there."""
    monkeypatch.setattr("newsgen.loaders.site_config.ZoneInfo", Path.read_text)
    assert site("timezone: UTC\n")[1] == []
