"""Passwords and tokens are recognised in settings, and hidden in everything that is printed."""

import pytest

from newsgen.text.credentials import has_credential, hide_credentials, is_credential_name, secrets_of


@pytest.mark.parametrize(
    "key",
    "password PASSWORD passwd token github_token secret aws-secret-access-key access_key api_key key auth"
    " access_key_id private_key credentials RSYNC_PASSWORD passphrase".split(),
)
def test_a_credential_is_known_by_its_name(key):
    """In any letters, with hyphens or underscores."""
    assert is_credential_name(key)


@pytest.mark.parametrize("key", "to path bucket prefix endpoint region remote branch domain destination author".split())
def test_an_ordinary_setting_is_no_credential(key):
    """Those of the targets, for example."""
    assert not is_credential_name(key)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("https://user:pass@example.org/x", "https://***@example.org/x"),
        ("fatal: https://ghp_abc@github.com/x.git", "fatal: https://***@github.com/x.git"),
        ("rsync://u:p@host/site and ssh://git@host/x", "rsync://***@host/site and ssh://git@host/x"),
        ("key AKIAIOSFODNN7EXAMPLE!", "key ***!"),
        ("AUTHORIZATION: basic eDpnaHNfYWJj", "AUTHORIZATION: basic ***"),
        ("the pass phrase خزنة is in it", "the pass phrase *** is in it"),
        ("ssh git@host:خبر.git 12:30@", "ssh git@host:خبر.git 12:30@"),
    ],
)
def test_a_credential_is_hidden(text, shown):
    """The rest of the message stays readable."""
    assert hide_credentials(text, ["خزنة"]) == shown


def test_a_url_with_a_password_has_a_credential():
    """Also a URL of the web with a user alone, which is a token then; a user of ssh is none."""
    assert has_credential("https://user:pass@example.org/")
    assert has_credential("https://token@example.org/")
    assert has_credential("rsync://user:pass@example.org/m/")
    assert has_credential("x ghp_0123456789012345678901234")
    assert not has_credential("ssh://git@example.org/x.git")
    assert not has_credential("rsync://user@example.org/m/")
    assert not has_credential("user@example.org:/var/www/a:b@c")


def test_the_credentials_of_the_environment_are_known():
    """The longest first, so that none is left in part; words of a few letters would hide too much."""
    environment = {"RSYNC_PASSWORD": "longest secret", "MY_TOKEN": "a token", "PATH": "/usr/bin", "API_KEY": "abc"}
    assert secrets_of(environment) == ["longest secret", "a token"]
