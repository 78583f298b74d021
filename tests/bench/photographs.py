"""Measure a build of articles with photographs of about 1 MB: its time, its memory and what a reader loads.

Usage: python tests/bench/photographs.py FOLDER [PHOTOGRAPHS]   (1,000 of them take a gigabyte)
"""

import io
import os
import random
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from PIL import Image, ImageFilter

WIDTH, HEIGHT = 3000, 2000
ARTICLE = "---\ntitle: {title}\ndate: 2022-{month:02}-{day:02}\nimage: {{src: p{n}.jpg, alt: صورة}}\n---\n\n{text}\n"
TEXT = "فتح السوق أبوابه اليوم في وجه التجار والزوار بعد أشغال دامت سنتين كاملتين في وسط المدينة القديمة. " * 6


def photograph(seed: int) -> bytes:
    """Return a JPEG file of about 1 MB: soft shapes with the grain of a camera, its notes and its place."""
    chance = random.Random(seed)
    shapes = Image.frombytes("RGB", (30, 20), chance.randbytes(1800)).resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)
    grain = Image.frombytes("L", (600, 400), chance.randbytes(240_000)).filter(ImageFilter.GaussianBlur(0.5))
    grain = grain.resize((WIDTH, HEIGHT), Image.Resampling.BILINEAR)
    image = Image.blend(shapes, Image.merge("RGB", [grain] * 3), 0.18)
    exif = Image.Exif()
    exif[0x0110], exif[0x013B], exif[0x0112] = "Phone", "Photographer", 1
    exif.get_ifd(0x8825)[2] = (33.0, 35.0, 0.0)
    output = io.BytesIO()
    image.save(output, "JPEG", quality=93, exif=exif)
    return output.getvalue()


def write(folder: Path, number: int) -> int:
    """Write an article with a photograph; return the bytes of the photograph."""
    data = photograph(number)
    (folder / f"content/media/p{number}.jpg").write_bytes(data)
    title = f"خبر رقم {number} من السوق"
    text = ARTICLE.format(title=title, month=number % 12 + 1, day=number % 28 + 1, n=number, text=TEXT)
    (folder / f"content/articles/p{number}.md").write_text(text, encoding="utf-8")
    return len(data)


def measured(folder: Path, *options: str) -> str:
    """Build the project in *folder*; return the seconds and the largest memory of one process and of all together."""
    command = [sys.executable, "-m", "newsgen", "build", "--root", str(folder), *options]
    start, peak = time.monotonic(), 0
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None:
            peak = max(peak, memory_of(process.pid))
            time.sleep(0.1)
    seconds = time.monotonic() - start
    return f"{' '.join(options) or 'again':>10}: {seconds:7.2f} s, {peak / 1e6:6.0f} MB in all processes"


def report(*words: str) -> None:
    """Print a line at once."""
    sys.stdout.write(" ".join(words) + "\n")
    sys.stdout.flush()


def memory_of(process: int) -> int:
    """Return the bytes of memory of a process and its children, each with its part of what they share."""
    total = 0
    for name in [str(process), *children_of(process)]:
        try:
            lines = Path(f"/proc/{name}/smaps_rollup").read_text(encoding="ascii").splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) * 1024
    return total


def children_of(process: int) -> list[str]:
    """Return the ids of the processes that a process has started."""
    try:
        return Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
    except OSError:
        return []


def main() -> None:
    """Write the project, build it in several ways and print what was measured."""
    folder, count = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1_000
    for name in ("content/articles", "content/media"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / "content/site.yml").write_text("font: system\nbase_url: https://example.org/\n", encoding="utf-8")
    with ProcessPoolExecutor() as pool:
        sizes = list(pool.map(write, [folder] * count, range(count), chunksize=4))
    report(f"{count} photographs of {sum(sizes) / count / 1e6:.2f} MB, {os.cpu_count()} processors")
    report(measured(folder, "--jobs", str(os.cpu_count() or 1)))
    report(measured(folder))
    (folder / "content/articles/new.md").write_text("---\ntitle: خبر جديد\n---\n\nنص.\n", encoding="utf-8")
    report(measured(folder), "(one article was added)")
    files = [file for file in (folder / "site/media").iterdir() if file.suffix == ".webp"]
    for width in (400, 800, 1200):
        lengths = [file.stat().st_size for file in files if f"-{width}." in file.name]
        report(f"{width:>10}: {sum(lengths) / max(1, len(lengths)) / 1e3:.0f} KB in WebP on average")


if __name__ == "__main__":
    main()
