"""The example in templates/README.md of a theme of one's own works as it is written."""

import re
import shutil

from folders import REPOSITORY, RICH
from newsgen.theme.style_sheets import compact

README = (REPOSITORY / "templates" / "README.md").read_text(encoding="utf-8")
EXAMPLE = README.partition("\n## A theme of your own")[2]
BLOCK = re.compile(r"```\w+\n(?:# |/\* |\{# )(?P<path>[\w./]+\.\w+)[^\n]*\n(?P<text>.*?)```", re.DOTALL)


def test_the_example_of_a_theme_builds(project):
    """Settings, words, rules and a block all reach the pages, and nothing in them is an error or a warning."""
    for folder in ("articles", "media", "pages"):
        shutil.copytree(RICH / "content" / folder, project.root / "content" / folder, dirs_exist_ok=True)
    shutil.copytree(RICH / "seeds", project.root / "seeds", dirs_exist_ok=True)
    files = {match["path"]: match["text"] for match in BLOCK.finditer(EXAMPLE)}
    assert sorted(files) == [
        "content/site.yml",
        "templates/assets/own.css",
        "templates/base.html",
        "templates/labels.yml",
    ]
    for path, text in files.items():
        project.write(path, text + ("font: system\n" if path.endswith("site.yml") else ""))
    built = project.build()
    assert built.code == 0, built
    assert not [text for text in built.report["warnings"] if "site.yml" in text and "base_url" not in text]
    home, archive = project.read("index.html"), project.read("archive/index.html")
    assert re.search(
        r'<h1 class="name"><img class="logo" src="media/boat\.\w+\.png" width="\d+" height="\d+" alt="جريدة', home
    )
    assert '<h2 id="page-doors">تصفّح الجريدة</h2>' in home
    menu = re.findall(r'<li class="(s\d+)"><a href="../sections/([^/]+)/"', archive)
    assert menu[:2] == [("s4", "اقتصاد"), ("s9", "مجتمع")]
    assert "<p>جريدة الساحل: الأرشيف</p>" in archive
    (style,) = (project.root / "site" / "assets").glob("style.*.css")
    assert ".s9{--hue:light-dark(#5b3a1a," in style.read_text(encoding="utf-8")
    assert style.read_text(encoding="utf-8").endswith(compact(files["templates/assets/own.css"]))
