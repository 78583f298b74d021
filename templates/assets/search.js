// The search of the site. A reader's words become the keys that newsgen/text/search/words.py made of the articles;
// each rule here has its twin there, and a test compares them.

const MARKS = "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed";
const WORD = new RegExp(`(?:(?!\u0640)[\\p{L}\\p{N}])(?:(?!\u0640)[\\p{L}\\p{N}]|[${MARKS}\u0640])*`, "gu");
const INVISIBLE = /[\u00ad\u200b\u200c\u200d\u2060\ufeff]/g;
const SERVANT = /(?<![\p{L}\p{N}])([وفبلك]?عبد)\s+(?=ال)/gu;
const DROPPED = new RegExp(`[${MARKS}\u0640ء]`, "g");
const LETTERS = new Map();
"أإآٱىیېۍةۀہھەکڪگڭؤئپڤڥچژ".split("").forEach((letter, i) => LETTERS.set(letter, ("اااايييي" + "ههههه" + "كككك" + "ويبففجز")[i]));
"٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹".split("").forEach((digit, i) => LETTERS.set(digit, String(i % 10)));
const IS_ARABIC = /^[\u0621-\u064a]+$/;
const ARTICLE = /^[وف]?(?:[بكل]?ال(?=...)|ال(?=..)|لل(?=..))/;
const PARTICLES = "وفبلك";
const ENDINGS = "تهما تها تهم تهن تنا تين تان هما ها هم هن كم ات ون ين ان وا ته تي تك ه ي ا".split(" ");
const SHORTEST = 3;
const END = "ة";
const PAGE = 10;

export class Keys {
  constructor(tables) {
    const set = (name) => new Set(tables[name].split(" "));
    [this.stop, this.beginnings, this.endings] = ["stop", "beginnings", "endings"].map(set);
    this.plurals = new Map(tables.plurals.split(" ").map((pair) => pair.split("=")));
    this.known = new Map();
  }

  // The key of each word of a text, "" for a function word.
  of(text) {
    return this.words(text).map((word) => this.key(word));
  }

  words(text) {
    return text.normalize("NFKC").replace(SERVANT, "$1").replace(INVISIBLE, "").match(WORD) || [];
  }

  key(word) {
    if (!this.known.has(word)) {
      const form = normalForm(word);
      const isStop = form.length === 1 || (this.stop.has(form) && !/[ءئآ]|^والي$|^علي$/.test(word));
      this.known.set(word, !IS_ARABIC.test(form) ? form : isStop ? "" : this.stem(this.withoutParticles(form)));
    }
    return this.known.get(word);
  }

  withoutParticles(form) {
    for (;;) {
      if (this.plurals.has(form) || this.endings.has(form) || this.beginnings.has(this.stem(form))) return form;
      const article = form.match(ARTICLE)?.[0];
      if (article) {
        const rest = form.slice(article.length);
        const kept = (article.endsWith("لل") ? "ل" : "ال") + rest;
        form = kept.length < form.length && this.beginnings.has(this.stem(kept)) ? kept : rest;
      } else if (form.length > SHORTEST && PARTICLES.includes(form[0])) form = form.slice(1);
      else return form;
    }
  }

  stem(form) {
    let singular = this.singular(form);
    form = singular || form;
    for (;;) {
      if (this.endings.has(form)) return form;
      const ending = ENDINGS.find((one) => form.length - one.length >= SHORTEST && form.endsWith(one));
      if (!ending) return form;
      form = form.slice(0, -ending.length);
      if (!singular) form = (singular = this.singular(form)) || form;
    }
  }

  singular(form) {
    return this.plurals.get(form) || (/ا[وي]$/.test(form) ? this.plurals.get(form.slice(0, -1)) : undefined);
  }
}

export function normalForm(word) {
  if (/^[\x00-\x7f]*$/.test(word)) return word.toLowerCase();
  word = word.replace(/[ؤئ](?=و)/g, "").replace(DROPPED, "").replace(/./gu, (letter) => LETTERS.get(letter) || letter);
  if (!IS_ARABIC.test(word)) word = word.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
  return word.replace(/([اوي])\1+/g, "$1");
}

