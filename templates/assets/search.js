// The page that searches the site. What it knows of the articles is in search-index.js.

const PAGE = 10;
const LONGEST_QUERY = 200;

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value !== undefined) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

// Parts of Arabic text that read from left to right, by the rules of newsgen/text/bidi.py: addresses, names with an @,
// prices, phone numbers, numbers with a sign, and names like C++.
const SIGN = `(?:(?<!\\p{Nd} )(?:(?:(?<![^\\s(\\[{«“"'،:/>])|(?<=\\sو))-|(?<![\\p{L}\\p{N}_.,)%+−-])[+−]))`;
const LEFT_TO_RIGHT = new RegExp(
  [
    `(?:https?://|www\\.)[^\\s<>"'()«»“”‘’„‚\\[\\]{}|…،؛]+`,
    `(?<![\\w.+-])[\\w.+-]+@(?:[\\w-]+(?:\\.[\\w-]+)+|…)`,
    `(?<![\\p{L}\\p{N}_@])@[\\p{L}\\p{N}_.]{2,30}(?:@[\\w.-]{1,60})?`,
    `${SIGN}?[$€£][ \u00a0]?\\p{Nd}[\\p{Nd}.,]*`,
    `(?<![\\p{L}\\p{N}_.,])${SIGN}?\\p{Nd}[\\p{Nd}.,]*[ \u00a0]?[$€£]`,
    `(?<![\\p{L}\\p{N}_.,/+-])(?:(?:\\+|00)\\d(?:[ \u00a0().-]{0,2}\\d){6,14}|(?=(?:[ \u00a0.-]?\\d){9})0\\d{1,4}(?:[ \u00a0.-]\\d{2,4}){2,5})(?![\\p{L}\\p{N}_])`,
    `${SIGN}\\p{Nd}[\\p{Nd}.,]*(?![\\p{Nd}.,]|[-–−/]\\p{Nd})(?:[ \u00a0]?[%‰٪]|°[CF]?)?(?![\\p{L}\\p{N}_])`,
    `(?<![\\p{L}\\p{N}_])[A-Za-z](?:\\w{0,30}\\+{1,2}|#)(?![\\p{L}\\p{N}_])`,
  ].join("|"),
  "gu",
);
const MAY_BE_LEFT_TO_RIGHT = /[@+#$€£−]|http|www\.|0\d|-[\p{Nd}$€£]/u; // is fast
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;
const LONGEST_UNBROKEN = 20;

// The nodes of a text in parts, some of which are marked; what reads from left to right is isolated.
function nodesOf(parts) {
  const text = parts.map((part) => part.text).join("");
  const between = (from, to) => {
    let at = 0;
    return parts.flatMap((part) => {
      const piece = part.text.slice(Math.max(0, from - at), Math.max(0, to - at));
      at += part.text.length;
      return piece ? [part.hit ? element("mark", {}, piece) : piece] : [];
    });
  };
  const isolated = (from, to) => element("bdi", { dir: "ltr", class: to - from > LONGEST_UNBROKEN ? "long" : undefined }, ...between(from, to));
  if (/\p{L}/u.test(text) && !RIGHT_TO_LEFT.test(text)) return [isolated(0, text.length)];
  const nodes = [];
  let end = 0;
  for (const match of MAY_BE_LEFT_TO_RIGHT.test(text) ? text.matchAll(LEFT_TO_RIGHT) : []) {
    const start = match.index;
    nodes.push(...between(end, start));
    end = start + match[0].replace(/[.,،؛:!؟?]+$/, "").length;
    nodes.push(isolated(start, end));
  }
  return [...nodes, ...between(end, text.length)];
}

// The index, in a worker, so that the page answers its reader meanwhile; in the page itself where workers load no modules.
class Index {
  constructor(url) {
    this.url = url;
    this.waiting = new Map();
    this.worker = new Worker(url, { type: "module" });
    this.worker.addEventListener("message", ({ data: { id, result, error } }) => {
      const { resolve, reject } = this.waiting.get(id);
      this.waiting.delete(id);
      if (error) reject(new Error(error));
      else resolve(result);
    });
    this.worker.addEventListener("error", (event) => {
      event.preventDefault();
      this.here ??= import(url).then((module) => new module.Index());
      const waiting = [...this.waiting.values()];
      this.waiting.clear();
      for (const { method, args, resolve, reject } of waiting) this.ask(method, ...args).then(resolve, reject);
    });
  }

  async ask(method, ...args) {
    if (this.here) return (await this.here)[method](...args);
    return new Promise((resolve, reject) => {
      const id = crypto.getRandomValues(new Uint32Array(1))[0];
      this.waiting.set(id, { method, args, resolve, reject });
      this.worker.postMessage({ id, method, args });
    });
  }
}

class Page {
  constructor(form) {
    this.form = form;
    this.words = JSON.parse(form.dataset.client);
    this.home = form.dataset.home;
    this.list = document.getElementById("page-results");
    this.status = document.getElementById("page-status");
    this.more = document.getElementById("page-more");
    this.browse = document.getElementById("page-browse");
    this.run = 0;
  }

  say(text) {
    this.status.classList.remove("waiting");
    this.status.textContent = text;
  }

  // The index is loaded when a reader is about to need it, and again if that failed.
  index() {
    if (!this.loading) {
      const at = (url) => new URL(url, location.href).href;
      const index = new Index(at(this.form.dataset.index));
      const { shards } = this.words;
      this.loading = index.ask("start", at(`${this.home}search/`), shards, at(this.form.dataset.words)).then(() => index);
      this.loading.catch(() => (this.loading = undefined));
    }
    return this.loading;
  }

  digits(number) {
    return String(number).replace(/\d/g, (digit) => this.words.digits[digit]);
  }

  counted(number) {
    const forms = this.words.results;
    const form = new Intl.PluralRules("ar").select(number);
    return (forms[form] || forms.other).replace("{n}", this.digits(number));
  }

  read() {
    const asked = new URLSearchParams(location.search);
    for (const field of this.form.elements) {
      if (!field.name) continue;
      const value = (asked.get(field.name) || (field.name === "sort" ? "relevance" : "")).slice(0, LONGEST_QUERY);
      if (field.options && ![...field.options].some((one) => one.value === value)) field.add(new Option(value, value));
      field.value = value;
    }
    this.asked = location.search;
  }

  write() {
    const asked = new URLSearchParams();
    for (const [name, value] of new FormData(this.form)) {
      if (value && !(name === "sort" && value === "relevance")) asked.set(name, value);
    }
    const url = `?${asked}`;
    if (url !== (location.search || "?")) history.pushState(null, "", url === "?" ? location.pathname : url);
    this.asked = location.search;
  }

  // Answers the form; `most` results are shown at once, which are more than a few if the reader comes back.
  async search(most = PAGE) {
    const { q = "", sort, ...filters } = Object.fromEntries(new FormData(this.form));
    const run = ++this.run;
    this.list.replaceChildren();
    this.more.hidden = true;
    const isAsked = Boolean(q.trim() || Object.values(filters).some(Boolean));
    this.browse.hidden = isAsked;
    const isEmpty = !this.words.shards;
    this.say(!isAsked ? "" : isEmpty ? this.words.none : this.words.loading);
    if (!isAsked || isEmpty) return;
    try {
      const index = await this.index();
      const found = await index.ask("find", q, sort, filters);
      if (run !== this.run) return;
      const { ids } = found;
      [this.found, this.shown] = [found, 0];
      await this.show(run, most);
      const added = found.any ? this.words.any : found.near ? this.words.near : "";
      if (run !== this.run) return;
      this.say(ids.length ? `${this.counted(ids.length)}. ${added}` : this.words.none);
      this.browse.hidden = ids.length > 0;
    } catch (error) {
      this.fail(error, run);
    }
  }

  // Another try begins anew, because the site may have been published again meanwhile.
  fail(error, run) {
    console.error(error);
    this.loading = undefined;
    if (run !== this.run) return;
    this.say(this.words.failed);
    this.browse.hidden = false;
  }

  async show(run, most = PAGE) {
    const index = await this.index();
    const ids = this.found.ids.slice(this.shown, this.shown + most);
    const found = await index.ask("show", ids, this.found.stems);
    if (run !== this.run) return undefined;
    const items = [];
    for (const one of found) {
      items.push(this.item(one));
      this.list.append(items.at(-1));
      await new Promise((goOn) => setTimeout(goOn)); // so that the page answers its reader meanwhile
      if (run !== this.run) return undefined;
    }
    this.shown += ids.length;
    this.more.hidden = this.shown >= this.found.ids.length;
    return items[0];
  }

  // Shows more results, and moves the focus to the first of them.
  async goOn() {
    if (this.isBusy) return;
    this.isBusy = true;
    const { run } = this;
    try {
      const first = await this.show(run);
      first?.querySelector("h2 a").focus();
    } catch (error) {
      this.fail(error, run);
    }
    this.isBusy = false;
  }

  // A reader who comes back from an article sees the same results in the same place.
  async comeBack() {
    this.read();
    const { shown, top } = history.state || {};
    await this.search(shown);
    if (top) scrollTo({ top, behavior: "instant" });
  }

  item(one) {
    const link = (url) => this.home + url.split("/").map(encodeURIComponent).join("/");
    const tongue = one.l ? { lang: one.l, dir: /^(ar|fa|ur|he|ckb|ps|sd|ug|yi)/.test(one.l) ? "rtl" : "ltr" } : {};
    const facts = [one.s, one.n].filter(Boolean).map((text) => element("span", {}, ...nodesOf([{ text }])));
    if (one.d) facts.push(element("time", { datetime: one.d }, one.t));
    const picture = one.p && element("a", { class: "pic", href: link(one.u), tabindex: "-1", "aria-hidden": "true" });
    picture?.append(element("img", { src: link(one.p[0]), width: one.p[1], height: one.p[2], alt: "", loading: "lazy", decoding: "async" }));
    return element("li", {}, element("article", { class: picture ? "card pictured" : "card" },
      ...(picture ? [picture] : []),
      element("h2", tongue, element("a", { href: link(one.u) }, ...nodesOf(one.h))),
      element("p", { ...tongue, class: "excerpt" }, ...nodesOf(one.x)),
      element("p", { class: "facts" }, ...facts)));
  }

  start() {
    const search = () => {
      this.write();
      this.search();
    };
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      search();
    });
    this.form.addEventListener("change", (event) => event.target.tagName === "SELECT" && search());
    this.more.addEventListener("click", () => this.goOn());
    this.list.addEventListener("click", () => history.replaceState({ shown: this.shown, top: scrollY }, ""));
    // A link to a part of the page is an entry of the history too, but no other search.
    addEventListener("popstate", () => location.search !== this.asked && this.comeBack());
    this.form.addEventListener("focusin", () => this.words.shards && this.index().catch(() => {}), { once: true });
    this.comeBack();
  }
}

const form = globalThis.document?.getElementById("page-search");
if (form) {
  const page = new Page(form);
  page.start();
  // For measurements: the ids of the articles that answer a query, the best first.
  globalThis.newsgenSearch = async (query, { limit = PAGE, sort = "relevance", filters = {} } = {}) => {
    const index = await page.index();
    const { ids, stems } = await index.ask("find", query, sort, filters);
    globalThis.newsgenSearch.total = ids.length;
    return (await index.ask("show", ids.slice(0, limit), stems)).map((one) => one.i);
  };
}
