"""Compare the blocks that newsgen and Hugo make of the same Markdown texts.

Usage: python tests/bench/compare_markdown.py HUGO [--seed N]
HUGO is the program, 0.168 or newer. It prints each text whose blocks differ, and how many are equal.
"""

import argparse
import re
import subprocess
import sys
import tempfile
from difflib import unified_diff
from html.parser import HTMLParser
from pathlib import Path

from markdown_corpus import corpus
from newsgen.formats.markdown_to_html import render_markdown

SETTINGS = """
baseURL = 'https://example.org/'
disableKinds = ['home', 'section', 'taxonomy', 'term', 'rss', 'sitemap', 'robotstxt', '404']
[markup.goldmark.renderer]
unsafe = true
[markup.goldmark.extensions.typographer]
disable = true
[markup.highlight]
codeFences = false
"""
"""Raw HTML is shown, and quotes and code are left as they are written."""
BLOCKS = set(
    "p h ul ol li blockquote pre table tr th td hr dl dt dd details summary div figure figcaption img br del".split()
)
VOID = {"hr", "img", "br"}
SIGNS = re.compile(r"[☑☐↩\ufe0e]|\[(?=\d+\])|(?<=\d)\]")
"""What is written in another way: tasks, links back, the brackets of footnotes' marks."""


REASONS = """
What newsgen reads in another way, and why:
  the link back of a footnote that ends in a list is a paragraph of its own: it does not stand beside the list
  2022. alone on its line is text, and no list with an empty item: lines with a year are common in news
  ١. begins a list, as 1. does: Arabic digits are ordinary
  <b>…</b> alone on its line is in a paragraph, and Markdown is read in it: the text is not shown without a margin
  a comment <!-- that nothing closes is text: it would hide the rest of the article
  [تنبيه]: مهم is text, and no target of a link: a word without / . # or : is none
  [1]: https://… ends a paragraph of which it is the last line: older Markdown allowed it
  ~5 ~6 strikes nothing out: only two signs do
  an address is linked with the Arabic letters of its path, and after a word or a colon without a space
  a table row under a quote or an item, outside it, is text: it is no row of a table
"""


class Blocks(HTMLParser):
    """Collects the tags and texts of blocks."""

    def __init__(self) -> None:
        """Start without blocks."""
        super().__init__()
        self.found: list[str] = []
        self.text = ""
        self.notes = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Add a block; a heading without its level, which is that of the page's outline."""
        values = dict(attrs)
        tag = "h" if re.fullmatch("h[1-6]", tag) else tag
        if tag in BLOCKS:
            self.end()
            side = re.search("left|center|right", values.get("style") or values.get("align") or "")
            start = values.get("start") if tag == "ol" and values.get("start") != "1" else None
            self.found.append(" ".join(filter(None, (tag, side and side[0], start, values.get("src")))))

    def handle_endtag(self, tag: str) -> None:
        """Add the end of a block."""
        tag = "h" if re.fullmatch("h[1-6]", tag) else tag
        if tag in BLOCKS - VOID:
            self.end()
            self.found.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        """Collect text."""
        self.text += data

    def end(self) -> None:
        """Add the text before the border of a block."""
        text = " ".join(SIGNS.sub("", self.text.replace("\u00a0", " ")).split())
        if text:
            self.found.append(repr(text))
        self.text = ""


def blocks_of(html: str) -> list[str]:
    """Return the tags and texts of the blocks of *html*, in their order."""
    reader = Blocks()
    reader.feed(html)
    reader.close()
    reader.end()
    return reader.found


def by_hugo(texts: list[str], program: str) -> list[str]:
    """Return the HTML that Hugo makes of *texts*."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        layouts, content = root / "layouts" / "_default", root / "content"
        layouts.mkdir(parents=True)
        content.mkdir()
        (root / "hugo.toml").write_text(SETTINGS, encoding="utf-8")
        (layouts / "single.html").write_text("{{ .Content }}", encoding="utf-8")
        for number, text in enumerate(texts):
            (content / f"{number}.md").write_text(f"---\ntitle: x\n---\n{text}", encoding="utf-8")
        subprocess.run([program, "--quiet"], cwd=root, check=True)
        return [(root / "public" / str(number) / "index.html").read_text("utf-8") for number in range(len(texts))]


def main() -> None:
    """Print the texts whose blocks differ, and the number of equal ones."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("hugo")
    parser.add_argument("--seed", type=int, default=12)
    arguments = parser.parse_args()
    texts = corpus(arguments.seed)
    equal = 0
    for number, (text, html) in enumerate(zip(texts, by_hugo(texts, arguments.hugo), strict=True)):
        ours, theirs = blocks_of(render_markdown(text)), blocks_of(html)
        equal += ours == theirs
        if ours != theirs:
            difference = list(unified_diff(theirs, ours, "hugo", "newsgen", lineterm="", n=1))[2:]
            sys.stdout.write("\n".join((f"--- text {number}", text, *difference, "")))
    sys.stdout.write(f"{equal} of {len(texts)} texts have the same blocks in the same order\n{REASONS}")


if __name__ == "__main__":
    main()
