"""What the types and states of WordPress mean: what is an article, and what was never public."""

import re

PAGE, POST, ATTACHMENT = "page", "post", "attachment"
_OWN = set(
    "revision nav_menu_item custom_css customize_changeset oembed_cache user_request feedback elementor_library"
    " product_variation scheduled-action amp_validated_url ml-slide ml-slider".split()
)
_PRIVATE = re.compile(
    r"(?:wp|acf|shop|jetpack|jp|elementor|vc|et_pb|edd|nf|wpcf7|wpforms|gf|flamingo|mailpoet|mc4wp|tablepress)[_-].*|wpforms"
    r"|.*(?:order|refund|coupon|subscri|payment|donat|invoice|inbound|message|submission|form|customer|contact|ticket"
    r"|newsletter|transient|token).*|.*_logs?"
)
"""Types of plugins that hold what visitors sent, or how a site is made."""


def why_skipped(kind: str) -> str | None:
    """Return why an item of the type *kind* is no article, as words to follow its place; None where it may be one."""
    if kind in {PAGE, POST, ATTACHMENT}:
        return None
    if kind in _OWN or _PRIVATE.fullmatch(kind):
        return f"is of the type {kind}, which WordPress or a plugin keeps for itself"
    return None


def why_draft(status: str, *, has_password: bool) -> str | None:
    """Return why what has this *status* was not public; None where it was, or will be at its date."""
    if has_password:
        return "was protected by a password"
    if status in {"publish", "future", "inherit", ""}:
        return None
    return {
        "draft": "is a draft",
        "auto-draft": "is a draft",
        "pending": "waited for review",
        "private": "was private",
    }.get(status, f"has the status {status!r}")
