"""Make of each template of a build one function that fills it, for what is the same on all pages.

The ordinary environment of Jinja2 prints the same bytes, more slowly; it is used while a template has few pages, for a
template that `merging` does not understand, and where a page fails, because it explains the error.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from operator import is_
from typing import Any

from jinja2 import Environment

from newsgen.theme.theme import START

Fill = Callable[[dict[str, Any]], str]
MIN_PAGES = 100
"""Pages of a template that are filled in the ordinary way before its function is made, which takes as long as some
hundred pages; an incremental build, and a small site, never make it."""
_SHARED = ("site", "labels", "navigation", "site_feeds", "indexes", "pages", "footer", "logo", "social_image")
"""The variables of `SharedContext` that no page replaces."""


class PageFunctions:
    """The functions that fill the templates of one build."""

    def __init__(self, environment: Environment) -> None:
        """Make functions of the templates of *environment*."""
        self._environment = environment
        self._pages: Counter[str] = Counter()
        self._functions: dict[str, Fill | None] = {}
        self._known: dict[str, Any] = {}
        self._assets: Mapping[str, str] | None = None

    def fill(self, name: str, context: dict[str, Any], assets: Mapping[str, str] | None) -> str | None:
        """Return the template *name* filled with *context*; None if the ordinary environment has to fill it."""
        if name not in self._functions:
            self._pages[name] += 1
            if self._pages[name] <= MIN_PAGES:
                return None
            self._functions[name] = self._make(name, context, assets)
        function = self._functions[name]
        if function is None or not self._is_same(context, assets) or not context.get(START, "/"):
            return None
        try:
            return function(context)
        except Exception:  # noqa: BLE001 - the ordinary environment raises it again, and explains it
            self._functions[name] = None
            return None

    def _is_same(self, context: Mapping[str, Any], assets: Mapping[str, str] | None) -> bool:
        """Return whether a page's *context* has the known values, which are those of all pages of a build."""
        return assets is self._assets and all(map(is_, map(context.get, self._known), self._known.values()))

    def _make(self, name: str, context: Mapping[str, Any], assets: Mapping[str, str] | None) -> Fill | None:
        """Return the function for a template; None if the template does what is not understood."""
        from newsgen.theme.filling.page_code import make_function  # noqa: PLC0415 - few pages do without

        if not self._known:
            self._known = {one: context[one] for one in _SHARED if one in context}
            self._assets = assets
        try:
            return make_function(name, self._environment, self._known, assets)
        except Exception:  # noqa: BLE001 - whatever is wrong, the ordinary environment explains it
            return None
