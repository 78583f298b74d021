// The index of the site's search, in a worker. A reader's words become the keys that newsgen/text/search/words.py made of
// the articles; each rule here has its twin there, and a test compares them.

const MARKS = "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed";
const JOINED = "عبد +(?=ال|رب)|كيلو +(?=متر|غرام|جرام)|[أا]ب[وي] +(?=ظبي)|فيس +(?=بوك)|واتس +(?=[اآأ]ب)|بور +(?=سعيد)";
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
const BEFORE_HAMZA = /^([وف]?)(?:(ل)ل(?=[أإ])|([بكل])(?=إ)|(ل)(?=أ))/;
const PARTICLES = "وفبلك";
const ENDINGS = "تهما تها تهم تهن تنا تين تان هما ها هم هن كم ات ون ين ان وا ته تي تك ه ي ا و".split(" ");
const AFTER_PLURAL = "ها هم هما هن كم ه ي ا".split(" ");
const SHORTEST = 3;
const BEFORE_WAW = 4;
const END = "ة";
const WHOLE = "ى";
// So many articles are enough.
const ENOUGH = 10;
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
    [this.plurals, this.alifs, this.written, this.spellings] = ["plurals", "alifs", "written", "spellings"].map(map);
    this.singulars = new Set(this.plurals.values());
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
      const stem = this.stem(normalForm(this.written.get(plural)));
      return this.join(stem, normalForm(bare.slice(before.length)), outwards(before));
    }
    const hamza = bare.match(BEFORE_HAMZA);
    const before = hamza ? (hamza[2] ? "الل" : hamza[3] || hamza[4]) + hamza[1] : "";
    const alif = (bare.match(/[أإآ]/)?.[0] || "") + (/^[وفبكل]{0,2}[أإآ]ل/.test(bare) ? "ل" : "");
    let attached;
    [form, attached] = this.withoutParticles(form.slice(hamza ? hamza[0].length : 0), alif);
    return this.join(this.stem(form, alif.slice(0, 1), bare.endsWith(END)), form, attached + before);
  }

  join(stem, form, before) {
    const ending = sameForm(form.startsWith(stem) ? form.slice(stem.length) : WHOLE + form);
    return [this.spellings.get(stem) || stem, ending, before, ""].join(END);
  }

  withoutParticles(form, alif) {
    let before = "";
    for (;;) {
      const isWord = this.singulars.has(form) || this.singular(form, alif.slice(0, 1)) || this.endings.has(form);
      if (isWord || this.beginnings.has(this.stem(form))) return [form, before];
      const article = form.match(ARTICLE);
      if (article && !(alif.length > 1 && article[0].endsWith("ال"))) {
        const rest = form.slice(article[0].length);
        const attached = (article[2] || article[3] || "") + article[1] + before;
        const kept = (article[3] ? "ل" : "ال") + rest;
        if (kept.length < form.length && this.beginnings.has(this.stem(kept))) return [kept, attached];
        return [rest, "ال" + attached];
      }
      if (form.length <= SHORTEST || !PARTICLES.includes(form[0])) return [form, before];
      [form, before] = [form.slice(1), form[0] + before];
    }
  }

  stem(form, alif = "", isClosed = false) {
    let singular = this.singular(form, alif);
    let last = "";
    let mayBePlural = !singular;
    form = singular || form;
    while (!this.endings.has(form)) {
      const ending = ENDINGS.find((one) => {
        const least = one === "و" ? BEFORE_WAW : SHORTEST;
        const isEnd = !["وا", "ه"].includes(one) || !last || (one === "ه" && last !== "ه");
        return form.length - one.length >= least && form.endsWith(one) && isEnd;
      });
      if (!ending) return form;
      form = form.slice(0, -ending.length);
      mayBePlural &&= AFTER_PLURAL.includes(ending) && !(isClosed && !last);
      last = ending;
      if (mayBePlural && (singular = this.singular(form, alif))) [form, last, mayBePlural] = [singular, "", false];
    }
    return form;
  }

  // Whether a key's word is in the lists, so that it is not misspelled.
  isKnown(key) {
    return key.split(END)[1].startsWith(WHOLE) || this.singulars.has(wordOf(key));
  }

  singular(form, alif) {
    let plural = form;
    if (!this.plurals.has(form)) {
      if (/ا[وي]$/.test(form)) plural = form.slice(0, -1);
      else if (form.endsWith("نا")) plural = form.slice(0, -2);
      else if (form.endsWith("ا")) plural = form.slice(0, -1) + "ي";
    }
    return alif && alif !== (this.alifs.get(plural) ?? alif) ? undefined : this.plurals.get(plural);
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

function normalForm(word) {
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
function unitsOf(query, keys) {
  const units = [];
  query.split(/["«»“”„]/).forEach((part, i, parts) => {
    const isPhrase = i % 2 === 1 && i < parts.length - 1;
    const words = keys.words(part).map((word, place) => ({ key: keys.key(word), place, word })).filter((one) => one.key);
    if (!isPhrase) units.push(...words.map((one) => ({ isPhrase, words: [{ ...one, place: 0 }] })));
    else if (words.length) units.push({ isPhrase, words });
  });
  return units;
}

export class Index {
  constructor() {
    this.loaded = new Map();
    this.found = new Map();
    this.shown = new Map();
  }

  // Loads what each search needs: `folder` and `tables` are absolute URLs.
  async start(folder, shards, tables) {
    [this.folder, this.shards] = [folder, shards];
    // Pagefind goes on without a file that it cannot load, as if it held no results.
    const load = globalThis.fetch;
    globalThis.fetch = async (...request) => {
      const answer = await load(...request).catch(() => Response.error());
      if (!answer.ok) this.isBroken = true;
      return answer;
    };
    const words = fetch(tables).then((answer) => answer.json());
    const entry = await (await fetch(`${folder}1/pagefind-entry.json`, { cache: "no-cache" })).json();
    const { createInstance } = await import(`${folder}1/pagefind.js?${entry.version}`);
    const at = (shard) => new URL(`${folder}${shard}/`).pathname;
    this.engine = createInstance({ basePath: at(1), noWorker: true });
    await this.engine.init();
    for (let shard = 2; shard <= shards; shard++) await this.engine.mergeIndex(at(shard));
    this.keys = new Keys(await words);
    if (this.isBroken) this.lose();
  }

  // The places of all keys that begin so, by the engine's ids of the articles that have them.
  lookup(start) {
    if (!this.found.has(start)) this.found.set(start, this.load(start));
    return this.found.get(start);
  }

  async load(start) {
    await this.files(stemOf(start));
    const found = new Map();
    for (const one of (await this.engine.search(start)).results) {
      found.set(one.id, one.words);
      this.shown.set(one.id, one);
    }
    return found;
  }

  // Loads the files of the index that have keys of a stem. The engine loads one for a search, but the keys of a frequent
  // word are in more; those of its commonest forms lead to them.
  files(stem) {
    if (!this.loaded.has(stem)) {
      const forms = COMMON_ENDINGS.flatMap((ending) => COMMON_PARTICLES.map((before) => [stem, ending, before, ""].join(END)));
      this.loaded.set(stem, this.engine.preload([...forms, stem + END + LAST].join(" ")));
    }
    return this.loaded.get(stem);
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
    const merge = async (other) => {
      if (stemOf(other) === stemOf(key)) return;
      notes.stems.add(stemOf(other));
      const { all, same } = await this.forms(other);
      all.forEach((hit, id) => add(found.all, id, hit));
      found.same = Math.max(found.same, same);
    };
    // Of what many write with ه in place of ة, it is not known whether it is a pronoun; nor whether ال is the article if
    // many leave out the hamza, as of ألبانيا.
    if (word.endsWith("ه")) await merge(this.keys.key(word.slice(0, -1) + END));
    const hamza = word.replace(/^([وفبك]{0,2})ا(?=ل)/, "$1أ");
    if (hamza !== word && found.same < ENOUGH) await merge(this.keys.key(hamza));
    if (found.same >= ENOUGH || this.keys.isKnown(key)) return found.all;
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
    const likely = [...ending].slice(1).map((_, i) => ending.slice(0, i + 1));
    if (ending.endsWith("ين")) likely.push(ending.replace(/تين$|ين$/, (dual) => (dual === "تين" ? "ه" : "")) + END);
    const alike = same.size >= ENOUGH ? [] : await Promise.all(likely.map((one) => this.lookup(stem + END + one)));
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
      const [stem, ending] = this.keys.join(this.keys.stem(one.word), one.word, "").split(END);
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
    if (!units.length && (!sets.length || query.trim())) return { ids: [] };
    const hits = await Promise.all(units.map((unit) => (unit.isPhrase ? this.phrase(unit.words) : this.word(unit.words[0], notes))));
    const scores = scored(hits, units, notes, units.length ? null : sets[0]);
    let ids = [...scores.keys()].filter((id) => sets.every((set) => set.has(id)));
    if (sort === "date" || !units.length) {
      const order = await this.order();
      ids.sort((a, b) => order.get(a) - order.get(b));
    } else ids.sort((a, b) => scores.get(b) - scores.get(a) || (a < b ? -1 : 1));
    if (this.isBroken) this.lose();
    return { ids, any: notes.any, near: notes.near, stems: [...notes.stems] };
  }

  // Forgets what was found, because a file of the index was missing, and another try may find it.
  lose() {
    this.loaded.clear();
    this.found.clear();
    throw new Error("a file of the index could not be loaded");
  }

  // What results show: the articles' own facts, with the parts of headline and text that have the words of the query.
  show(ids, stems) {
    const sought = new Set(stems);
    return Promise.all(ids.map(async (id) => {
      const { meta } = await this.shown.get(id).data();
      const shown = JSON.parse(meta.shown.replace(/[\ue000-\uf8ff]/g, (one) => String.fromCharCode(one.charCodeAt(0) - 0xe000)));
      return { ...shown, h: excerptOf(shown.h, this.keys, sought, 60), x: excerptOf(shown.x || "", this.keys, sought, 30) };
    }));
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

// The best part of a text for the keys, in parts; those that answer the query are a `hit`.
function excerptOf(text, keys, stems, width) {
  const pieces = [];
  const plain = text.replace(INVISIBLE, "");
  let end = 0;
  for (const match of plain.matchAll(WORD)) {
    const [word] = match;
    pieces.push({ before: plain.slice(end, match.index), word, hit: stems.has(stemOf(keys.key(word.normalize("NFKC")))) });
    end = match.index + word.length;
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
  const goesOn = start + width < pieces.length;
  const parts = pieces.slice(start, start + width).flatMap(({ before, word, hit }, i) => [
    { text: i || !start ? before.replace(/\s+/g, " ") : "…" },
    { text: word, hit },
  ]);
  return [...parts, { text: goesOn ? "…" : plain.slice(end) }];
}

// In a worker, each message names a method of the index; the answer is its result, or its error.
if (globalThis.WorkerGlobalScope) {
  const index = new Index();
  addEventListener("message", async ({ data: { id, method, args } }) => {
    try {
      postMessage({ id, result: await index[method](...args) });
    } catch (error) {
      postMessage({ id, error: String(error) });
    }
  });
}
