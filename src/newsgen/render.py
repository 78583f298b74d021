"""Turn planned pages into HTML with Jinja2; nothing else knows it."""

import functools
import traceback
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import jinja2

from newsgen.errors import NewsgenError, TemplateError
from newsgen.filters import filters
from newsgen.pages import Page
from newsgen.urls import relative

_PACKAGED = Path(__file__).parent / "templates"
_CHECKOUT = Path(__file__).parents[2] / "templates"
_NAMES = "see templates/README.md for what this template receives"


def template_folders(root: Path) -> tuple[Path, ...]:
    """Return the folders in which a template is looked for, the project's own first."""
    shipped = _PACKAGED if _PACKAGED.is_dir() else _CHECKOUT
    return tuple(dict.fromkeys([root / "templates", shipped]))


@dataclass(frozen=True, slots=True)
class Theme:
    """What all pages of a build share: templates, assets, the site's country."""

    root: Path
    country: str
    assets: Mapping[str, str]
    """Address of an asset by its name."""
    not_found_prefix: str
    """The path at which the site is served, for the one page that is shown at any depth."""


def check_templates(theme: Theme) -> list[NewsgenError]:
    """Return the syntax errors of every template."""
    environment = _environment(theme.root, theme.country)
    errors: list[NewsgenError] = []
    for name in environment.list_templates(filter_func=lambda name: name.endswith(".html")):
        try:
            environment.get_template(name)
        except jinja2.TemplateSyntaxError as error:
            errors.append(_syntax_error(theme.root, error))
        except UnicodeDecodeError:
            errors.append(TemplateError(f"templates/{name}", "is not UTF-8", "save it as UTF-8"))
    return errors


def render(page: Page, theme: Theme) -> str:
    """Return the HTML of *page*.

    Raises TemplateError where a template is missing, broken, or uses a name the page does not give.
    """
    environment = _environment(theme.root, theme.country)
    try:
        template = environment.get_template(page.template)
        return template.render(page.context, url=page.url, **_links(page.url, theme)) + "\n"
    except jinja2.TemplateSyntaxError as error:
        raise _syntax_error(theme.root, error) from None
    except jinja2.TemplateNotFound as error:
        found = f"the template {error.name!r} is missing"
        raise TemplateError(f"templates/{page.template}", found, "add it, or mend its name") from None
    except Exception as error:
        place = _place(error, theme.root)
        if place is None:
            raise
        raise TemplateError(place[0], str(error), _NAMES, place[1]) from error


def render_all(pages: Iterable[Page], theme: Theme, errors: list[NewsgenError]) -> Iterator[tuple[str, bytes]]:
    """Yield address and content of each page that renders; the errors of the others go to *errors*."""
    for page in pages:
        try:
            yield page.url, render(page, theme).encode()
        except TemplateError as error:
            if error not in errors:  # one mistake in a template is met on every page
                errors.append(error)


def _links(page: str, theme: Theme) -> dict[str, object]:
    """Return the functions by which a template links from *page*."""

    def link(url: str) -> str:
        return theme.not_found_prefix + relative(url, "") if page == "404.html" else relative(url, page)

    def asset(name: str) -> str | None:
        return link(theme.assets[name]) if name in theme.assets else None

    return {"link": link, "asset": asset}


@functools.cache
def _environment(root: Path, country: str) -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(template_folders(root)),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= filters(country)
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    return environment


def _syntax_error(root: Path, error: jinja2.TemplateSyntaxError) -> TemplateError:
    path = _shown(Path(error.filename or error.name or ""), root)
    return TemplateError(path, f"template syntax: {error.message}", "mend the template", error.lineno)


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