// The words between quotes are a phrase; each other word stands for itself.
export function unitsOf(query, keys) {
  const units = [];
  query.split(/["«»“”„]/).forEach((part, i, parts) => {
    const found = keys.of(part);
    if (i % 2 && i < parts.length - 1) {
      const places = found.map((key, place) => ({ key, place })).filter((one) => one.key);
      if (places.length) units.push(places);
    } else found.filter(Boolean).forEach((key) => units.push([{ key, place: 0 }]));
  });
  return units;
}

class Index {
  constructor(folder, shards) {
    this.folder = folder;
    this.shards = shards;
    this.found = new Map();
    this.shown = new Map();
  }

  async start(tables) {
    // Pagefind goes on without a file that it cannot load, as if it held no results.
    const load = globalThis.fetch;
    globalThis.fetch = async (...request) => {
      const answer = await load(...request).catch(() => Response.error());
      if (!answer.ok) this.isBroken = true;
      return answer;
    };
    const words = fetch(tables).then((answer) => answer.json());
    const entry = await (await fetch(`${this.folder}1/pagefind-entry.json`, { cache: "no-cache" })).json();
    const { createInstance } = await import(`${this.folder}1/pagefind.js?${entry.version}`);
    const at = (shard) => new URL(`${this.folder}${shard}/`, location.href).pathname;
    this.engine = createInstance({ basePath: at(1), noWorker: true });
    await this.engine.init();
    for (let shard = 2; shard <= this.shards; shard++) await this.engine.mergeIndex(at(shard));
    this.keys = new Keys(await words);
    if (this.isBroken) this.lose();
  }

  // The articles with a key: their score and the places of the key, by the engine's id.
  lookup(word) {
    if (!this.found.has(word)) {
      const results = this.engine.search(word).then((answer) => {
        const found = new Map();
        for (const one of answer.results) {
          found.set(one.id, { score: one.score, places: one.words });
          this.shown.set(one.id, one);
        }
        return found;
      });
      this.found.set(word, results);
    }
    return this.found.get(word);
  }

  async order() {
    this.days ??= this.engine.search(null, { sort: { day: "desc" } }).then((answer) => {
      const shard = (id) => parseInt(id.slice(1), 10);
      answer.results.forEach((one) => this.shown.set(one.id, one));
      const ids = answer.results.map((one) => one.id);
      return new Map(ids.sort((a, b) => shard(b) - shard(a)).map((id, place) => [id, place]));
    });
    return this.days;
  }

  // The articles with all keys of a unit, one after the other.
  async unit(keys) {
    const [first, ...rest] = await Promise.all(keys.map((one) => this.lookup(one.key + END)));
    const found = new Map();
    for (const [id, { score, places }] of first) {
      let sum = score;
      let starts = places.map((place) => place - keys[0].place);
      rest.forEach((other, i) => {
        const there = new Set((other.get(id)?.places || []).map((place) => place - keys[i + 1].place));
        starts = starts.filter((place) => there.has(place));
        sum += other.get(id)?.score || 0;
      });
      if (starts.length) found.set(id, { score: sum, places: starts });
    }
    return found;
  }

  async spelled(key) {
    this.vocabulary ??= Promise.all(
      Array.from({ length: this.shards }, (_, i) => fetch(`${this.folder}${i + 1}/words.txt`).then((answer) => (answer.ok ? answer.text() : ""))),
    ).then((texts) => texts.flatMap((text) => text.split("\n")));
    const most = key.length > 5 ? 2 : 1;
    let best = [];
    let least = most;
    for (const word of await this.vocabulary) {
      const distance = word && Math.abs(word.length - key.length) <= least ? distanceOf(key, word, least) : 9;
      if (distance < least) [best, least] = [[], distance];
      if (distance <= least && best.length < 3) best.push(word);
    }
    return best;
  }

