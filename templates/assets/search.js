// The search of the site. A reader's words become the keys that newsgen/text/search/words.py made of the articles;
// each rule here has its twin there, and a test compares them.

const MARKS = "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed";
const JOINED = "عبد +(?=ال)|[أا]ب[وي] +(?=ظبي)|فيس +(?=بوك)|واتس +(?=[اآأ]ب)|بور +(?=سعيد)";
const LETTER = "(?:(?!\u0640)[\\p{L}\\p{N}])";
const WORD = new RegExp(`(?:[وفبلك]?(?:${JOINED}))?${LETTER}(?:${LETTER}|[${MARKS}\u0640])*`, "gu");
const INVISIBLE = /[\u00ad\u200b\u200c\u200d\u2060\ufeff]/g;
const UNMARK = new RegExp(`[${MARKS}\u0640 ]`, "g");
const LETTERS = new Map([["ء", ""]]);
"أإآٱىیېۍةۀہھەکڪگڭؤئپڤڥچژ".split("").forEach((letter, i) => LETTERS.set(letter, ("اااايييي" + "ههههه" + "كككك" + "ويبففجز")[i]));
"٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹".split("").forEach((digit, i) => LETTERS.set(digit, String(i % 10)));
const IS_ARABIC = /^[\u0621-\u064a]+$/;
const NUMBER_FIRST = /^([وفبلك]?)([0-9]+)([\u0621-\u064a]{1,3})?$/;
const ARTICLE = /^([وف]?)(?:([بكل]?)ال(?=...)|ال(?=..)|(ل)ل(?=..))/;
const LAM_ALIF = /^([وف]?)ل(ل?)(?=[أإ])/;
const PARTICLES = "وفبلك";
const ENDINGS = "تهما تها تهم تهن تنا تين تان هما ها هم هن كم ات ون ين ان وا ته تي تك ه ي ا و".split(" ");
const AFTER_PLURAL = "ها هم هما هن كم ه ي ا".split(" ");
const SHORTEST = 3;
const BEFORE_WAW = 4;
const END = "ة";
const WHOLE = "ى";
const PAGE = 10;
// The commonest forms of words, in which the keys of a frequent word are sought in the files of the index.
const COMMON_ENDINGS = ["", "ا", "ات", "ه", "ي", "يه", "ين"];
const COMMON_PARTICLES = ["", "ال", "الب", "الل", "الو", "ب", "ل", "و"];
const LAST = "\u9fff";
// What an article's score has for the form that was typed, and the share of it for a word that is only spelled like it.
const SAME_FORM = 2;
const WORST = 0.01;
const BETTER = 2;
const HEADLINE = 12;
// Distances of two spellings: what a slip of the ear makes; and how many more articles must have the other spelling.
const SMALL = 0.5;
const MORE_THAN_TYPED = 8;
const RARER = 0.5;
// Letters that are heard alike, and then each other one, but not the long vowels. Each has a bit.
const SOUNDS = new Map(["غجقك", "تط", "سصث", "دضذزظ", "حه", "من", ..."بخرشعفل"].flatMap((letters, i) => [...letters].map((letter) => [letter.charCodeAt(0), 1 << i])));

export class Keys {
  constructor(tables) {
    const set = (name) => new Set(tables[name].split(" "));
    const map = (name) => new Map(tables[name].split(" ").map((pair) => pair.split("=")));
    [this.stop, this.beginnings, this.endings] = ["stop", "beginnings", "endings"].map(set);
    [this.plurals, this.below, this.written, this.spellings] = ["plurals", "below", "written", "spellings"].map(map);
    this.isWritten = new RegExp(`^${tables.pattern.replace("{plurals}", [...this.written.keys()].join("|"))}`);
    this.known = new Map();
  }

  // The key of each word of a text, "" for a function word.
  of(text) {
    return this.words(text).map((word) => this.key(word));
  }

  words(text) {
    return text.normalize("NFKC").replace(INVISIBLE, "").match(WORD) || [];
  }

