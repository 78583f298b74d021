"""The sites that show every feature of newsgen pass its own checks."""

import pytest

from newsgen.check.inventory import Options
from newsgen.check.run import check_site
from newsgen.loaders.site_config import load_config
from sample_sites import PROJECTS, built

STRUCTURE = "pages links redirects orphans titles pictures weight caches hosts".split()
TRUE = {("comment-policy/index.html", "<meta description> is also that of index.html")}
"""The rules for comments have no description of their own in these projects."""


@pytest.mark.parametrize("name", PROJECTS)
def test_only_true_warnings_are_found_in_what_newsgen_builds(name, tmp_path_factory):
    """Nothing is wrong with the structure of pages of any kind, below any path."""
    site = built(name, tmp_path_factory)
    config, _, _ = load_config(site.parent)
    findings = check_site(site, Options(config.base_url, str(site.parent)), STRUCTURE)
    assert {(one.severity, one.file, f"{one.place} {one.found}") for one in findings} <= {
        ("warning", *one) for one in TRUE
    }