  async unitOrNear(keys, notes) {
    const found = await this.unit(keys);
    if (found.size || keys.length > 1 || keys[0].key.length < 4) return found;
    const near = await this.spelled(keys[0].key);
    if (near.length) notes.near = [...(notes.near || []), ...near];
    const all = await Promise.all(near.map((key) => this.unit([{ key, place: 0 }])));
    const merged = new Map();
    for (const one of all) for (const [id, hit] of one) if (!merged.has(id)) merged.set(id, hit);
    return merged;
  }

  async filtered(filters) {
    const chosen = Object.entries(filters).filter(([, name]) => name);
    const words = chosen.map(([kind, name]) => kind + (this.keys.words(name).map(normalForm).join("") + END));
    return Promise.all(words.map((word) => this.lookup(word)));
  }

  // The ids of all articles that answer a query, and notes about how.
  async find(query, sort, filters) {
    const notes = { keys: new Set() };
    this.isBroken = false;
    const units = unitsOf(query, this.keys);
    units.flat().forEach((one) => notes.keys.add(one.key));
    const sets = await this.filtered(filters);
    if (!units.length && (!sets.length || query.trim())) return { ids: [], notes };
    const hits = await Promise.all(units.map((unit) => this.unitOrNear(unit, notes)));
    (notes.near || []).forEach((key) => notes.keys.add(key));
    const scores = scored(hits, units, notes, units.length ? null : sets[0]);
    let ids = [...scores.keys()].filter((id) => sets.every((set) => set.has(id)));
    if (sort === "date" || !units.length) {
      const order = await this.order();
      ids.sort((a, b) => order.get(a) - order.get(b));
    } else ids.sort((a, b) => scores.get(b) - scores.get(a) || (a < b ? -1 : 1));
    if (this.isBroken) this.lose();
    return { ids, notes };
  }

  // Forgets what was found, because a file of the index was missing, and another try may find it.
  lose() {
    this.found.clear();
    throw new Error("a file of the index could not be loaded");
  }

  async show(id) {
    const { meta } = await this.shown.get(id).data();
    return JSON.parse(meta.shown.replace(/[\ue000-\uf8ff]/g, (one) => String.fromCharCode(one.charCodeAt(0) - 0xe000)));
  }
}

// Scores of the articles that have all units; if none has, of those that have most, but for a single one.
function scored(hits, units, notes, all) {
  const scores = new Map();
  const counts = new Map();
  if (all) for (const id of all.keys()) scores.set(id, 0);
  hits.forEach((found, i) => {
    for (const [id, { score, places }] of found) {
      let sum = score;
      const before = i && units[i - 1].length === 1 && units[i].length === 1 && hits[i - 1].get(id);
      if (before && places.some((place) => before.places.includes(place - 1))) sum *= 2;
      scores.set(id, (scores.get(id) || 0) + sum);
      counts.set(id, (counts.get(id) || 0) + 1);
    }
  });
  if (!hits.length) return scores;
  const most = Math.max(0, ...counts.values());
  const needed = most === units.length ? most : units.length > 2 ? Math.max(2, most) : units.length;
  notes.any = needed < units.length && most === needed;
  for (const id of [...scores.keys()]) if (counts.get(id) < needed) scores.delete(id);
  return scores;
}

// The distance of two words in letters that are added, left out, replaced or exchanged; above `most` it is not exact.
export function distanceOf(a, b, most) {
  let [before, last] = [[], Array.from({ length: b.length + 1 }, (_, i) => i)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      let cost = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, before[j - 2] + 1);
      row.push(cost);
      least = Math.min(least, cost);
    }
    if (least > most) return most + 1;
    [before, last] = [last, row];
  }
  return last[b.length];
}

