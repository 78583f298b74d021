"""Compose Markdown texts as writers of Hugo, Jekyll and Eleventy sites write them, in Arabic, Persian and English."""

import json
import random
from pathlib import Path

COUNT = 200
SENTENCES = {
    "ar": [
        "افتتحت المدينة مكتبتها الجديدة أمس.", "قال المدير إن العمل بدأ قبل عامين، وانتهى في موعده.",
        "تضم القاعة 40 مقعدا و«ركنا» للأطفال.", "يبلغ ثمن التذكرة 25 درهما؛ والدخول مجاني يوم الأحد.",
        "هل تكفي الميزانية؟ لا أحد يعرف.", "وصلت البعثة إلى الدار البيضاء في 12/05/2021.",
    ],
    "fa": [
        "کتابخانهٔ تازهٔ شهر دیروز گشایش یافت.", "مدیر گفت کار از دو سال پیش آغاز شده است.", "این تالار ۴۰ صندلی دارد.",
        "می‌خواهیم بدانیم بودجه کافی است؟", "نسخهٔ دوم ۲۰ درصد تندتر است.",
    ],
    "en": [
        "The city opened its new library yesterday.", "Work began two years ago, the director said.",
        "It's free on Sundays (25 dirhams otherwise).", "We don't know whether the budget suffices.",
        "Version 2.0 is 20% faster & smaller.",
    ],
}  # fmt: skip
PHRASES = {
    "ar": ["البند الأول", "مكتبة الحي", "سوق السمك", "دليل القارئ", "خطة العام", "الطريق الساحلي", "كلمة الختام"],
    "fa": ["بخش نخست", "راهنمای خواننده", "بازار ماهی", "برنامهٔ سال", "پایان سخن"],
    "en": ["First item", "Reader's guide", "Fish market", "Plan of the year", "Closing words"],
}
BLOCKS = {
    "paragraph": "{s}",
    "two sentences": "{s} {s}",
    "two lines": "{s}\n{s}",
    "break by spaces": "{s}  \n{s}",
    "break by backslash": "{p}\\\n{p}\\\n{p}",
    "emphasis": "{s} **{p}** *{p}* {s}",
    "nested emphasis": "***{p}*** **{p} *{p}* {p}**",
    "strike": "{p} ~~{p}~~ {p}.",
    "code": '{p} `a_b = "*"` {p} ``a`b``',
    "escapes": r"\*{p}\* 1\. \# \[{p}\] \_a\_",
    "entities": "{p} &copy; &amp; &mdash; &#1567; AT&T {p}",
    "heading": "## {p}",
    "closed heading": "### {p} ###",
    "heading with id": "## {p} {{#section-{n}}}",
    "heading with emphasis": "## *{p}* `x`",
    "setext": "{p}\n===",
    "setext 2": "{p}\n---",
    "heading under text": "{s}\n## {p}\n{s}",
    "rule": "---",
    "stars": "* * *",
    "rule under text": "{s}\n\n***\n{s}",
    "list": "- {p}\n- {p}\n- {p}",
    "stars list": "* {p}\n* {p}",
    "plus": "+ {p}\n+ {p}",
    "two spaces": "- {p}\n  - {p}\n  - {p}\n- {p}",
    "three levels": "- {p}\n  - {p}\n    - {p}\n- {p}",
    "three spaces": "1. {p}\n   - {p}\n   - {p}\n2. {p}",
    "four spaces": "* {p}\n    * {p}\n    * {p}\n* {p}",
    "tabs": "- {p}\n\t- {p}\n\t\t- {p}\n- {p}",
    "tab after mark": "-\t{p}\n-\t{p}",
    "loose": "- {p}\n\n- {p}\n\n- {p}",
    "loose inside": "- {p}\n\n  - {p}\n  - {p}\n- {p}",
    "second paragraph": "1. {p}\n\n   {s}\n\n2. {p}",
    "second paragraph, four": "1. {p}\n\n    {s}\n2. {p}",
    "quote in item": "- {p}\n  > {s}\n- {p}",
    "starts at": "3. {p}\n4. {p}",
    "bracket": "1) {p}\n2) {p}",
    "all ones": "1. {p}\n1. {p}\n1. {p}",
    "change of mark": "- {p}\n- {p}\n\n* {p}\n* {p}",
    "numbers, then dashes": "1. {p}\n2. {p}\n\n- {p}",
    "ten": "9. {p}\n10. {p}\n    - {p}\n11. {p}",
    "list under line": "{p}:\n- {p}\n- {p}",
    "numbers under line": "{p}:\n1. {p}\n2. {p}",
    "year at line start": "{s}\n2022. {s}",
    "list, lazy": "- {s}\n{s}\n- {p}",
    "item on two lines": "- {s}\n  {s}\n- {p}",
    "list, then text": "- {p}\n- {p}\n\n{s}",
    "list, then code": "- {p}\n\n      a = 1\n\n- {p}",
    "task list": "- [x] {p}\n- [ ] {p}\n  - [X] {p}",
    "task list, loose": "1. [ ] {p}\n\n2. [x] {p}",
    "quote": "> {s}\n> {s}",
    "lazy quote": "> {s}\n{s}",
    "quote of paragraphs": "> {s}\n>\n> {s}",
    "quote of list": "> {p}:\n> - {p}\n>   - {p}\n> - {p}\n>\n> {s}",
    "nested quote": "> {s}\n> > {s}\n>\n> {s}",
    "two quotes": "> {s}\n\n> {s}",
    "quote with heading": "> ## {p}\n> {s}",
    "quote under line": "{p}:\n> {s}",
    "fence": "```\na  = 1\n\n  b\n```",
    "fence with language": "```js {{linenos=true}}\nlet a = '<b>';\n```",
    "tildes": "~~~html\n<p>{p}</p>\n```\n~~~",
    "fence in item": "- {p}\n\n  ```sh\n  ls -l\n\n  cd ..\n  ```\n- {p}",
    "fence right in item": "1. {p}\n   ```\n   x\n     y\n   ```\n2. {p}",
    "tildes in item": "* {p}\n  ~~~\n  x\n  ~~~\n  {s}",
    "fence under line": "{p}:\n```\nx\n```\n{s}",
    "fence in quote": "> ```\n> x\n> ```",
    "indented": "{s}\n\n    a = 1\n\n    b = 2",
    "open fence in list": "- {p}\n  ```\n  x\n- {p}",
    "table": "| {p} | {p} |\n|---|---|\n| {p} | 25 |\n| **{p}** | `a\\|b` |",
    "aligned table": "| {p} | {p} | {p} |\n|:---|:--:|---:|\n| {p} | 1 | 2 |",
    "bare table": "{p} | {p}\n--- | ---\n{p} | {p}",
    "table under line": "{p}:\n| {p} | {p} |\n|---|---:|\n| 1 | 2 |",
    "short rows": "| {p} | {p} |\n| - | - |\n| {p} |\n| {p} | 2 | 3 |",
    "table, then text": "| a | b |\n|---|---|\n| 1 | 2 |\n\n{s}",
    "link": '[{p}](https://example.org/a?b=1&c=2 "{p}")',
    "link in brackets": "[{p}](</a b/>)",
    "reference": '[{p}][r{n}], [r{n}] [r{n}][]\n\n[r{n}]: https://example.org/r{n} "{p}"',
    "reference of two lines": "[{p}][s{n}]\n\n[s{n}]:\n  <https://example.org/s>\n  '{p}'",
    "picture": '![{p}](https://example.org/a.jpg "{p}")',
    "picture link": "[![{p}](/a.png)](/b/)",
    "autolink": "<https://example.org/x> <a@example.org>",
    "bare": "{p} https://example.org/path?a=1. {p} (www.example.org/x), a@example.org",
    "footnote": "{p}[^n{n}] {p}.\n\n[^n{n}]: {s}",
    "footnote twice": "{p}[^m{n}] {p}[^m{n}].\n\n[^m{n}]: {s}",
    "footnote of paragraphs": "{p}[^l{n}]\n\n[^l{n}]: {s}\n\n    {s}\n\n    - {p}",
    "footnote in list": "- {p}[^k{n}]\n- {p}\n\n[^k{n}]: {s}",
    "definitions": "{p}\n: {s}\n: {s}",
    "definitions, loose": "{p}\n\n:   {s}\n\n    {s}",
    "terms": "{p}\n: {s}\n\n{p}\n: {s}",
    "details": "<details><summary>{p}</summary>\n\n{s} **{p}**\n\n- {p}\n\n</details>",
    "div": '<div class="note">\n\n## {p}\n\n{s}\n\n</div>',
    "raw div": "<div>\n{s} *{p}*\n</div>",
    "raw table": "<table>\n<tr><td>{p}</td></tr>\n</table>",
    "inline html": "{p} <kbd>Ctrl</kbd> <sub>2</sub><br>{p}",
    "comment": "<!-- {p} -->",
    "figure": '<figure>\n<img src="/a.jpg" alt="{p}">\n<figcaption>{p}</figcaption>\n</figure>',
    "hashtag": "#{t} {s}",
    "minus": "-1 {p}",
    "dash": "– {s}\n– {s}",
    "time": "12:30 {s}",
    "stars in text": "2 * 3 * 4 {p}",
}
"""Blocks by what is tried: {s} is a sentence, {p} a phrase, {t} a word, {n} a number."""
WRITTEN = Path(__file__).parents[1] / "golden" / "markdown" / "hugo-0.168.json"


