"""Write the structured data of a page, in the shapes that plugins and newsrooms give it."""

import json

from layouts.stamps import iso

KINDS = ("yoast", "rank_math", "single", "array", "broken", "furniture", "none")
"""Graphs of two plugins, one object, a list, JSON that cannot be parsed, objects without the article, nothing."""
_CONTEXT = {"@context": "https://schema.org"}


def json_ld(page, kinds):
    """Return the contents of the JSON-LD scripts of a *page*, of one of the *kinds*."""
    kind = page.one_of(*kinds)
    article, crumbs, site = _article(page), _crumbs(page), _site(page)
    if kind == "none":
        return []
    if kind in {"yoast", "rank_math"}:
        return [_script(_CONTEXT | {"@graph": _graph(page, article, crumbs, site, kind)})]
    if kind == "array":
        return [_script([_CONTEXT | node for node in (article, crumbs, site)])]
    if kind == "furniture":
        return [_script(_CONTEXT | crumbs), _script(_CONTEXT | site)]
    script = _script(_CONTEXT | article)
    if kind == "broken":
        return [_broken(page, script)]
    return [script, *([_script(_CONTEXT | crumbs)] if page.likely(0.5) else [])]


def _script(data):
    return json.dumps(data, ensure_ascii=False).replace("</", "<\\/")


def _broken(page, script):
    """Return a script with a comma too many, a line break within a text, or marks that are no JSON around it."""
    return page.one_of(
        script[:-1] + ",}",
        script.replace(" ", "\n", 9),
        f"<!--\n{script}\n-->",
        f"//<![CDATA[\n{script}\n//]]>",
    )


def _article(page):
    """Return the article; what a page does not declare is left out."""
    stamp = page.stamp
    article = {
        "@type": page.one_of("NewsArticle", "NewsArticle", "Article", "BlogPosting"),
        "headline": page.title if page.likely(0.9) else page.title[:60],
        "mainEntityOfPage": page.one_of({"@type": "WebPage", "@id": page.url}, page.url),
        "datePublished": stamp.declared and iso(stamp.declared),
        "dateModified": stamp.changed and iso(stamp.changed),
        "author": page.declared_author and _in_a_shape(page, "Person", "name", page.declared_author),
        "publisher": {"@type": "Organization", "name": page.site, "logo": f"https://{page.host}/logo.png"},
        "image": page.top and _in_a_shape(page, "ImageObject", "url", page.top.full),
        "description": page.summary,
        "articleSection": page.section if page.likely(0.5) else None,
        "keywords": page.tags if page.likely(0.5) else None,
        "articleBody": _text(page) if page.likely(0.3) else None,
    }
    return {key: value for key, value in article.items() if value}


def _in_a_shape(page, kind, key, value):
    """Return a *value* as an object of a *kind*, as a list of it, or as it is."""
    node = {"@type": kind, key: value}
    return page.one_of(node, [node], value)


def _text(page):
    """Return the text, whole on one line or line by line, or only its beginning."""
    whole = page.one_of(" ", "\n", "\r\n\r\n").join(page.gold.paragraphs)
    return whole if page.likely(0.7) else whole[:300]


def _crumbs(page):
    items = [("الرئيسية", f"https://{page.host}/"), (page.title, page.url)]
    nodes = [
        {"@type": "ListItem", "position": place, "name": name, "item": url}
        for place, (name, url) in enumerate(items, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": nodes}


def _site(page):
    url = f"https://{page.host}/"
    return {"@type": "WebSite", "@id": f"{url}#website", "url": url, "name": page.site}


def _graph(page, article, crumbs, site, kind):
    """Return the nodes of a plugin for search engines, which name each other by their @id."""
    url = page.url
    person = {"@type": "Person", "@id": f"{site['url']}#/schema/person/{page.id}", "name": page.declared_author}
    organisation = {"@type": "Organization", "@id": f"{site['url']}#organization", "name": page.site}
    web_page = {"@type": "WebPage", "@id": url, "url": url, "name": page.window, "isPartOf": {"@id": site["@id"]}}
    web_page |= {key: article[key] for key in ("datePublished", "dateModified") if key in article}
    node = article | {"@id": f"{url}{'#article' if kind == 'yoast' else '#richSnippet'}", "isPartOf": {"@id": url}}
    node.pop("articleBody", None)
    nodes = [organisation, site, web_page, crumbs]
    if page.declared_author:
        node["author"] = {"@id": person["@id"]} | ({"name": page.declared_author} if page.likely(0.6) else {})
        nodes.append(person)
    if page.top:
        node["image"] = {"@id": f"{url}#primaryimage"}
        nodes.append(node["image"] | {"@type": "ImageObject", "url": page.top.full, "contentUrl": page.top.full})
    return [node, *nodes] if kind == "yoast" else [*nodes, node]