  key(word) {
    if (!this.known.has(word)) this.known.set(word, this.newKey(word));
    return this.known.get(word);
  }

  newKey(word) {
    let form = normalForm(word);
    if (!IS_ARABIC.test(form)) {
      const number = form.match(NUMBER_FIRST);
      return number ? this.join(number[2], number[2] + (number[3] || ""), number[1]) : this.join(form, form, "");
    }
    if (form.length === 1 || (this.stop.has(form) && !/[ءئآ]|^والي$|^علي$/.test(word))) return "";
    const bare = word.replace(UNMARK, "");
    const written = bare.match(this.isWritten);
    if (written) {
      const [, before, plural] = written;
      const stem = this.stem(normalForm(this.written.get(plural)), false);
      return this.join(stem, normalForm(bare.slice(before.length)), outwards(before));
    }
    const isBelow = bare.includes("إ");
    const lam = bare.match(LAM_ALIF);
    const before = lam ? (lam[2] ? "ال" : "") + "ل" + lam[1] : "";
    let attached;
    [form, attached] = this.withoutParticles(form.slice(lam ? lam[0].length : 0), isBelow);
    return this.join(this.stem(form, isBelow, bare.endsWith(END)), form, attached + before);
  }

  join(stem, form, before) {
    const ending = sameForm(form.startsWith(stem) ? form.slice(stem.length) : WHOLE + form);
    return [this.spellings.get(stem) || stem, ending, before, ""].join(END);
  }

  withoutParticles(form, isBelow) {
    let before = "";
    for (;;) {
      const isWord = (isBelow ? this.below : this.plurals).has(form) || this.endings.has(form);
      if (isWord || this.beginnings.has(this.stem(form, false))) return [form, before];
      const article = form.match(ARTICLE);
      if (article) {
        const rest = form.slice(article[0].length);
        const attached = (article[2] || article[3] || "") + article[1] + before;
        const kept = (article[3] ? "ل" : "ال") + rest;
        if (kept.length < form.length && this.beginnings.has(this.stem(kept, false))) return [kept, attached];
        return [rest, "ال" + attached];
      }
      if (form.length <= SHORTEST || !PARTICLES.includes(form[0])) return [form, before];
      [form, before] = [form.slice(1), form[0] + before];
    }
  }

  stem(form, isBelow, isClosed = false) {
    let singular = this.singular(form, isBelow);
    let isWhole = true;
    let mayBePlural = !singular;
    form = singular || form;
    while (!this.endings.has(form)) {
      const ending = ENDINGS.find((one) => {
        const least = one === "و" ? BEFORE_WAW : SHORTEST;
        return form.length - one.length >= least && form.endsWith(one) && (isWhole || one !== "وا");
      });
      if (!ending) return form;
      form = form.slice(0, -ending.length);
      mayBePlural &&= AFTER_PLURAL.includes(ending) && !(isClosed && isWhole);
      isWhole = false;
      if (mayBePlural && (singular = this.singular(form, isBelow))) [form, mayBePlural] = [singular, false];
    }
    return form;
  }

  // Whether a key's word is in the lists, so that it is not misspelled.
  isKnown(key) {
    this.singulars ??= new Set([...this.plurals.values()]);
    return key.split(END)[1].startsWith(WHOLE) || this.singulars.has(wordOf(key));
  }

  singular(form, isBelow) {
    const known = isBelow ? this.below : this.plurals;
    if (known.has(form)) return known.get(form);
    if (/ا[وي]$/.test(form)) return known.get(form.slice(0, -1));
    if (form.endsWith("نا")) return known.get(form.slice(0, -2));
    return form.endsWith("ا") ? known.get(form.slice(0, -1) + "ي") : undefined;
  }
}

// An ending without the pronoun that is attached to it, and in one case: دولتها as دولة, دولتان as دولتين.
function sameForm(ending) {
  const [pronoun] = ending.match(/(?:هما|ها|هم|هن|كم)$/) || [];
  if (pronoun) ending = ending.slice(0, -pronoun.length).replace(/(?<!ا)ت$/, "ه");
  return ending.replace(/[او]ن$/, "ين");
}

