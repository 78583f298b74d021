"""Make a style sheet smaller without changing what it says."""

import re

_KEPT = r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|url\([^)"']*\))"""
"""Matches texts and addresses, in which spaces count."""
_KEPT_OR_GAP = re.compile(rf"{_KEPT}|((?:\s|/\*.*?\*/)+)", re.DOTALL)
_LEFT_OUT = re.compile(rf"{_KEPT}| ?;? ?(}}) ?| ?([{{;,>/]) ?|(:) |\A | \Z", re.DOTALL)
"""Matches a mark with the spaces around it; a space before a colon counts in selectors."""


def compact(style: str) -> str:
    """Return a theme's *style* sheet without its comments and without the spaces that mean nothing."""
    spaced = _KEPT_OR_GAP.sub(lambda match: match[1] or _gap(match[2]), style)
    return _LEFT_OUT.sub(lambda match: "".join(filter(None, match.groups())), spaced)


def _gap(text: str) -> str:
    """Return what separates two words of a style sheet as *text* does: comments alone join nothing to a selector."""
    return " " if re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL) else "/**/"
