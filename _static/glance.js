// A button in each head of "All losses at a glance" sorts the table by that column, and back.
// Without this script the heads are words and the rows stand as the package has them.
(() => {
  "use strict";

  // "−∞ to 2" is its steepest slope, "200 002" a number, anything else its words.
  const key = (cell) => {
    const text = cell.textContent.trim();
    const first = cell.querySelector("p")?.textContent ?? text;
    if (/∞/.test(first)) return Infinity;
    if (/^[−\d½\s\u202f.]+($|to|\()/.test(first)) {
      const numbers = first.replace(/\(.*/, "").split("to")
        .map((part) => part.replace("−", "-").replace("½", "0.5").replace(/[\s\u202f]/g, ""))
        .map(Number).map(Math.abs).filter(Number.isFinite);
      if (numbers.length) return Math.max(...numbers);
    }
    return text.toLowerCase();
  };
  const order = (one, other) => {
    if (typeof one === typeof other) return one < other ? -1 : Number(one > other);
    return typeof one === "number" ? -1 : 1;
  };

  const start = () => {
    const table = document.querySelector("table.lb-glance");
    if (!table) return;
    const body = table.tBodies[0];
    const given = [...body.rows];
    const heads = [...table.tHead.rows[0].cells];
    const status = document.createElement("p");
    status.setAttribute("role", "status");
    status.className = "lb-sorted";
    heads.forEach((head, column) => {
      if (column === 1) return; // formulas have no order
      const name = head.textContent.trim();
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const now = head.getAttribute("aria-sort");
        const next = { ascending: "descending", descending: null }[now] ?? (now ? null : "ascending");
        for (const other of heads) other.removeAttribute("aria-sort");
        const rows = [...given];
        if (next) {
          head.setAttribute("aria-sort", next);
          const sign = next === "ascending" ? 1 : -1;
          rows.sort((a, b) => sign * order(key(a.cells[column]), key(b.cells[column])));
        }
        body.append(...rows);
        status.textContent = next ? `Sorted by ${name}, ${next}.` : "In the order of the package.";
      });
    });
    (table.closest(".pst-scrollable-table-container") ?? table).before(status);
  };

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
