// The search: while one types, in the dialog of every page and on the page of its own. What is
// searched, and how, lies in _data/search.js, which is loaded when it is first needed.
(() => {
  const root = document.documentElement.dataset.content_root ?? "";
  let loading;
  const load = () => {
    loading ??= new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = `${root}_data/search.js`;
      script.addEventListener("load", () => done(window.lossbookSearch));
      script.addEventListener("error", failed);
      document.head.append(script);
    });
    return loading;
  };

  const element = (tag, className, ...content) => {
    const made = document.createElement(tag);
    if (className) made.className = className;
    made.append(...content);
    return made;
  };

  const hit = (finder, place, words) => {
    const marked = (text) => finder.parts(text, words).map(
      ([part, asked]) => (asked ? element("mark", "", part) : part),
    );
    const link = element("a", "", ...marked(place.title));
    link.href = root + place.address;
    const head = element("div", "lb-hit", link);
    if (place.page) head.append(element("span", "lb-of", place.page));
    const passage = element("p", "lb-passage", ...marked(finder.passage(place, words)));
    const names = finder.namesFor(place, words).slice(0, 3).join(" · ");
    if (names) passage.prepend(element("span", "lb-names", names), " ");
    return element("li", "", head, passage);
  };

  for (const form of document.querySelectorAll("form.bd-search")) {
    const field = form.querySelector("input");
    const dialog = form.closest("dialog");
    const most = dialog ? 8 : 60;
    const status = element("p", "lb-status");
    status.setAttribute("role", "status");
    const list = element("ol", "lb-results");
    form.after(element("div", "lb-found", status, list));

    // What the status says of an answer.
    const said = (query, { found, words, most: answered, instead }) => {
      const number = found.length === 1 ? "1 place" : `${found.length} places`;
      if (!found.length) return [`Nothing has “${query}”.`];
      if (instead) {
        const button = element("button", "btn btn-link", instead);
        button.type = "button";
        button.addEventListener("click", () => {
          field.value = instead;
          field.focus();
          show();
        });
        return [`Nothing has “${query}”. Did you mean `, button, `? ${number}.`];
      }
      if (answered === words.length) return [`${number}.`];
      return [`No place has all of these words; ${number} with ${answered} of ${words.length}.`];
    };

    const show = async () => {
      const query = field.value.trim();
      if (!query) {
        status.replaceChildren();
        list.replaceChildren();
        return;
      }
      const finder = await load();
      if (query !== field.value.trim()) return;  // typed on meanwhile
      const answer = finder.search(query);
      const { found, words } = answer;
      status.replaceChildren(...said(query, answer));
      if (found.length > most && dialog) {
        const all = element("a", "", "Show all");
        all.href = `${form.getAttribute("action")}?q=${encodeURIComponent(query)}`;
        status.append(" ", all);
      } else if (found.length > most) {
        status.append(` The first ${most}:`);
      }
      // An answer that comes while the keyboard is in the one before leaves it where it is.
      const here = stops().indexOf(document.activeElement);
      list.replaceChildren(...found.slice(0, most).map((place) => hit(finder, place, words)));
      if (here > 0) (stops()[here] ?? field).focus();
    };
    const stops = () => [field, ...list.querySelectorAll("a")];

    let waiting;  // until typing pauses
    let answer;  // to what was asked last
    const ask = () => {
      clearTimeout(waiting);
      waiting = undefined;
      answer = show();
    };
    field.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(ask, 80);
    });

    // Arrows lead from the field through the results and back, once what was typed is answered.
    form.parentElement.addEventListener("keydown", async (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      const here = stops().indexOf(document.activeElement);
      if (!step || here < 0 || !(waiting || stops()[here + step])) return;
      event.preventDefault();
      if (waiting) ask();
      await answer;
      stops()[here + step]?.focus();
    });

    if (dialog) {
      field.addEventListener("focus", load);
      // A result may stand on the page that is open.
      list.addEventListener("click", (event) => {
        if (event.target.closest("a")) dialog.close();
      });
    } else {
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        history.replaceState(null, "", `?q=${encodeURIComponent(field.value)}`);
        show();
      });
      field.value = new URLSearchParams(location.search).get("q") ?? "";
      field.focus();
      show();
    }
  }
})();
