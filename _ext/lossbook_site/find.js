// Finds and orders the places of the search. _ext/lossbook_site/search.py writes this before the
// index, into one file, which _static/search.js loads when the search is opened.

const lossbookFinder = (index) => {
  // --- finding -----------------------------------------------------------------------------------

  const hanRuns = /[\u3400-\u9fff]+/g;
  const lettersIn = /[\p{L}\p{N}]/u;
  const squashed = (text) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

  // The places, prepared for being searched; hyphened words by what is typed for them.
  const prepare = ({ pages, places }) => {
    const hyphened = new Map();
    const found = places.map(([page, id, title, text, names], order) => {
      for (const [word] of `${title} ${text}`.toLowerCase().matchAll(/\p{L}+(?:-\p{L}+)+/gu)) {
        hyphened.set(word.replaceAll("-", ""), word);
      }
      const bare = names.map((name) => name.replace(/^[^:]*: /, "").replace(/\(.*/, ""));
      return {
        order, title, text, names,
        address: pages[page][0] + (id && `#${id}`),
        page: id ? pages[page][1] : "",
        behind: pages[page][2],
        titleLow: title.toLowerCase(),
        pageLow: pages[page][1].toLowerCase(),
        textLow: text.toLowerCase(),
        namesLow: names.join(" \n ").toLowerCase(),
        squashedNames: bare.flatMap((name) => [name, name.split(".").at(-1)]).map(squashed),
      };
    });
    return { places: found, hyphened };
  };

  // Where a word begins in a text, from `start` on; Chinese is not parted into words.
  const begins = (text, word, start = 0) => {
    const chinese = word.search(hanRuns) === 0;
    let at = text.indexOf(word, start);
    while (at > 0 && !chinese && lettersIn.test(text[at - 1])) at = text.indexOf(word, at + 1);
    return at;
  };
  const count = (text, word, most) => {
    let n = 0;
    for (let at = begins(text, word); at >= 0 && n < most; at = begins(text, word, at + 1)) n += 1;
    return n;
  };

  // The words asked for, each with the other ways to write it; a form fits what begins with it.
  const asked = (query, hyphened) => {
    const spaced = query.toLowerCase().replace(hanRuns, " $& ");
    const words = spaced.split(/[\s,;?!"'()[\]=]+/).filter((word) => lettersIn.test(word));
    return words.map((word) => {
      const last = word.split(".").at(-1) || word;  // of F.mse_loss
      const forms = new Set([word, last, last.replaceAll("_", "-"), last.replaceAll("_", " ")]);
      if (hyphened.has(squashed(last))) forms.add(hyphened.get(squashed(last)));
      const stem = last.replace(/(?:ing|ed|es|(?<!s)s)$/, "");
      if (stem.length > 3) forms.add(stem);
      return { word, forms: [...forms], squashed: squashed(last) };
    });
  };
  const LITTLE = new Set("a an and are for how i in is my of on or the to what which with".split(" "));

  // How well a place answers one word, 0 if not at all.
  const worth = (place, { forms, squashed }) => {
    let best = 0;
    const add = (value) => (best = Math.max(best, value));
    if (place.squashedNames.includes(squashed)) add(60);
    else if (squashed.length > 2 && place.squashedNames.some((n) => n.startsWith(squashed))) add(35);
    for (const form of forms) {
      if (begins(place.titleLow, form) >= 0) add(30);
      if (begins(place.namesLow, form) >= 0) add(25);
      if (begins(place.pageLow, form) >= 0) add(10);
      const times = count(place.textLow, form, 6);
      if (times) best += 2 + times;
    }
    return best;
  };

  // The places that answer most of the words, best first, and how many of the words that is.
  const find = ({ places, hyphened }, query) => {
    const all = asked(query, hyphened);
    const telling = all.filter(({ word }) => !LITTLE.has(word));
    const words = telling.length ? telling : all;
    const whole = squashed(query);
    let most = 0;
    const found = [];
    for (const place of places) {
      const worths = words.map((word) => worth(place, word));
      const answered = worths.filter(Boolean).length;
      const named = whole.length > 2 && place.squashedNames.includes(whole);
      if (!answered && !named) continue;
      most = Math.max(most, named ? words.length : answered);
      let value = worths.reduce((sum, each) => sum + each, 0);
      value -= place.behind;
      if (named) value += 60;
      if (squashed(place.title) === whole) value += 20;
      if (!place.page) value += 5;  // a page as a whole
      found.push({ place, value, answered: named ? words.length : answered });
    }
    const best = found.filter(({ answered }) => answered === most);
    best.sort((a, b) => b.value - a.value || a.place.order - b.place.order);
    return { words, most, found: best.map(({ place }) => place) };
  };

  // --- typing errors -----------------------------------------------------------------------------

  // How many letters are to be put in, left out, replaced or exchanged with their neighbour.
  const distance = (a, b, most) => {
    let [before, last] = [[], Array.from({ length: b.length + 1 }, (_, j) => j)];
    for (let i = 1; i <= a.length; i += 1) {
      const row = [i];
      for (let j = 1; j <= b.length; j += 1) {
        row[j] = Math.min(row[j - 1] + 1, last[j] + 1, last[j - 1] + (a[i - 1] !== b[j - 1]));
        if (a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
      }
      if (Math.min(...row) > most) return most + 1;
      [before, last] = [last, row];
    }
    return last[b.length];
  };

  // The words of the book, with how often they stand there; those of titles and names count more.
  const vocabulary = ({ places, hyphened }) => {
    const words = new Map();
    const add = (text, weight) => {
      for (const [word] of text.matchAll(/[\p{L}\p{N}]{3,}/gu)) {
        words.set(word, (words.get(word) ?? 0) + weight);
      }
    };
    for (const place of places) {
      add(`${place.titleLow} ${place.namesLow}`, 20);
      add(place.textLow, 1);
      for (const name of place.squashedNames) add(name, 20);
    }
    for (const word of hyphened.keys()) add(word, 20);
    return words;
  };

  // The query with each unknown word replaced by the nearest one of the book; null if there is none.
  const corrected = (data, words) => {
    data.words ??= vocabulary(data);
    const known = (word) => data.places.some((place) => worth(place, word));
    const better = words.map((word) => {
      if (known(word)) return word.word;
      const most = word.squashed.length > 4 ? 2 : 1;
      let [nearest, least] = [null, Infinity];
      for (const [candidate, often] of data.words) {
        if (Math.abs(candidate.length - word.squashed.length) > most) continue;
        const away = distance(word.squashed, candidate, most);
        if (away > most) continue;
        const cost = away + 1 / (1 + often) + (candidate[0] !== word.squashed[0]) / 2;
        if (cost < least) [nearest, least] = [candidate, cost];
      }
      return nearest;
    });
    return better.every(Boolean) && better.some((word, i) => word !== words[i].word) ? better.join(" ") : null;
  };

  // --- what is shown of a place ------------------------------------------------------------------

  // A text in parts, each with whether it is a word asked for.
  const parts = (text, words) => {
    const low = text.toLowerCase();
    const found = [];
    let at = 0;
    while (at < text.length) {
      let [from, length] = [Infinity, 0];
      for (const form of words.flatMap(({ forms }) => forms)) {
        const place = begins(low, form, at);
        if (place >= 0 && (place < from || (place === from && form.length > length))) {
          [from, length] = [place, form.length];
        }
      }
      if (from === Infinity) break;
      found.push([text.slice(at, from), false], [text.slice(from, from + length), true]);
      at = from + length;
    }
    return [...found, [text.slice(at), false]].filter(([part]) => part);
  };

  // The names of a place in other libraries that the words ask for.
  const namesFor = (place, words) => {
    const fits = (name) => /^(?!Lossbook)[^:]*: /.test(name) && words.some((word) => {
      const bare = name.replace(/^[^:]*: /, "");
      return squashed(bare.split("(")[0]).startsWith(word.squashed)
        || word.forms.some((form) => begins(bare.toLowerCase(), form) >= 0);
    });
    return place.names.filter(fits);
  };

  // The passage of a text in which the words stand first.
  const passage = (place, words, length = 170) => {
    const starts = words.flatMap(({ forms }) => forms.map((form) => begins(place.textLow, form)));
    const first = Math.min(...starts.filter((at) => at >= 0), place.text.length);
    const late = first > 60 && first < place.text.length;
    const from = late ? place.text.lastIndexOf(" ", first - 50) + 1 : 0;
    const cut = place.text.slice(from, from + length);
    return (from ? "… " : "") + cut + (place.text.length > from + length ? " …" : "");
  };

  // What there is for a query. Where a word is unknown to the book, that for the nearest words.
  const data = prepare(index);
  const search = (query) => {
    const answer = find(data, query);
    if (answer.found.length && answer.most === answer.words.length) return answer;
    const instead = corrected(data, answer.words);
    return instead ? { ...find(data, instead), instead } : answer;
  };
  return { search, parts, namesFor, passage };
};
