// What the pages do beyond the theme.

// The theme's print button; its own attribute would be refused by the page's policy.
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-lb-print]")) window.print();
});

// The theme asks every block of code whether it is wider than its place, and lets the keyboard reach
// those that are. Blocks in closed cells would be laid out for that; until opened, they say yes.
for (const cell of document.querySelectorAll("details:not([open])")) {
  const blocks = [...cell.querySelectorAll("pre")];
  for (const block of blocks) {
    Object.defineProperty(block, "scrollWidth", { value: 1, configurable: true });
    Object.defineProperty(block, "clientWidth", { value: 0, configurable: true });
  }
  const opened = () => blocks.forEach((block) => {
    delete block.scrollWidth;
    delete block.clientWidth;
  });
  cell.addEventListener("toggle", opened, { once: true });
}

// The spoken half of a formula, one hidden pixel, is laid out when the page has been loaded, ten
// formulas a frame. Only then is it in the accessibility tree.
addEventListener("load", () => {
  const spoken = [...document.querySelectorAll(".katex-mathml")];
  const next = () => {
    for (const half of spoken.splice(0, 10)) half.style.contentVisibility = "visible";
    if (spoken.length) requestAnimationFrame(next);
  };
  requestAnimationFrame(next);
});

// Paper is white, also for who reads in the dark.
addEventListener("beforeprint", () => {
  const { dataset } = document.documentElement;
  const chosen = dataset.theme;
  dataset.theme = "light";
  addEventListener("afterprint", () => (dataset.theme = chosen), { once: true });
});

// The search shows a passage of each page found, which it fetches; a directory lets nothing be
// fetched. There the titles do.
if (location.protocol === "file:") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;

// A passage shows a formula as it is drawn, and not its MathML and TeX besides.
if (typeof Search !== "undefined") {
  const { htmlToText } = Search;
  const hidden = /<span class="katex-mathml">.*?<\/math><\/span>/gs;
  Search.htmlToText = (page, anchor) => htmlToText(page.replace(hidden, ""), anchor);
}