// The best part of a text for the keys, as pieces that are words of the query or not.
export function excerptOf(text, keys, sought, width = 30) {
  const pieces = [];
  const plain = text.replace(INVISIBLE, "");
  let end = 0;
  for (const match of plain.matchAll(WORD)) {
    pieces.push({ text: plain.slice(end, match.index + match[0].length), before: match.index - end, hit: sought.has(keys.key(match[0].normalize("NFKC"))) });
    end = match.index + match[0].length;
  }
  let [best, most] = [0, -1];
  let count = 0;
  pieces.forEach((piece, i) => {
    count += piece.hit ? 1 : 0;
    if (i >= width && pieces[i - width].hit) count--;
    if (count > most) [best, most] = [Math.max(0, i - width + 1), count];
  });
  const first = pieces.findIndex((piece, i) => i >= best && piece.hit);
  const start = Math.max(0, Math.min(first < 0 ? 0 : Math.max(best, first - 6), pieces.length - width));
  return { pieces: pieces.slice(start, start + width), isCut: start > 0, goesOn: start + width < pieces.length };
}

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

const AFTER_WORDS = new RegExp(`[^\\p{L}\\p{N}${MARKS}]*$`, "u");

function marked(text, keys, sought, width) {
  const { pieces, isCut, goesOn } = excerptOf(text, keys, sought, width);
  const parts = pieces.flatMap((piece, i) => [
    { text: i || !isCut ? piece.text.slice(0, piece.before).replace(/\s+/g, " ") : "" },
    { text: piece.text.slice(piece.before), hit: piece.hit },
  ]);
  const [afterTheLastWord] = text.replace(INVISIBLE, "").match(AFTER_WORDS);
  return nodesOf([{ text: isCut ? "…" : "" }, ...parts, { text: goesOn ? "…" : afterTheLastWord }]);
}

const LONGEST_QUERY = 200;

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
      const index = new Index(new URL(`${this.home}search/`, location.href).href, this.words.shards);
      this.loading = index.start(this.form.dataset.words).then(() => index);
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
      const { ids, notes } = await index.find(q, sort, filters);
      if (run !== this.run) return;
      [this.ids, this.notes, this.shown] = [ids, notes, 0];
      await this.show(run, most);
      const added = notes.any ? this.words.any : notes.near ? this.words.near : "";
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
    const ids = this.ids.slice(this.shown, this.shown + most);
    const found = await Promise.all(ids.map((id) => index.show(id)));
    if (run !== this.run) return undefined;
    const items = [];
    for (const one of found) {
      items.push(this.item(one, index.keys));
      this.list.append(items.at(-1));
      await new Promise((goOn) => setTimeout(goOn)); // so that the page answers its reader meanwhile
      if (run !== this.run) return undefined;
    }
    this.shown += ids.length;
    this.more.hidden = this.shown >= this.ids.length;
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

  item(one, keys) {
    const link = (url) => this.home + url.split("/").map(encodeURIComponent).join("/");
    const tongue = one.l ? { lang: one.l, dir: /^(ar|fa|ur|he|ckb|ps|sd|ug|yi)/.test(one.l) ? "rtl" : "ltr" } : {};
    const facts = [one.s, one.n].filter(Boolean).map((text) => element("span", {}, ...nodesOf([{ text }])));
    if (one.d) facts.push(element("time", { datetime: one.d }, one.t));
    const picture = one.p && element("a", { class: "pic", href: link(one.u), tabindex: "-1", "aria-hidden": "true" });
    picture?.append(element("img", { src: link(one.p[0]), width: one.p[1], height: one.p[2], alt: "", loading: "lazy", decoding: "async" }));
    return element("li", {}, element("article", { class: picture ? "card pictured" : "card" },
      ...(picture ? [picture] : []),
      element("h2", tongue, element("a", { href: link(one.u) }, ...marked(one.h, keys, this.notes.keys, 60))),
      element("p", { ...tongue, class: "excerpt" }, ...marked(one.x || "", keys, this.notes.keys, 30)),
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
    const { ids } = await index.find(query, sort, filters);
    globalThis.newsgenSearch.total = ids.length;
    return Promise.all(ids.slice(0, limit).map(async (id) => (await index.show(id)).i));
  };
}
