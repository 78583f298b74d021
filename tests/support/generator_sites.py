"""Small sites of other generators, each with the addresses at which that generator publishes its articles."""

from dataclasses import dataclass
from pathlib import Path

from sample_pictures import png

PNG = png(1, 1)
"""A picture of one pixel."""


@dataclass(frozen=True)
class Sample:
    """A site of another generator."""

    files: dict[str, str | bytes]
    addresses: dict[str, str]
    """The headline at each address that the generator publishes."""
    drafts: tuple[str, ...]
    """Headlines that it does not publish."""
    because: str
    """The file by which the site is recognised."""

    def write(self, folder: Path) -> Path:
        """Write the files below *folder* and return it."""
        for path, content in self.files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content.encode() if isinstance(content, str) else content)
        return folder


TRAIN = "خط جديد للقطار"
LIBRARY = "افتتاح مكتبة المدينة"
HARBOUR = "A harbour opens in Safi"
BUDGET = "نقاش الميزانية لم ينته بعد"
ABOUT = "من نحن"

HUGO = Sample(
    {
        "hugo.toml": """
baseURL = "https://example.org/"
defaultContentLanguage = "ar"
[languages.ar]
[languages.en]
[permalinks]
news = "/:year/:month/:slug/"
""",
        "themes/x/README.md": "# The theme",
        "layouts/_default/single.html": "{{ .Content }}",
        "layouts/_default/list.html": "{{ .Title }}",
        "static/images/map.png": PNG,
        "content/about.md": f"---\ntitle: {ABOUT}\n---\nصحيفة.\n",
        "content/news/_index.md": "---\ntitle: أخبار\n---\n",
        "content/news/train.md": f"""+++
title = "{TRAIN}"
date = 2022-07-05T10:30:00+01:00
tags = ["قطار", "نقل"]
authors = ["سلمى"]
aliases = ["/old/train.html"]
[params]
subtitle = "بين مدينتين"
+++

انظر [المكتبة]({{{{< ref "library/index.md#hall" >}}}}) و[الميناء]({{{{< relref "harbour.en.md" >}}}}).

![خريطة](/images/map.png)

```
[code]({{{{</* ref "x.md" */>}}}})
```
""",
        "content/reports/library/index.md": f"""---
title: "{LIBRARY}"
date: 2022-07-06
categories: [ثقافة, محلي]
cover:
  image: front.png
  alt: الواجهة
---
صورة: ![القاعة](hall.png "القاعة") و[القطار](/2022/07/{TRAIN.replace(" ", "-")}/).
""",
        "content/reports/library/hall.png": PNG + b"1",
        "content/reports/library/front.png": PNG + b"2",
        "content/news/harbour.en.md": f"""{{
  "title": "{HARBOUR}",
  "date": "2022-07-07T08:00:00Z",
  "slug": "harbour",
  "author": {{"name": "Sam"}}
}}

See [the train](train.md).
""",
        "content/news/budget.md": f"---\ntitle: {BUDGET}\ndate: 2022-07-08\ndraft: true\n---\nمسودة.\n",
    },
    {
        "2022/07/خط-جديد-للقطار/": TRAIN,
        "old/train.html": TRAIN,
        "reports/library/": LIBRARY,
        "en/2022/07/harbour/": HARBOUR,
        "about/": ABOUT,
    },
    (BUDGET,),
    "hugo.toml",
)

ZOLA = Sample(
    {
        "config.toml": (
            'base_url = "https://example.org"\ndefault_language = "ar"\n[languages.en]\n[slugify]\npaths = "safe"\n'
        ),
        "content/about.md": f'+++\ntitle = "{ABOUT}"\n+++\nصحيفة.\n',
        "content/akhbar/_index.md": '+++\ntitle = "أخبار"\n+++\n',
        "content/akhbar/2022-07-05-train.md": f"""
+++
title = "{TRAIN}"
[taxonomies]
tags = ["قطار"]
[extra]
subtitle = "بين مدينتين"
+++
[المكتبة](@/akhbar/library/index.md#hall) ![خريطة](/map.png)
""",
        "static/map.png": PNG,
        "content/akhbar/library/index.md": f"""+++
title = "{LIBRARY}"
date = 2022-07-06
aliases = ["old/library"]
+++
![القاعة](hall.png)
""",
        "content/akhbar/library/hall.png": PNG,
        "content/akhbar/harbour.en.md": (
            f'+++\ntitle = "{HARBOUR}"\ndate = 2022-07-07\npath = "sea/harbour"\n+++\nText.\n'
        ),
        "content/akhbar/budget.md": f'+++\ntitle = "{BUDGET}"\ndraft = true\n+++\nمسودة.\n',
    },
    {
        "akhbar/train/": TRAIN,
        "akhbar/library/": LIBRARY,
        "old/library/": LIBRARY,
        "en/sea/harbour/": HARBOUR,
        "about/": ABOUT,
    },
    (BUDGET,),
    "config.toml",
)

