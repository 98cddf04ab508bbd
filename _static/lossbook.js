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
    askBlocks();
  });
  say();
}

// A link to a claim opens what shows it, one to an entry of the package its lists, and any what it
// leads into.
const openTarget = () => {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  const own = target.matches("dt")
    ? target.parentElement.querySelector(":scope > dd > details.lb-entry")
    : target.querySelector(":scope > details.lb-how");
  for (let fold = own ?? target.closest("details"); fold; fold = fold.parentElement.closest("details")) {
    fold.open = true;
  }
};
addEventListener("hashchange", openTarget);
openTarget();

// The keyboard has to reach a block of code that is wider than its place. The theme asks every block
// for its size when the page is read or resized; of one that is folded or switched off the browser
// would lay out all that is folded. It answers 0, and is asked again when it comes to be seen.
const blocks = document.querySelectorAll("article pre");
for (const size of ["scrollWidth", "clientWidth", "scrollHeight", "clientHeight"]) {
  const { get } = Object.getOwnPropertyDescriptor(Element.prototype, size);
  const answer = { get() { return this.checkVisibility() ? get.call(this) : 0; } };
  for (const block of blocks) Object.defineProperty(block, size, answer);
}
const askBlocks = () => {
  for (const block of blocks) {
    if (block.checkVisibility()) block.tabIndex = block.scrollWidth > block.clientWidth ? 0 : -1;
  }
};
document.addEventListener("toggle", askBlocks, true);
// A table with a caption is not where the theme looks for tables.
const tables = document.querySelectorAll("article .output.text_html");
const askTables = () => {
  for (const table of tables) if (table.scrollWidth > table.clientWidth) table.tabIndex = 0;
};
for (const event of ["load", "resize"]) addEventListener(event, askTables);

// The mark in the contents stands at the heading that is read; when the page jumps, the theme's own
// stays behind.
const marks = [...document.querySelectorAll("#pst-page-toc-nav a")];
const sections = marks.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
const markSection = () => {
  const begun = (section) => section && section.getBoundingClientRect().top < innerHeight * 0.3;
  const here = sections.findLastIndex(begun);
  marks.forEach((link, i) => link.classList.toggle("active", i === here));
};
addEventListener("scrollend", markSection);
addEventListener("load", markSection);

// On a narrow screen a figure opens in its full size, where it can be moved about.
const enlarged = document.createElement("dialog");
enlarged.className = "lb-enlarged";
enlarged.innerHTML = '<button class="btn" type="button" autofocus>Close</button>';
enlarged.addEventListener("click", () => enlarged.close());
enlarged.addEventListener("close", () => enlarged.querySelector("img").remove());
for (const picture of document.querySelectorAll('article .cell_output img[src$=".svg"]')) {
  const open = () => {
    if (!enlarged.isConnected) document.body.append(enlarged);
    const copy = picture.cloneNode();
    copy.removeAttribute("loading");
    enlarged.append(copy);
    enlarged.setAttribute("aria-label", "Figure, enlarged");
    enlarged.showModal();
  };
  const button = document.createElement("button");
  button.className = "lb-enlarge";
  button.type = "button";
  button.textContent = "Enlarge";
  button.addEventListener("click", open);
  picture.addEventListener("click", () => { if (button.checkVisibility()) open(); });
  picture.after(button);
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

// Paper is white, also for who reads in the dark, and nobody can open on it what belongs to the text.
addEventListener("beforeprint", () => {
  const { dataset } = document.documentElement;
  const chosen = dataset.theme;
  const folds = document.querySelectorAll("details:is(.lb-steps, .lb-entry):not([open])");
  dataset.theme = "light";
  folds.forEach((fold) => { fold.open = true; });
  addEventListener("afterprint", () => {
    dataset.theme = chosen;
    folds.forEach((fold) => { fold.open = false; });
  }, { once: true });
});
