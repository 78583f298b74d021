"""Measure posts per second and memory of importing a large WordPress export, compared with lxml alone.

Three programs are measured, each three times in its own process, and the medians count: lxml's iterparse alone, the
importer alone, and `newsgen import` with all its files written. CPU time decides, because the machine is shared, and
that of the busier of two processes, for which an import takes as long on two cores that are free.
`python tests/bench/wxr.py [EXPORT] [POSTS]` repeats the items of EXPORT up to POSTS (20,000), or invents as many.
"""

import random
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

MEBIBYTE = 1024 * 1024
RUNS = 3
TARGET_RATE, TARGET_PEAK = 1000, 150
WORDS = (
    "أعلنت إدارة الميناء اليوم أن الرصيف الجديد يفتح أبوابه أمام السفن الأولى في مساء الاثنين وقال الوزير إن المدينة"
    " تستقبل القافلة بعد أشغال دامت سنتين وحضر الحفل سكان الأحياء القديمة والتجار والصيادون الذين عادوا من البحر قبل"
    " الفجر وأضاف المتحدث باسم البلدية أن الحديقة تضم ثلاثة آلاف شجرة وملاعب للأطفال وأن الدخول إليها مجاني"
).split()
HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>الميناء</title>
"""
ITEM = """<item><title>{title} {number}</title><link>https://example.ma/2022/01/harbour-{number}/</link>
<dc:creator>admin</dc:creator><content:encoded><![CDATA[{text}]]></content:encoded>
<wp:post_id>{number}</wp:post_id>
<wp:post_date>2022-01-01 08:00:00</wp:post_date><wp:post_name>harbour-{number}</wp:post_name>
<wp:status>publish</wp:status><wp:post_type>post</wp:post_type>
<category domain="category" nicename="ports">موانئ</category>
<category domain="post_tag" nicename="ships">سفن</category></item>
"""
UNIQUE = re.compile(r"(</title>|/?</link>|\]\]></wp:post_name>|</wp:post_name>|</wp:post_id>)")
"""The ends of what must differ between two items."""


def say(*words):
    """Print *words* on one line."""
    sys.stdout.write(" ".join(map(str, words)) + "\n")


def floor(path):
    """Read *path* with lxml alone and discard each item; return the number of items."""
    from lxml import etree  # noqa: PLC0415 - the other reader is measured without it

    posts = 0
    for _, element in etree.iterparse(path, tag="item", huge_tree=True):
        posts += 1
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]
    return posts


def importer(path):
    """Read *path* as `newsgen import` does and discard each article; return the number of articles."""
    from newsgen.importers.items import ImportedItem  # noqa: PLC0415 - as in `floor`
    from newsgen.importers.wordpress.export import import_wxr  # noqa: PLC0415 - as in `floor`

    return sum(isinstance(found, ImportedItem) for found in import_wxr(Path(path), "export.xml"))


def whole(path):
    """Import *path* into an empty project, writing all files; return the number of seeds."""
    from newsgen.cli.entry import main as newsgen  # noqa: PLC0415 - as in `floor`

    with tempfile.TemporaryDirectory(dir=Path(path).parent) as root:
        if newsgen(["import", path, "--root", root]):
            raise SystemExit(1)
        return sum(1 for _ in Path(root, "seeds").iterdir())


def measure(name, path):
    """Run one program in new processes; return the posts and the medians of CPU time, wall time and peak MiB."""
    runs = []
    for _ in range(RUNS):
        command = [sys.executable, __file__, "--run", name, path]
        run = subprocess.run(command, capture_output=True, text=True, check=True)
        runs.append(tuple(map(float, run.stdout.splitlines()[-1].split())))
    return tuple(map(statistics.median, zip(*runs, strict=True)))


def run_one(name, path):
    """Run one program and print the figures that `measure` reads."""
    start, clock = time.process_time(), time.monotonic()
    posts = {"floor": floor, "importer": importer, "import": whole}[name](path)
    seconds, waited = time.process_time() - start, time.monotonic() - clock
    child = resource.getrusage(resource.RUSAGE_CHILDREN)
    peak = max(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, child.ru_maxrss) * 1024 / MEBIBYTE
    say(posts, max(seconds, child.ru_utime + child.ru_stime), waited, peak)


def invented_post(number):
    """Return an item with five paragraphs, of four kinds in turn: classic text, blocks, a page builder, and HTML."""
    choose = random.Random(number)
    paragraphs = [" ".join(choose.choices(WORDS, k=70)) + "." for _ in range(5)]
    patterns = (
        "%s",
        "<!-- wp:paragraph --><p>%s</p><!-- /wp:paragraph -->",
        "[vc_column_text]%s[/vc_column_text]",
        "<p>%s <b>و</b></p>",
    )
    kind = (0, 0, 0, 1, 1, 0, 2, 3)[number % 8]
    text = "\n\n".join(patterns[kind] % paragraph for paragraph in paragraphs)
    return ITEM.format(number=number, title=" ".join(choose.choices(WORDS, k=7)), text=text)


def repeated_posts(export, posts):
    """Yield the items of *export* in turn, up to *posts*, each with a number and an address of its own."""
    items = export.removesuffix("</rss>").rpartition("</item>")[0].split("<item>")[1:]
    for number in range(posts):
        item = items[number % len(items)].rpartition("</item>")[0] or items[-1]
        unique = UNIQUE.sub(rf"-{number}\1", item).replace(f"-{number}</wp:post_id>", f"{number:06}</wp:post_id>")
        yield f"<item>{unique}</item>\n"


def write_export(path, export, posts):
    """Write an export of *posts* items to *path*."""
    text = Path(export).read_text(encoding="utf-8") if export else HEAD + "<item>"
    with path.open("w", encoding="utf-8") as file:
        file.write(text.partition("<item>")[0])
        file.writelines(repeated_posts(text, posts) if export else map(invented_post, range(1, posts + 1)))
        file.write("</channel></rss>\n")


def main(export="", posts="20000"):
    """Measure all three programs and print a comparison."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "export.xml")
        write_export(path, export, int(posts))
        say(f"{posts} posts, {path.stat().st_size / MEBIBYTE:.0f} MiB")
        rows = {name: measure(name, str(path)) for name in ("floor", "importer", "import")}
    is_met = True
    for name, (found, seconds, waited, peak) in rows.items():
        times = seconds / rows["floor"][1]
        say(
            f"{name:8} {found / seconds:8.0f} posts/s of CPU {found / waited:8.0f} posts/s"
            f" {peak:5.0f} MiB {times:6.1f} x"
        )
        is_met &= name == "floor" or (found / seconds >= TARGET_RATE and peak <= TARGET_PEAK)
        assert found == int(posts), name
    say("met" if is_met else "MISSED")


if __name__ == "__main__":
    run_one(*sys.argv[2:]) if sys.argv[1:2] == ["--run"] else main(*sys.argv[1:])
