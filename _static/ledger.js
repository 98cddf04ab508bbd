// The form above the ledger: show the claims of one kind or chapter, or those with all given words.
// Without this script the form stays hidden and every claim is shown.
(() => {
  "use strict";

  const start = () => {
    const form = document.querySelector("form.lb-filter");
    if (!form) return;
    const { kind, chapter, words } = form.elements;
    const count = form.querySelector(".lb-count");
    const plain = (text) => text.normalize("NFKC").toLowerCase();
    const claims = [...document.querySelectorAll("tr.lb-claim")].map((row) => ({
      row,
      section: row.closest("section"),
      text: plain(row.textContent),
    }));
    const sections = new Set(claims.map((claim) => claim.section));

    const filter = () => {
      const wanted = plain(words.value).replace(/^\s*claim\b/, "").split(/\s+/).filter(Boolean);
      const filled = new Set();
      let shown = 0;
      for (const { row, section, text } of claims) {
        const fits =
          (!kind.value || row.classList.contains(`lb-${kind.value}`)) &&
          (!chapter.value || section.id === chapter.value) &&
          wanted.every((word) => text.includes(word));
        row.hidden = !fits;
        if (fits) {
          shown += 1;
          filled.add(section);
        }
      }
      for (const section of sections) section.hidden = !filled.has(section);
      count.textContent = `${shown} of ${claims.length} claims shown.`;
    };

    form.addEventListener("input", filter);
    form.addEventListener("change", filter);
    form.addEventListener("reset", () => setTimeout(filter)); // once the fields are empty
    form.addEventListener("submit", (event) => event.preventDefault());
    // A link to one claim, or to a chapter's section, must lead to it whatever is filtered.
    window.addEventListener("hashchange", () => {
      const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
      if (target && target.closest("[hidden]")) {
        form.reset();
        setTimeout(() => target.scrollIntoView());
      }
    });
    form.hidden = false;
    filter(); // a browser may have kept what was in the fields
  };

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
