// The form above the table of "Which loss?": three lists, made from the table's first columns, that
// hide the rows that do not fit. What is chosen stands in the address, so that it can be sent.
// Without this script there is no form and the table is whole.
(() => {
  "use strict";

  const start = () => {
    const table = document.querySelector("table.lb-choice");
    if (!table) return;
    const names = ["target", "want", "trouble"];
    const rows = [...table.tBodies[0].rows].map((row) => ({
      row,
      values: names.map((_, column) => row.cells[column].textContent.trim()),
    }));
    const heads = [...table.tHead.rows[0].cells].map((cell) => cell.textContent.trim());

    const form = document.createElement("form");
    form.className = "lb-choice-form";
    const lists = names.map((name, column) => {
      const label = document.createElement("label");
      label.textContent = `${heads[column]} `;
      const list = document.createElement("select");
      list.name = name;
      list.add(new Option("anything", ""));
      for (const value of new Set(rows.map(({ values }) => values[column]))) {
        list.add(new Option(value, value));
      }
      label.append(list);
      form.append(label);
      return list;
    });
    const reset = document.createElement("button");
    reset.type = "reset";
    reset.textContent = "Show all";
    const count = document.createElement("p");
    count.setAttribute("role", "status");
    form.append(reset, count);

    const fits = (values, skipped) =>
      lists.every((list, column) =>
        column === skipped || !list.value || values[column] === list.value);

    const filter = () => {
      let shown = 0;
      for (const { row, values } of rows) {
        row.hidden = !fits(values);
        shown += !row.hidden;
      }
      // What would leave nothing cannot be chosen.
      lists.forEach((list, column) => {
        const left = new Set(rows.filter(({ values }) => fits(values, column))
          .map(({ values }) => values[column]));
        for (const option of list.options) option.disabled = option.value && !left.has(option.value);
      });
      count.textContent = `${shown} of ${rows.length} answers shown.`;
    };

    const keep = () => {
      const address = new URL(location.href);
      for (const list of lists) {
        if (list.value) address.searchParams.set(list.name, list.value);
        else address.searchParams.delete(list.name);
      }
      history.replaceState(null, "", address);
    };

    const given = new URL(location.href).searchParams;
    for (const list of lists) {
      const value = given.get(list.name);
      if ([...list.options].some((option) => option.value === value)) list.value = value;
    }
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("change", () => { filter(); keep(); });
    form.addEventListener("reset", () => setTimeout(() => { filter(); keep(); }));
    table.closest(".table-wrapper, .pst-scrollable-table-container, div")?.before(form);
    filter();
  };

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
