"""Apply a `_headers` file to a path as hosts do that read it."""

import re
from dataclasses import dataclass, field

MOST_RULES, LONGEST_LINE = 100, 2_000
"""What Cloudflare Pages reads of the file."""


@dataclass
class Rule:
    """The rule of one path."""

    path: str
    values: dict[str, str] = field(default_factory=dict)
    removed: list[str] = field(default_factory=list)


def parsed(text):
    """Return the rules of a file; a header is never set twice in one of them."""
    rules = []
    for line in filter(None, map(str.strip, text.splitlines())):
        if line.startswith("/"):
            rules.append(Rule(line))
        elif line.startswith("!"):
            rules[-1].removed.append(line.removeprefix("!").strip())
        elif not line.startswith("#"):
            name, _, value = line.partition(":")
            assert rules[-1].values.setdefault(name.strip(), value.strip()) == value.strip()
    return rules


def cloudflare(text, path):
    """Return the headers of *path* on Cloudflare Pages.

    The last of the rules with one path counts. All that match are applied in their order, a removal before the values
    of the same rule, and a value that is there already is kept in front of the new one.
    """
    rules = {rule.path: rule for rule in parsed(text)}
    found = {}
    for rule in rules.values():
        if re.fullmatch(re.escape(rule.path).replace(r"\*", ".*"), path):
            for name in rule.removed:
                found.pop(name, None)
            for name, value in rule.values.items():
                found[name] = f"{found[name]}, {value}" if name in found else value
    return found


def netlify(text, path):
    """Return the headers of *path* on Netlify, which drops a rule with a line that it does not know.

    Of several values of one header the last counts. A pattern that ends in /* also matches what has no slash there.
    """
    found = {}
    for rule in parsed(text):
        pattern = re.escape(rule.path.strip("/")).replace(r"\*", "(.*)").replace("/(.*)", "/?(.*)")
        if not rule.removed and re.fullmatch(f"/{pattern}/?", path, re.IGNORECASE):
            found |= rule.values
    return found


HOSTS = (cloudflare, netlify)
