"""Turn planned pages into HTML with Jinja2; nothing else knows it."""

import functools
import re
import traceback
from collections.abc import Callable
from pathlib import Path

import jinja2

from newsgen.errors import NewsgenError, TemplateError
from newsgen.filters import NONCHARACTERS, filters
from newsgen.page import Page
from newsgen.themes import Theme, template_folders
from newsgen.urls import NOT_FOUND, quote_path, relative

SHIPPED = "shipped"
"""The folder by which a project's template names the one that it overrides, to extend it: shipped/article.html."""
_FORBIDDEN = re.compile(f"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f{NONCHARACTERS}]")
"""What makes a page invalid, wherever it came from."""
_NAMES = "see templates/README.md for what this template receives"


def check_templates(theme: Theme) -> list[NewsgenError]:
    """Return the syntax errors of every template, all read anew: the last build may have seen others."""
    _environment.cache_clear()
    environment = _environment(theme.root, theme.country, theme.digits)
    errors: list[NewsgenError] = []
    for name in environment.list_templates(filter_func=_is_own_template):
        try:
            environment.get_template(name)
        except (jinja2.TemplateError, TemplateError) as error:
            errors += filter(None, [_explain(error, name, theme.root)])
    return errors


def _is_own_template(name: str) -> bool:
    return name.endswith(".html") and not name.startswith(f"{SHIPPED}/")


def render(page: Page, theme: Theme) -> str:
    """Return the HTML of *page*.

    Raises TemplateError where a template is missing, broken, or uses a name the page does not give.
    """
    environment = _environment(theme.root, theme.country, theme.digits)
    try:
        template = environment.get_template(page.template)
        html = template.render(page.context, url=page.url, **_links(page.url, theme))
    except Exception as error:
        explained = _explain(error, page.template, theme.root)
        if explained is None:
            raise
        raise explained from None
    return _FORBIDDEN.sub("\ufffd", html) + "\n"


def _links(page: str, theme: Theme) -> dict[str, object]:
    """Return the functions by which a template links from *page*."""

    def link(url: str) -> str:
        return theme.not_found_prefix + quote_path(url) if page == NOT_FOUND else relative(url, page)

    def asset(name: str) -> str | None:
        return link(theme.assets[name]) if name in theme.assets else None

    return {"link": link, "asset": asset}


class _Loader(jinja2.FileSystemLoader):
    """Find templates in folders; say of one that cannot be read which it is."""

    def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        try:
            return super().get_source(environment, template)
        except jinja2.TemplateNotFound:
            raise
        except UnicodeDecodeError:
            raise TemplateError(f"templates/{template}", "is not UTF-8", "save it as UTF-8") from None
        except OSError as error:
            found = f"cannot be read ({error.strerror})"
            raise TemplateError(f"templates/{template}", found, "make it a readable file") from None


@functools.cache
def _environment(root: Path, country: str, digits: str | None) -> jinja2.Environment:
    folders = template_folders(root)
    shipped = jinja2.PrefixLoader({SHIPPED: _Loader(folders[-1])})
    environment = jinja2.Environment(
        loader=jinja2.ChoiceLoader([_Loader(folders), shipped]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,  # one build shows one state of the templates
    )
    environment.filters |= filters(country, digits)
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    return environment


def _explain(error: Exception, name: str, root: Path) -> TemplateError | None:
    """Return what the writer of a template is told of *error*, met in the template *name*; None for a bug."""
    if isinstance(error, TemplateError):
        return error
    if isinstance(error, jinja2.TemplateSyntaxError):
        path = _shown(Path(error.filename or error.name or ""), root)
        return TemplateError(path, f"template syntax: {error.message}", "mend the template", error.lineno)
    place = _place(error, root)
    if isinstance(error, jinja2.TemplateNotFound):
        path, line = place or (f"templates/{name}", None)
        return TemplateError(path, f"the template {error.name!r} is missing", "add it, or mend its name", line)
    return TemplateError(place[0], str(error) or type(error).__name__, _NAMES, place[1]) if place else None


def _place(error: Exception, root: Path) -> tuple[str, int] | None:
    """Return file and line of the innermost template that *error* passed through; None where there is none.

    An error of newsgen's own code below a shipped template is a bug, and keeps its traceback.
    """
    folders = template_folders(root)
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename).suffix == ".html"]
    for frame in reversed(frames):
        own = Path(frame.filename).is_relative_to(folders[0])
        if own or isinstance(error, jinja2.TemplateError):
            return _shown(Path(frame.filename), root), frame.lineno or 1
    return None


def _shown(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