def corpus(seed: int = 12) -> list[str]:
    """Return the written texts, and composed ones in which every kind of block is used, 200 together."""
    draw = random.Random(seed)
    kinds = list(BLOCKS)
    draw.shuffle(kinds)
    texts = [row["text"] for row in json.loads(WRITTEN.read_text(encoding="utf-8"))]
    while len(texts) < COUNT:
        language = draw.choice(["ar", "ar", "fa", "en"])
        chosen = [kinds[(len(texts) * 3 + number) % len(kinds)] for number in range(3)]
        chosen += draw.choices(kinds, k=draw.randint(0, 3))
        blocks = [filled(BLOCKS[kind], language, number, draw) for number, kind in enumerate(chosen)]
        texts.append("\n\n".join(blocks) + "\n")
    return texts


def filled(block: str, language: str, number: int, draw: random.Random) -> str:
    """Return a *block* with words of a *language* in its places."""
    parts = block.replace("{s}", "\0s").replace("{p}", "\0p").split("\0")
    words = {"s": SENTENCES[language], "p": PHRASES[language]}
    text = parts[0] + "".join(draw.choice(words[part[0]]) + part[1:] for part in parts[1:])
    return (
        text.replace("{t}", draw.choice(PHRASES[language]).split()[0])
        .replace("{n}", str(number))
        .replace("{{", "{")
        .replace("}}", "}")
    )
