"""Build the sites that show every feature of newsgen, once for all tests of finished pages."""

import shutil

import pytest

from folders import REPOSITORY, RICH, SITES
from newsgen.build.search import engine
from newsgen.cli.entry import main
from shared_work import made_once

PROJECTS = {"seed": REPOSITORY, "rich": RICH, "mail": SITES / "mail", "comments": SITES / "comments"}
"""The repository's own; one with every feature, WordPress comments; one in Egypt, with mail and system fonts; and one
whose readers discuss, with Netlify, and whose editors correct and withdraw."""
SERVED_AT = {"seed": "/", "rich": "/أخبار/محفوظة/", "mail": "/some/path/", "comments": "/readers/"}

_RICH = SERVED_AT["rich"]
_SEED = "/articles/أعلن-الجيش-الإسرائيلي-أن-رئيس-الأركان-أفيف-كوخافي-سيزور-المغرب/"
_LIGHTHOUSE = f"{_RICH}articles/حارس-المنارة-يروي-قصة-أربعين-سنة-مع-البحر/"
_GARDEN = f"{_RICH}articles/حارس-الحديقة-بنسختين/"
_HARBOUR = f"{_RICH}articles/ميناء-الصيد-يناقش-قراءه/"
_TRICKS = f"{_RICH}articles/عنوان-يحمل-حيلة-اتجاه-في-أوله/"
ARTICLES = {
    "seed's article": _SEED,
    "Markdown": f"{_RICH}articles/سوق-الجملة-يفتح-أبوابه-بعد-ثلاث-سنوات-من-الأشغال/",
    "visitors' comments": _LIGHTHOUSE,
    "a thread of comments": _HARBOUR,
    "closed comments": f"{_RICH}articles/قطار-الضواحي-يصل-إلى-الميناء/",
    "one endless word": f"{_RICH}articles/كلمة/",
    "Latin headline": f"{_RICH}articles/reuters-الصندوق-يتوقع-نموا-بنسبة-3-5-في-2024-وفق-iphone-co-تحديث/",
    "forty related titles": f"{_RICH}articles/مقال-بلا-تاريخ-ولا-مصدر-ولا-متن/",
    "two captures": _GARDEN,
    "bidi tricks": _TRICKS,
    "comments in Markdown": f"{SERVED_AT['comments']}articles/مجلس-المدينة-يناقش-ميزانية-السنة-المقبلة/",
    "a closed thread and corrections": f"{SERVED_AT['comments']}articles/الحديقة-العمومية-تفتح-بعد-الإصلاح/",
    "comments by mail": f"{SERVED_AT['mail']}articles/الجسر-الجديد-يفتح-أمام-المارة/",
}
PAGES = {
    "seed's home": "/",
    "seed's ledger": f"{_SEED}source/",
    "seed's page": "/about/",
    "home": _RICH,
    "page": f"{_RICH}about/",
    "missing page": f"{_RICH}no/such/page/",
    "mail's home": SERVED_AT["mail"],
    "numbered page": f"{_RICH}page/1/",
    "section": f"{_RICH}sections/مجتمع/",
    "older page of a section": f"{_RICH}sections/مجتمع/page/1/",
    "tag": f"{_RICH}tags/الميناء/",
    "author": f"{_RICH}authors/يوسف-بناني/",
    "newspaper": f"{_RICH}sources/جريدة-المدينة/",
    "index of sections": f"{_RICH}sections/",
    "index of tags": f"{_RICH}tags/",
    "archive": f"{_RICH}archive/",
    "year": f"{_RICH}archive/2022/",
    "month": f"{_RICH}archive/2022/09/",
    "undated": f"{_RICH}archive/undated/",
    "mail's archive": f"{SERVED_AT['mail']}archive/",
    "ledger of bidi tricks": f"{_TRICKS}source/",
    "ledger with comments": f"{_LIGHTHOUSE}source/",
    "a page and an extract for proof": f"{_HARBOUR}source/",
    "ledgers of two captures": f"{_GARDEN}source/",
    "search": f"{_RICH}search/",
    "thanks for a comment": f"{SERVED_AT['comments']}thanks/",
    "rules for comments": f"{SERVED_AT['comments']}comment-policy/",
    "a withdrawn article": f"{SERVED_AT['comments']}articles/جسر-جديد-على-الوادي/",
    "corrections": f"{SERVED_AT['comments']}corrections/",
    **ARTICLES,
}
"""The addresses of pages of every kind, by what they show."""


def built(name, factory):
    """Return the site of a project, built once for all tests of this run; it has a search, as by default."""

    def build(root):
        for part in ("content", "seeds"):
            if (PROJECTS[name] / part).exists():
                shutil.copytree(PROJECTS[name] / part, root / part)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(engine, "BY_DEFAULT", True)
            assert main(["build", "--root", str(root)]) == 0

    return made_once(factory, f"site-of-{name}", build) / "site"


def pages_of(site):
    """Yield the address below *site* and the text of every HTML page."""
    for file in sorted(site.rglob("*.html")):
        yield file.relative_to(site).as_posix().removesuffix("index.html"), file.read_text(encoding="utf-8")
