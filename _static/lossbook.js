// What the pages do beyond the theme.

// The theme's print button; its own attribute would be refused by the page's policy.
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-lb-print]")) window.print();
});

// The switches in the page's head: what one hides stays hidden on every page, until it is pressed
// again. The page's own script has applied what was chosen before; here the buttons say so.
for (const button of document.querySelectorAll("[data-lb-switch]")) {
  const name = button.dataset.lbSwitch;
  const page = document.documentElement;
  const attribute = `data-lb-${name}`;
  const say = () => button.setAttribute("aria-pressed", !page.hasAttribute(attribute));
  button.addEventListener("click", () => {
    page.toggleAttribute(attribute);
    if (page.hasAttribute(attribute)) page.setAttribute(attribute, "off");
    localStorage.setItem(`lossbook-${name}`, page.hasAttribute(attribute) ? "off" : "on");
    say();
  });
  say();
}

// A link to a claim opens what shows it.
const openTarget = () => {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const how = target && target.querySelector(":scope > details.lb-how");
  if (how) how.open = true;
};
addEventListener("hashchange", openTarget);
openTarget();

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