// What is attached before a word, in the order from the word outwards.
function outwards(before) {
  const article = (before + "...").match(ARTICLE);
  return article ? "ال" + (article[2] || article[3] || "") + article[1] : [...before].reverse().join("");
}

export function normalForm(word) {
  if (/^[\x00-\x7f]*$/.test(word)) return word.toLowerCase();
  word = word.replace(/[ؤئ](?=و)/g, "").replace(UNMARK, "").replace(/./gu, (letter) => LETTERS.get(letter) ?? letter);
  if (!IS_ARABIC.test(word)) word = word.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
  return word.replace(/([اوي])\1+/g, "$1");
}

const stemOf = (key) => key.slice(0, key.indexOf(END));

// The word of a key, without what is attached before it.
function wordOf(key) {
  const [stem, ending] = key.split(END);
  return ending.startsWith(WHOLE) ? ending.slice(1) : stem + ending;
}

// The beginning of the keys of one form of a word, whatever its article. A letter that looks like a particle is of the
// form, because it may be the word's own: كلنتون is not a form of نتون.
function formOf(key) {
  const [stem, ending, before] = key.split(END);
  return [stem, ending, before.startsWith("ال") ? "" : before].join(END);
}

// The words between quotes are a phrase; each other word stands for itself.
export function unitsOf(query, keys) {
  const units = [];
  query.split(/["«»“”„]/).forEach((part, i, parts) => {
    const isPhrase = i % 2 === 1 && i < parts.length - 1;
    const words = keys.words(part).map((word, place) => ({ key: keys.key(word), place, word })).filter((one) => one.key);
    if (!isPhrase) units.push(...words.map((one) => ({ isPhrase, words: [{ ...one, place: 0 }] })));
    else if (words.length) units.push({ isPhrase, words });
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

  // The places of all keys that begin so, by the engine's ids of the articles that have them.
  lookup(start) {
    if (!this.found.has(start)) this.found.set(start, this.load(start));
    return this.found.get(start);
  }

  async load(start) {
    // The engine loads one file of its index, but the keys of a frequent word are in more. Those of its commonest forms
    // lead to them.
    const stem = stemOf(start);
    const forms = COMMON_ENDINGS.flatMap((ending) => COMMON_PARTICLES.map((before) => [stem, ending, before, ""].join(END)));
    await this.engine.preload([...forms, start + LAST].join(" "));
    const found = new Map();
    for (const one of (await this.engine.search(start)).results) {
      found.set(one.id, one.words);
      this.shown.set(one.id, one);
    }
    return found;
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

  // The articles with the words of a phrase, one after the other as they are typed; the first may have a particle.
  async phrase(words) {
    const [first, ...rest] = await Promise.all(words.map(({ key }, i) => this.lookup(i ? key : key.slice(0, -END.length))));
    const found = new Map();
    for (const [id, places] of first) {
      let starts = places.map((place) => place - words[0].place);
      rest.forEach((other, i) => {
        const there = new Set((other.get(id) || []).map((place) => place - words[i + 1].place));
        starts = starts.filter((place) => there.has(place));
      });
      if (starts.length) found.set(id, starts);
    }
    return new Map([...found].map(([id, places]) => [id, { score: weightOf(found) * (SAME_FORM + relevance(places)), places }]));
  }

  // The articles with a form of a word; those with the form that was typed are the best.
  async word({ key, word }, notes) {
    const found = await this.forms(key);
    // Of what many write with ه in place of ة, it is not known whether it is a pronoun.
    const closed = word.endsWith("ه") ? this.keys.key(word.slice(0, -1) + END) : key;
    if (stemOf(closed) !== stemOf(key)) {
      notes.stems.add(stemOf(closed));
      const other = await this.forms(closed);
      other.all.forEach((hit, id) => add(found.all, id, hit));
      found.same = Math.max(found.same, other.same);
    }
    if (found.same >= PAGE || this.keys.isKnown(key)) return found.all;
    for (const one of await this.spelled({ key, word }, found)) {
      const forms = await this.forms([one.stem, one.ending, "", ""].join(END));
      if (forms.same < found.same * MORE_THAN_TYPED) continue;
      const isBetter = !found.same && one.distance <= SMALL && forms.same >= found.all.size;
      notes.near = [...(notes.near || []), one.word];
      notes.stems.add(one.stem);
      forms.all.forEach(({ score, places }, id) => add(found.all, id, { score: isBetter ? score * BETTER : score * WORST, places }));
    }
    return found.all;
  }

  // The articles with the forms of a key's word, and how many have the form itself.
  async forms(key) {
    const [stem, ending] = key.split(END);
    const all = await this.lookup(stem + END);
    const same = await this.lookup(formOf(key));
    const alike = same.size >= PAGE ? [] : await Promise.all([...ending].slice(1).map((_, i) => this.lookup(stem + END + ending.slice(0, i + 1))));
    const weight = weightOf(all);
    const found = new Map();
    for (const [id, places] of all) {
      const part = alike.filter((one) => one.has(id)).length / (alike.length + 1);
      found.set(id, { score: weight * (relevance(places) + (same.has(id) ? 1 : part) * SAME_FORM), places });
    }
    return { all: found, same: same.size };
  }

  // The words of the index that are most like a word of which few articles have the form that was typed.
  async spelled({ key, word }, found) {
    const before = key.split(END)[2];
    const form = wordOf(key);
    if (form.length < 4 || !IS_ARABIC.test(form)) return [];
    this.vocabulary ??= Promise.all(
      Array.from({ length: this.shards }, (_, i) => fetch(`${this.folder}${i + 1}/words.txt`).then((answer) => (answer.ok ? answer.text() : ""))),
    ).then((texts) => texts.map((text) => text.split("\n").map((word) => ({ word, all: soundsOf(word) }))));
    // What was taken for particles and endings may be the word's own letters.
    const words = [form];
    if (!before.startsWith("ال")) for (const letter of before) words.push(letter + words.at(-1));
    const typed = [...new Set([...words, normalForm(word)])].map(soundedOf);
    const vocabulary = await this.vocabulary;
    let near = nearest(typed, vocabulary, found.all.size ? SMALL : 1);
    if (!near.size && !found.all.size && form.length > 5) near = nearest(typed, vocabulary, 2);
    const best = [...near.values()].sort((a, b) => a.cost - b.cost).slice(0, 3);
    return best.filter((one) => one.cost <= best[0].cost + RARER / 2).map((one) => {
      const [stem, ending] = this.keys.join(this.keys.stem(one.word, false), one.word, "").split(END);
      return { ...one, stem, ending };
    }).filter((one) => one.stem !== stemOf(key));
  }

  async filtered(filters) {
    const chosen = Object.entries(filters).filter(([, name]) => name);
    const words = chosen.map(([kind, name]) => kind + WHOLE + this.keys.words(name).map(normalForm).join("") + END);
    return Promise.all(words.map((word) => this.lookup(word)));
  }

  // The ids of all articles that answer a query, and notes about how.
  async find(query, sort, filters) {
    const notes = { stems: new Set() };
    this.isBroken = false;
    const units = unitsOf(query, this.keys);
    units.forEach((unit) => unit.words.forEach((one) => notes.stems.add(stemOf(one.key))));
    const sets = await this.filtered(filters);
    if (!units.length && (!sets.length || query.trim())) return { ids: [], notes };
    const hits = await Promise.all(units.map((unit) => (unit.isPhrase ? this.phrase(unit.words) : this.word(unit.words[0], notes))));
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
      const before = i && !units[i - 1].isPhrase && !units[i].isPhrase && hits[i - 1].get(id);
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

// The words of the vocabulary at most so far from a typed one, with their distance and a cost that is less for frequent ones.
function nearest(typed, vocabulary, most) {
  const near = new Map();
  for (const words of vocabulary) {
    words.forEach((one, rank) => {
      for (const other of typed) {
        if (differenceOf(other.all, one.all) > most) continue;
        one.sounded ??= soundedOf(one.word);
        const far = distance(other, one.sounded, most);
        const cost = far + RARER * Math.log10(rank + 10);
        if (far && far <= most && cost < (near.get(one.word)?.cost ?? Infinity)) near.set(one.word, { word: one.word, distance: far, cost });
      }
    });
  }
  return near;
}

// Adds a hit of an article, if it has none that is as good.
function add(found, id, hit) {
  if ((found.get(id)?.score || 0) < hit.score) found.set(id, hit);
}

// How much an article is about a word that stands at these places, from 0 to 1.
function relevance(places) {
  const inHeadline = places.some((place) => place < HEADLINE) ? 0.5 : 0;
  return (places.length / (places.length + 1.2) + inHeadline) / 1.5;
}

// A rare word says more of what is sought than a frequent one.
function weightOf(found) {
  return Math.log(1 + 20000 / (1 + found.size));
}

// The distance of two words in letters that are added, left out, replaced or exchanged; above `most` it is not exact.
// Long vowels, and letters that are heard alike, count half, since they are spelled in several ways in foreign names.
export function distanceOf(a, b, most) {
  return distance(soundedOf(a), soundedOf(b), most);
}

function distance(a, b, most) {
  let [before, last, row] = [[], [0], []];
  for (let j = 0; j < b.costs.length; j++) last.push(last[j] + b.costs[j]);
  for (let i = 0; i < a.costs.length; i++) {
    const [code, sound, cost] = [a.codes[i], a.sounds[i], a.costs[i]];
    let least = (row[0] = last[0] + cost);
    for (let j = 0; j < b.costs.length; j++) {
      let best = last[j] + (code === b.codes[j] ? 0 : sound && sound === b.sounds[j] ? 0.5 : 1);
      if (last[j + 1] + cost < best) best = last[j + 1] + cost;
      if (row[j] + b.costs[j] < best) best = row[j] + b.costs[j];
      if (i && j && code === b.codes[j - 1] && a.codes[i - 1] === b.codes[j]) {
        best = Math.min(best, before[j - 1] + (sound && b.sounds[j] ? 1 : 0.5));
      }
      row[j + 1] = best;
      if (best < least) least = best;
    }
    if (least > most) return most + 1;
    [before, last, row] = [last, row, before];
  }
  return last[b.costs.length];
}

function soundsOf(word) {
  let all = 0;
  for (let i = 0; i < word.length; i++) all |= SOUNDS.get(word.charCodeAt(i));
  return all;
}

// The letters of a word with their sounds, all its sounds, and what each letter costs that is added or left out.
function soundedOf(word) {
  const codes = [...word].map((letter) => letter.charCodeAt(0));
  const sounds = codes.map((code) => SOUNDS.get(code) || 0);
  const costs = codes.map((code, i) => (!sounds[i] || code === codes[i - 1] ? 0.5 : 1));
  return { codes, sounds, costs, all: soundsOf(word) };
}

// How many sounds one word has and the other has not; their distance is not less.
function differenceOf(a, b) {
  const [count, other] = [a & ~b, b & ~a].map((bits) => {
    let ones = 0;
    for (; bits; bits &= bits - 1) ones++;
    return ones;
  });
  return Math.max(count, other);
}

// The best part of a text for the keys, as pieces that are words of the query or not.
export function excerptOf(text, keys, stems, width = 30) {
  const pieces = [];
  const plain = text.replace(INVISIBLE, "");
  let end = 0;
  for (const match of plain.matchAll(WORD)) {
    pieces.push({ text: plain.slice(end, match.index + match[0].length), before: match.index - end, hit: stems.has(stemOf(keys.key(match[0].normalize("NFKC")))) });
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

function marked(text, keys, stems, width) {
  const { pieces, isCut, goesOn } = excerptOf(text, keys, stems, width);
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
      element("h2", tongue, element("a", { href: link(one.u) }, ...marked(one.h, keys, this.notes.stems, 60))),
      element("p", { ...tongue, class: "excerpt" }, ...marked(one.x || "", keys, this.notes.stems, 30)),
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