JEKYLL = Sample(
    {
        "_config.yml": 'title: صحيفة\nurl: https://example.org\nbaseurl: ""\ntimezone: Africa/Casablanca\n',
        "Gemfile": "gem 'jekyll'\n",
        "README.md": "# About the repository\n",
        "about.md": f"---\ntitle: {ABOUT}\npermalink: /about/\n---\nصحيفة.\n",
        "_layouts/post.html": "{{ content }}",
        "_posts/2022-07-05-train.md": f"""---
layout: post
title: {TRAIN}
date: 2022-07-05 10:30:00 +0100
categories: أخبار نقل
tags: [قطار]
redirect_from: [/old/train/]
---
[المكتبة]({{% post_url 2022-07-06-library %}}) و[الميناء][1]
[1]: {{{{ site.baseurl }}}}{{% link _posts/2022-07-07-harbour.markdown %}}
![خريطة]({{{{ "/assets/map.png" | relative_url }}}})
<a href="{{{{ '/about/' | relative_url }}}}">من نحن</a>

{{% highlight liquid %}}
{{% post_url 2022-07-06-library %}}
{{% endhighlight %}}
""",
        "assets/map.png": PNG,
        "_posts/2022-07-06-library.md": f"---\n\ntitle: {LIBRARY}\n---\n![خريطة](/assets/map.png)\n",
        "_posts/2022-07-07-harbour.markdown": f"---\ntitle: {HARBOUR}\npermalink: /sea/:title/\n---\nText.\n",
        "_posts/2022-07-08-hidden.md": "---\ntitle: مخفي\npublished: false\n---\nنص.\n",
        "_drafts/budget.md": f"---\ntitle: {BUDGET}\n---\nمسودة.\n",
        "_data/comments/train/c1.yml": (
            "_id: c1\nname: قارئ\nemail: hash\nmessage: شكرا\ndate: 2022-07-06 10:00:00 +0100\n"
        ),
    },
    {
        "أخبار/نقل/2022/07/05/train.html": TRAIN,
        "old/train/": TRAIN,
        "2022/07/06/library.html": LIBRARY,
        "sea/harbour/": HARBOUR,
        "about/": ABOUT,
    },
    (BUDGET, "مخفي"),
    "_config.yml",
)

PELICAN = Sample(
    {
        "pelicanconf.py": "AUTHOR = 'سلمى'\nPATH = 'content'\nTIMEZONE = 'Africa/Casablanca'\nDEFAULT_LANG = 'ar'\n"
        "SITEURL = ''\nARTICLE_URL = '{date:%Y}/{slug}.html'\nARTICLE_SAVE_AS = ARTICLE_URL\n"
        "FEED_ALL_ATOM = None\nCATEGORY_FEED_ATOM = None\nTRANSLATION_FEED_ATOM = None\n"
        "import os\nos.abort() if os.environ.get('NEWSGEN') else None\n",
        "content/أخبار/train.md": f"""Title: {TRAIN}
Date: 2022-07-05 10:30
Tags: قطار, نقل
Slug: train
Summary: خلاصة

[المكتبة]({{filename}}/library.md) و[الميناء]({{filename}}../harbour.md) ![خريطة]({{static}}/images/map.png)
""",
        "content/images/map.png": PNG,
        "content/library.md": (
            f"Title: {LIBRARY}\nDate: 2022-07-06\nSlug: library\nCategory: ثقافة\n\n"
            f"نص: ![خريطة]({{static}}images/map.png)\n"
        ),
        "content/harbour.md": f"Title: {HARBOUR}\nDate: 2022-07-07\nAuthors: Sam; Kim\n\nText.\n",
        "content/budget.md": f"Title: {BUDGET}\nDate: 2022-07-08\nStatus: draft\nSlug: budget\n\nمسودة.\n",
        "content/pages/about.md": f"Title: {ABOUT}\nSlug: about\n\nصحيفة.\n",
        "content/old.rst": "Old\n###\n\n:date: 2010-01-01\n\nText.\n",
    },
    {
        "2022/train.html": TRAIN,
        "2022/library.html": LIBRARY,
        "2022/a-harbour-opens-in-safi.html": HARBOUR,
        "pages/about.html": ABOUT,
    },
    (BUDGET,),
    "pelicanconf.py",
)

