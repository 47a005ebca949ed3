// Search that forgives typing: ecomgraph.search(text, {kinds, limit}) -> Promise<[{iri, id, label, kind, score, other}]>.
(function () {
  "use strict";
  const ecomgraph = (window.ecomgraph = window.ecomgraph || {});

  const GROUPS = { "career node": ["role", "profile"], thing: null };
  // People mostly look for these; a factor that only breaks ties between equally good names.
  const WEIGHTS = { role: 1.06, skill: 1.04, profile: 1.02, passage: 0.9 };
  const EXACT = 1;
  const PREFIX = 0.9;
  const INITIALS = 0.8;
  const FUZZY = 0.7;
  // What is called so comes before what only has it among its other names.
  const OTHER_NAME = 0.85;

  // Lower case, without diacritics: NFKD takes letters and marks apart; some letters have no marks to take off.
  const LETTERS = { ß: "ss", æ: "ae", œ: "oe", ø: "o", đ: "d", ð: "d", ł: "l", þ: "th", ı: "i" };
  function fold(text) {
    return text
      .normalize("NFKD")
      .replace(/\p{M}+/gu, "")
      .toLowerCase()
      .replace(/[ßæœøđðłþı]/g, (letter) => LETTERS[letter]);
  }

  function words(text) {
    return fold(text).match(/[\p{L}\p{N}]+(?:[+#]+)?/gu) || [];
  }

  // How many steps a word of this length may be away.
  function allowance(length) {
    return length < 3 ? 0 : length < 8 ? 1 : 2;
  }

  // Steps (a letter more, less or another, two neighbours swapped) from one word to another or, for a word still being
  // typed, to a beginning of it; Infinity beyond most. This is the restricted edit distance of Damerau and Levenshtein.
  function distance(from, to, most, begun) {
    const width = to.length;
    if (from.length - width > most || (!begun && width - from.length > most)) {
      return Infinity;
    }
    let before = null;
    let last = Array.from({ length: width + 1 }, (_, index) => index);
    for (let i = 1; i <= from.length; i += 1) {
      const row = [i];
      let least = i;
      for (let j = 1; j <= width; j += 1) {
        const same = from[i - 1] === to[j - 1] ? 0 : 1;
        let cost = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + same);
        if (before && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1]) {
          cost = Math.min(cost, before[j - 2] + 1);
        }
        row.push(cost);
        least = Math.min(least, cost);
      }
      // A swap reaches back over one row, so one row that is too far does not end the search.
      if (least > most + 1) {
        return Infinity;
      }
      before = last;
      last = row;
    }
    const found = begun ? Math.min(...last.slice(Math.max(0, from.length - most))) : last[width];
    return found <= most ? found : Infinity;
  }

  // ---------------------------------------------------------------- index

  class Index {
    constructor(rows) {
      this.entries = [];
      this.names = [];
      this.postings = new Map();
      rows.forEach(([iri, kind, label, ...others]) => {
        const entry = { iri, id: ecomgraph.slugOf(iri), label, kind };
        this.entries.push(entry);
        [label, ...others].forEach((text, position) => this.add(entry, text, position > 0));
      });
      this.words = Array.from(this.postings.keys());
      this.masks = Uint32Array.from(this.words, mask);
    }

    add(entry, text, other) {
      const parts = words(text);
      const name = { entry, text, other, parts, whole: parts.join(" ") };
      const number = this.names.push(name) - 1;
      const initials = parts.length > 1 ? parts.map((part) => part[0]).join("") : "";
      new Set(parts).forEach((part) => this.post(part, number, 1));
      if (initials && !parts.includes(initials)) {
        this.post(initials, number, INITIALS);
      }
    }

    post(word, number, factor) {
      const found = this.postings.get(word);
      if (found) {
        found.push(number, factor);
      } else {
        this.postings.set(word, [number, factor]);
      }
    }

    // The names that have a word like the wanted one, and how like it is.
    matches(wanted, begun) {
      const found = new Map();
      const most = allowance(wanted.length);
      const bits = mask(wanted);
      this.words.forEach((word, position) => {
        // A step changes at most two letters of the set; letters that are too many rule a word out at once.
        if (count(bits & ~this.masks[position]) > most) {
          return;
        }
        const quality = likeness(wanted, word, begun, most);
        if (quality > 0) {
          const posting = this.postings.get(word);
          for (let i = 0; i < posting.length; i += 2) {
            // Initials stand for a name only when they are typed as they are.
            const value = posting[i + 1] < 1 && quality < 1 ? 0 : quality * posting[i + 1];
            if (value > (found.get(posting[i]) || 0)) {
              found.set(posting[i], value);
            }
          }
        }
      });
      return found;
    }

    search(text, kinds, limit) {
      const wanted = words(text).slice(0, 12);
      if (wanted.length === 0) {
        return [];
      }
      const open = /[\p{L}\p{N}+#]$/u.test(text);
      const sums = new Map();
      wanted.forEach((word, position) => {
        const begun = open && position === wanted.length - 1;
        this.matches(word, begun).forEach((quality, number) => {
          const sum = sums.get(number) || { quality: 0, words: 0 };
          sum.quality += quality;
          sum.words += 1;
          sums.set(number, sum);
        });
      });
      return this.ranked(sums, wanted, kinds, limit);
    }

    ranked(sums, wanted, kinds, limit) {
      // Of three words and more, one may be in no name.
      const needed = wanted.length - (wanted.length > 2 ? 1 : 0);
      const whole = wanted.join(" ");
      const best = new Map();
      sums.forEach((sum, number) => {
        const name = this.names[number];
        if (sum.words < needed || (kinds && !kinds.has(name.entry.kind))) {
          return;
        }
        const score = rate(name, sum, wanted, whole);
        const rival = best.get(name.entry);
        if (!rival || score > rival.score) {
          best.set(name.entry, { ...name.entry, score, other: name.other ? name.text : "" });
        }
      });
      const compare = (a, b) => b.score - a.score || order(a.label, b.label) || order(a.iri, b.iri);
      return Array.from(best.values()).sort(compare).slice(0, limit);
    }
  }

  function rate(name, sum, wanted, whole) {
    let score = sum.quality / wanted.length;
    // How much of the name was asked for: "Marketing" before "Marketing department" when one types "marketing".
    score *= 0.75 + 0.25 * Math.min(1, wanted.length / name.parts.length);
    if (name.whole === whole) {
      score += 0.3;
    } else if (name.whole.startsWith(whole)) {
      score += 0.15;
    }
    return score * (name.other ? OTHER_NAME : 1) * (WEIGHTS[name.entry.kind] || 1);
  }

  function likeness(wanted, word, begun, most) {
    if (wanted === word) {
      return EXACT;
    }
    if (begun && word.startsWith(wanted)) {
      return PREFIX;
    }
    // Three letters say too little to change one of them, but enough to swap two.
    if (most === 0 || (wanted.length === 3 && (word.length !== 3 || mask(wanted) !== mask(word)))) {
      return 0;
    }
    const steps = distance(wanted, word, most, begun);
    return steps === Infinity ? 0 : FUZZY - 0.15 * (steps - 1);
  }

  // The letters of a word as bits, so that most words are ruled out by one operation.
  function mask(word) {
    let bits = 0;
    for (let i = 0; i < word.length; i += 1) {
      bits |= 1 << (word.charCodeAt(i) & 31);
    }
    return bits >>> 0;
  }

  function count(bits) {
    let left = bits;
    let found = 0;
    while (left) {
      left &= left - 1;
      found += 1;
    }
    return found;
  }

  // By code unit, which is the same everywhere, whatever the language of the browser.
  function order(a, b) {
    return a < b ? -1 : a > b ? 1 : 0;
  }

  // ---------------------------------------------------------------- public

  let loading = null;

  function index() {
    if (!loading) {
      loading = ecomgraph.data("search-index", {}).then((rows) => new Index(rows));
      loading.catch(() => {
        loading = null;
      });
    }
    return loading;
  }

  async function search(text, { kinds = null, limit = 10 } = {}) {
    return (await index()).search(text, chosen(kinds), limit);
  }

  function chosen(kinds) {
    if (!kinds || kinds.length === 0) {
      return null;
    }
    const all = new Set();
    for (const kind of kinds) {
      const members = kind in GROUPS ? GROUPS[kind] : [kind];
      if (members === null) {
        return null;
      }
      members.forEach((member) => all.add(member));
    }
    return all;
  }

  // The labels of all things by IRI, for results that have IRIs alone.
  async function labels() {
    const { entries } = await index();
    return new Map(entries.map((entry) => [entry.iri, entry]));
  }

  Object.assign(ecomgraph, { fold, labels, search, SearchIndex: Index });
})();
