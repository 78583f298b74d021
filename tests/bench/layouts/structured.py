"""Write the structured data of a page, in the shapes that plugins and newsrooms give it."""

import json

from layouts.stamps import iso

KINDS = ("yoast", "rank_math", "single", "array", "broken", "furniture", "none")


def json_ld(page, kinds):
    """Return the contents of the JSON-LD scripts of a *page*, of one of the *kinds*."""
    kind = page.one_of(*kinds)
    if kind == "none":
        return []
    article = _article(page)
    crumbs = {"@type": "BreadcrumbList", "itemListElement": [
        {"@type": "ListItem", "position": 1, "name": "الرئيسية", "item": f"https://{page.host}/"},
        {"@type": "ListItem", "position": 2, "name": page.title},
    ]}  # fmt: skip
    site = {
        "@type": "WebSite",
        "@id": f"https://{page.host}/#website",
        "url": f"https://{page.host}/",
        "name": page.site,
    }
    context = {"@context": "https://schema.org"}
    if kind in {"yoast", "rank_math"}:
        return [_script(context | {"@graph": _graph(page, article, crumbs, site, kind)})]
    if kind == "array":
        return [_script([context | article, context | crumbs, context | site])]
    if kind == "furniture":
        return [_script(context | crumbs), _script(context | site)]
    text = _script(context | article)
    if kind == "single":
        return [text, *([_script(context | crumbs)] if page.likely(0.5) else [])]
    return [
        page.one_of(
            text[:-1] + ",}",
            text.replace('", "', '",\n\t "', 1).replace("}", ",}", 1),
            f"<!--\n{text}\n-->",
            f"//<![CDATA[\n{text}\n//]]>",
        )
    ]


def _script(data):
    return json.dumps(data, ensure_ascii=False).replace("</", "<\\/")


def _article(page):
    """Return the article; what a page does not declare is left out."""
    stamp = page.stamp
    article = {
        "@type": page.one_of("NewsArticle", "NewsArticle", "Article", "BlogPosting"),
        "headline": page.title if page.likely(0.9) else page.title[:60],
        "mainEntityOfPage": page.one_of({"@type": "WebPage", "@id": page.url}, page.url),
        "datePublished": stamp.declared and iso(stamp.declared),
        "dateModified": stamp.changed and iso(stamp.changed),
        "author": page.declared_author and page.one_of(
            {"@type": "Person", "name": page.declared_author}, [{"@type": "Person", "name": page.declared_author}], page.declared_author
        ),
        "publisher": {"@type": "Organization", "name": page.site, "logo": {"@type": "ImageObject", "url": f"https://{page.host}/logo.png"}},
        "image": page.top and page.one_of(page.top.full, [page.top.full], {"@type": "ImageObject", "url": page.top.full}),
        "description": page.summary,
        "articleSection": page.section if page.likely(0.5) else None,
        "keywords": page.tags if page.likely(0.5) else None,
        "articleBody": _text(page) if page.likely(0.3) else None,
    }  # fmt: skip
    return {key: value for key, value in article.items() if value}


def _text(page):
    """Return the text, whole on one line or line by line, or only its beginning."""
    whole = page.one_of(" ", "\n", "\r\n\r\n").join(page.gold.paragraphs)
    return whole if page.likely(0.7) else whole[:300]


def _graph(page, article, crumbs, site, kind):
    """Return the linked nodes of a plugin for search engines."""
    ident = page.url + ("#richSnippet" if kind == "rank_math" else "#article")
    person = {
        "@type": "Person",
        "@id": f"https://{page.host}/#/schema/person/{page.id}",
        "name": page.declared_author or page.site,
    }
    image = page.top and {
        "@type": "ImageObject",
        "@id": page.url + "#primaryimage",
        "url": page.top.full,
        "contentUrl": page.top.full,
    }
    node = article | {"@id": ident, "isPartOf": {"@id": page.url}, "mainEntityOfPage": {"@id": page.url}}
    node.pop("articleBody", None)
    if page.declared_author:
        node["author"] = {"@id": person["@id"]} | ({"name": page.declared_author} if page.likely(0.6) else {})
    if image:
        node["image"] = {"@id": image["@id"]}
    dates = {key: article[key] for key in ("datePublished", "dateModified") if key in article}
    web_page = {
        "@type": "WebPage",
        "@id": page.url,
        "url": page.url,
        "name": page.window,
        "isPartOf": {"@id": site["@id"]},
        "inLanguage": "ar",
    } | dates
    organisation = {"@type": "Organization", "@id": f"https://{page.host}/#organization", "name": page.site}
    nodes = [node, web_page, *([image] if image else []), crumbs, site, organisation, person]
    return nodes if kind == "yoast" else [organisation, site, *([image] if image else []), web_page, person, node]