NIKOLA = Sample(
    {
        "conf.py": "BLOG_TITLE = 'صحيفة'\nBLOG_AUTHOR = 'سلمى'\nSITE_URL = 'https://example.org/'\n"
        "DEFAULT_LANG = 'ar'\n"
        "BLOG_EMAIL = 'x@example.org'\nBLOG_DESCRIPTION = ''\n"
        "TIMEZONE = 'Africa/Casablanca'\nTRANSLATIONS = {'ar': '', 'en': './en'}\n"
        "POSTS = (('posts/*.md', 'posts', 'post.tmpl'),)\nPAGES = (('pages/*.md', '', 'page.tmpl'),)\n"
        "COMPILERS = {'markdown': ('.md',), 'rest': ('.rst',)}\n",
        "posts/train.md": f"""<!--
.. title: {TRAIN}
.. slug: train
.. date: 2022-07-05 10:30:00 UTC+01:00
.. tags: قطار, نقل
.. category: أخبار
-->

[المكتبة](link://slug/library) ![خريطة](/images/map.png)
""",
        "posts/library.md": (
            f".. title: {LIBRARY}\n.. slug: library\n.. date: 2022-07-06\n\nنص [القطار](link://slug/train).\n"
        ),
        "posts/harbour.md": "Text.\n",
        "posts/harbour.meta": f".. title: {HARBOUR}\n.. slug: harbour\n.. date: 2022-07-07 08:00:00 UTC\n",
        "posts/budget.md": (
            f"<!--\n.. title: {BUDGET}\n.. slug: budget\n.. date: 2022-07-08\n.. status: draft\n-->\n\nمسودة.\n"
        ),
        "pages/about.md": f"<!--\n.. title: {ABOUT}\n.. slug: about\n.. date: 2022-07-01\n-->\n\nصحيفة.\n",
        "images/map.png": PNG,
    },
    {"posts/train/": TRAIN, "posts/library/": LIBRARY, "posts/harbour/": HARBOUR, "about/": ABOUT},
    (BUDGET,),
    "conf.py",
)

HEXO = Sample(
    {
        "_config.yml": "title: صحيفة\nurl: https://example.org\nroot: /\npermalink: :year/:month/:day/:title/\n"
        "timezone: Africa/Casablanca\nlanguage: ar\nnew_post_name: :title.md\npost_asset_folder: true\n",
        "package.json": '{"name": "x", "hexo": {"version": ""}, "dependencies": {"hexo": "*"}}',
        "scaffolds/post.md": "---\ntitle: {{ title }}\n---\n",
        "source/_posts/train.md": f"""title: {TRAIN}
date: 2022/7/5 10:30:00
tags:
- قطار
categories:
- أخبار
---
{{% post_link library المكتبة %}} {{% asset_img map.png "خريطة" %}} ![أخرى](map.png)
""",
        "source/_posts/train/map.png": PNG,
        "source/_posts/library.md": (
            f"---\ntitle: {LIBRARY}\ndate: 2022-07-06 09:00:00\nphotos: [/images/x.png]\n---\n"
            f"[القطار](/2022/07/05/train/)\n"
        ),
        "source/images/x.png": PNG,
        "source/_posts/harbour.md": f'"title": "{HARBOUR}",\n"date": "2022/07/07 08:00:00"\n;;;\nText.\n',
        "source/_posts/hidden.md": "---\ntitle: مخفي\ndate: 2022-07-08 08:00:00\npublished: false\n---\nنص.\n",
        "source/_drafts/budget.md": f"---\ntitle: {BUDGET}\n---\nمسودة.\n",
        "source/about/index.md": f"---\ntitle: {ABOUT}\n---\nصحيفة.\n",
    },
    {"2022/07/05/train/": TRAIN, "2022/07/06/library/": LIBRARY, "2022/07/07/harbour/": HARBOUR, "about/": ABOUT},
    (BUDGET, "مخفي"),
    "_config.yml",
)

ELEVENTY = Sample(
    {
        "eleventy.config.js": (
            'module.exports = (config) => { config.addPassthroughCopy("src/img");'
            ' return { dir: { input: "src" } }; };\n'
        ),
        "node_modules/x/README.md": "# A package\n",
        "src/_includes/post.njk": "{{ content | safe }}",
        "src/posts/posts.json": '{"tags": "posts", "author": "سلمى"}',
        "src/posts/train.md": (
            f"---\ntitle: {TRAIN}\ndate: 2022-07-05\n---\n"
            f"[المكتبة](/posts/library/) [الميناء](../../sea/harbour/) ![خريطة](/img/map.png)\n"
        ),
        "src/img/map.png": PNG,
        "src/posts/library.md": f'---json\n{{"title": "{LIBRARY}", "date": "2022-07-06"}}\n---\nنص.\n',
        "src/posts/harbour.md": (
            f"---\ntitle: {HARBOUR}\ndate: 2022-07-07\npermalink: /sea/{{{{ page.fileSlug }}}}/\n---\nText.\n"
        ),
        "src/posts/2022-07-09-dated.md": "---\ntitle: بتاريخ في الاسم\n---\nنص.\n",
        "src/posts/budget.md": f"---\ntitle: {BUDGET}\ndate: 2022-07-08\npermalink: false\n---\nمسودة.\n",
        "src/about.md": f"---\ntitle: {ABOUT}\n---\nصحيفة.\n",
    },
    {
        "posts/train/": TRAIN,
        "posts/library/": LIBRARY,
        "sea/harbour/": HARBOUR,
        "posts/2022-07-09-dated/": "بتاريخ في الاسم",
        "about/": ABOUT,
    },
    (BUDGET,),
    "eleventy.config.js",
)

SAMPLES = {
    "hugo": HUGO,
    "zola": ZOLA,
    "jekyll": JEKYLL,
    "pelican": PELICAN,
    "nikola": NIKOLA,
    "hexo": HEXO,
    "eleventy": ELEVENTY,
}
