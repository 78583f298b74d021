"""A site of each generator is imported and built: every address that it had leads to its article."""

import re
from urllib.parse import unquote, urljoin

import pytest

from generator_sites import SAMPLES


def target_of(project, address):
    """Return the page that a visitor of *address* sees, after redirects."""
    for _ in range(3):
        path = f"{address}index.html" if address.endswith("/") or not address else address
        html = project.read(path)
        redirect = re.search(r'http-equiv="refresh" content="\d+; ?url=([^"]+)"', html, re.IGNORECASE)
        if not redirect:
            return html
        address = unquote(urljoin(f"/{address}", redirect[1])).lstrip("/")
    raise AssertionError(address)


@pytest.fixture(params=SAMPLES)
def imported(request, project, tmp_path):
    """Import the sample of one generator into a project and build it; return the generator, sample, project, result."""
    sample = SAMPLES[request.param]
    site = sample.write(tmp_path / "old")
    result = project.run("import", str(site), "--root", str(project.root))
    return request.param, sample, project, result


def test_every_old_address_leads_to_its_article(imported):
    """The site builds without an error and without a dead link, and drafts are absent."""
    _, sample, project, result = imported
    assert result.code == 0, result.stderr
    assert f"because of {sample.because}" in result.stderr
    built = project.build()
    assert built.code == 0, built.stderr
    assert "which does not exist" not in built.stderr
    for address, headline in sample.addresses.items():
        assert headline in re.search(r"<h1[^>]*>(.*?)</h1>", target_of(project, address), re.DOTALL)[1], address
    everything = b"".join(data for path, data in project.files().items() if path.endswith(".html")).decode()
    assert not [draft for draft in sample.drafts if draft in everything]


def test_pictures_are_copied_and_shown(imported):
    """Those of bundles, of the site and of the front matter."""
    _, _, project, _ = imported
    project.build()
    page = target_of(project, next(iter(imported[1].addresses)))
    assert re.search(r'<img [^>]*src="[^"]*media/[^"]*\.png"', page)
    assert list((project.root / "content/media").rglob("*.png"))
