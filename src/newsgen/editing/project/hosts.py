"""List the hosts for which a new project has settings, with the files of each and what its owner does there."""

from collections.abc import Mapping
from typing import NamedTuple

PYTHON = "3.13"
"""The version of Python with which hosts build."""


class Host(NamedTuple):
    """A service that builds and publishes a site; a named tuple, because the command line loads it at each start."""

    files: Mapping[str, str]
    """Its settings: paths in the project, and the file of the skeleton for each."""
    steps: tuple[str, ...]
    """What the owner does once, a sentence each."""


PROJECT = {
    "content/site.yml": "site.yml",
    "content/articles/welcome.md": "welcome.md",
    "content/pages/about.md": "about.md",
    "seeds/.gitkeep": "gitkeep",
    ".gitignore": "gitignore",
    "README.md": "README.md",
    "requirements.txt": "requirements.txt",
}
"""The files of every new project, like those of `Host`."""
HOSTS: dict[str, Host] = {
    "github": Host(
        {".github/workflows/publish.yml": "publish.yml"},
        (
            "Push the project to a repository on GitHub.",
            "There, choose Settings, Pages, Source: GitHub Actions; each push to the default branch then publishes.",
            "Set base_url to the address that GitHub shows, like https://you.github.io/archive/.",
        ),
    ),
    "netlify": Host(
        {"netlify.toml": "netlify.toml"},
        (
            "Push the project to a git repository and import it at netlify.com; netlify.toml has all settings.",
            "Set base_url to the address that Netlify shows.",
        ),
    ),
    "cloudflare": Host(
        {"wrangler.toml": "wrangler.toml", ".python-version": "python-version"},
        (
            "Push the project to a git repository and connect it under Workers & Pages, Create, Pages.",
            "Write the build command `python -m newsgen build && python -m newsgen check`, and the output folder site.",
            "Set base_url to the address that Cloudflare shows.",
        ),
    ),
    "none": Host({}, ("Copy the folder site to any web server; set base_url to its address.",)),
}
"""By the name that `newsgen init --host` has for each."""
