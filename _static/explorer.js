/* Figures with sliders: a still until it is scrolled to, then drawn by Vega with native controls.
   Vega is loaded once, when the first figure comes near. Expressions are interpreted (`ast`), so
   the page's Content-Security-Policy need not allow `eval`; scripts and data are plain elements, so
   that a page opened as a file works too. */
(() => {
  "use strict";

  const LIBRARY = new URL("../vendor/vega/vega.js", document.currentScript.src).href;
  const NARROW = 560; // pixels of the figure below which panels stand one below the other, in small print
  const MARGIN = 76; // pixels that the ordinate and the last label of the abscissa take
  const REST = 5000; // milliseconds after which a page that nobody has touched counts as read

  /* Vega keeps a phone busy for a second. A page just opened does without, so that it answers at
     once: a figure in its first view is drawn when the reader first does something, or rests. */
  const reader = new Promise((resolve) => {
    for (const sign of ["pointerdown", "pointermove", "keydown", "focusin", "scroll"]) {
      addEventListener(sign, resolve, { once: true, passive: true });
    }
    addEventListener("load", () => setTimeout(resolve, REST));
  });

  let library;
  function load() {
    library ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = LIBRARY;
      script.addEventListener("load", () => resolve(window.lossbookVega));
      script.addEventListener("error", () => reject(new Error(`${LIBRARY} could not be loaded`)));
      document.head.append(script);
    });
    return library;
  }

  /* The specification for this width, with the values that the reader has set. */
  function fitted(specification, width, values) {
    const spec = structuredClone(specification);
    if (width < NARROW) {
      spec.columns = 1;
      const { axis, legend, text, title } = spec.config;
      for (const part of [axis, legend]) part.labelFontSize = text.fontSize;
      axis.titleFontSize = title.fontSize = text.fontSize;
      legend.columns = 1;
    }
    const grown = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
    for (const part of Object.values(spec.config)) {  // letters grow with those of the page
      for (const key of Object.keys(part)) if (/fontsize$/i.test(key)) part[key] *= grown;
    }
    const room = width - MARGIN - spec.spacing.column * (spec.columns - 1);
    for (const panel of spec.concat) panel.width = Math.max(160, Math.floor(room / spec.columns));
    for (const parameter of spec.params) {
      if (parameter.name in values) parameter.value = values[parameter.name];
    }
    return spec;
  }

  /* The state of a figure stands in the page's address, as `?robust.delta=1.5`, so that it can be
     sent and outlives a reload. What is not in the figure's range is passed over. */
  function stated(name, parameters) {
    const values = {};
    for (const [key, text] of new URLSearchParams(location.search)) {
      const parameter = parameters.find((each) => key === `${name}.${each.name}`);
      const bind = parameter?.bind;
      const value = typeof parameter?.value === "string" ? text : Number(text);
      const fits = bind && (bind.options
        ? bind.options.includes(value)
        : Number.isFinite(value) && value >= bind.min && value <= bind.max);
      if (fits && text !== "") values[parameter.name] = value;
    }
    return values;
  }

  function state(name, parameters, values) {
    const address = new URL(location.href);
    for (const { name: each, value } of parameters) {
      const key = `${name}.${each}`;
      if (each in values && values[each] !== value) address.searchParams.set(key, values[each]);
      else address.searchParams.delete(key);
    }
    try {
      history.replaceState(history.state, "", address);
    } catch {
      // A page opened from a directory keeps its address.
    }
  }

  /* A finger that moves down the page scrolls it. Vega would take its first touch of a panel for a
     value; it is told only when the finger has moved sideways, or has tapped. A point that can be
     taken hold of is held at once. */
  const FAR = 8; // pixels
  const isHeld = (target) => target.__data__?.datum?.index !== undefined;
  function waitForFingers(plot) {
    let waiting;
    const pass = () => {
      const { target, init } = waiting;
      waiting = undefined;
      target.dispatchEvent(Object.assign(new PointerEvent("pointerdown", init), { passed: true }));
    };
    plot.addEventListener("pointerdown", (event) => {
      if (event.pointerType !== "touch" || event.passed || isHeld(event.target)) return;
      event.stopPropagation();
      const { target, clientX, clientY, pointerId, pointerType } = event;
      const init = { bubbles: true, composed: true, clientX, clientY, pointerId, pointerType };
      waiting = { target, init };
    }, true);
    plot.addEventListener("pointermove", (event) => {
      if (waiting && Math.abs(event.clientX - waiting.init.clientX) > FAR) pass();
    }, true);
    plot.addEventListener("pointerup", () => { if (waiting) pass(); }, true);
    plot.addEventListener("pointercancel", () => { waiting = undefined; }, true);
    for (const point of plot.querySelectorAll(".mark-symbol path")) {
      if (isHeld(point)) point.style.touchAction = "none";
    }
  }

  /* Beside each slider a field takes a typed number. */
  function addField(range, view) {
    const { name, min, max, step } = range;
    const field = document.createElement("input");
    Object.assign(field, { type: "number", min, max, step, value: view.signal(name) });
    const label = range.closest("label").querySelector(".vega-bind-name").textContent;
    field.setAttribute("aria-label", `${label}, as a number`);
    field.addEventListener("change", () => {
      const value = Math.min(max, Math.max(min, Number(field.value)));
      if (field.value !== "" && Number.isFinite(value)) view.signal(name, value).runAsync();
      else field.value = view.signal(name);
    });
    view.addSignalListener(name, (_, value) => {
      if (Number(field.value) !== value) field.value = value;
    });
    range.closest(".vega-bind").append(field);
    return field;
  }

  const element = (tag, properties, ...children) => {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  };

  class Explorer {
    constructor(figure) {
      this.figure = figure;
      this.name = figure.id.replace("explorer-", "");
      this.specification = JSON.parse(figure.querySelector("script").textContent);
      this.parameters = this.specification.params.filter(({ bind }) => bind);
      this.values = stated(this.name, this.parameters);
      this.width = 0;
      this.drawing = Promise.resolve();
    }

    /* Draw anew where the width has changed. One drawing at a time. */
    draw() {
      this.drawing = this.drawing.then(() => this.redraw());
      return this.drawing;
    }

    async redraw() {
      const width = this.figure.clientWidth;
      if (width === this.width || width === 0) return;
      const vega = await load();
      this.width = width;
      const controls = element("div", { className: "lb-controls" });
      const plot = element("div", { className: "lb-plot" });
      const spec = fitted(this.specification, width, this.values);
      const place = this.reached().indexOf(document.activeElement);
      const unfolded = this.figure.querySelector(".lb-more")?.open;
      const { view, finalize } = await vega.embed(plot, spec, {
        ast: true,
        bind: controls,
        defaultStyle: false,
        tooltip: { disableDefaultStyle: true },
      });
      this.finalize?.();
      this.finalize = finalize;
      this.view = view;
      const fields = {};
      for (const range of controls.querySelectorAll("input[type=range]")) {
        fields[range.name] = addField(range, view);
      }
      for (const { name, bind } of spec.params) {
        if (bind) {
          view.addSignalListener(name, (_, value) => this.keep(name, value));
        } else if (name.endsWith("_acts")) {
          // Whether the slider of this name changes anything. Other numbers are the figure's own.
          const moved = name.replace(/_acts$/, "");
          const slider = controls.querySelector(`[name="${moved}"]`);
          const enable = (_, acts) => { slider.disabled = fields[moved].disabled = !acts; };
          enable(name, view.signal(name));
          view.addSignalListener(name, enable);
        }
      }
      this.addTools(controls, plot);
      waitForFingers(plot);
      if (spec.usermeta.embedOptions.patch) plot.classList.add("lb-drag");
      this.figure.querySelectorAll(".lb-controls, .lb-plot").forEach((old) => old.remove());
      this.figure.prepend(controls, plot);
      this.figure.classList.add("lb-live");
      if (unfolded) this.figure.querySelector(".lb-more").open = true;
      if (place >= 0 && document.activeElement === document.body) this.reached()[place]?.focus();
    }

    /* What the keyboard reaches in the figure, in order. */
    reached() {
      return [...this.figure.querySelectorAll("input, select, button, summary, a[href]")];
    }

    /* What the reader has set outlives a new drawing, and a little later stands in the address. */
    keep(name, value) {
      this.values[name] = value;
      clearTimeout(this.stating);
      this.stating = setTimeout(() => state(this.name, this.parameters, this.values), 400);
    }

    set(values) {
      for (const [name, value] of Object.entries(values)) this.view.signal(name, value);
      this.view.runAsync();
    }

    /* After the controls: examples, and the way back; below the panels the controls that these move
       as well. */
    addTools(controls, plot) {
      const { presets = {}, folded = [] } = this.specification.usermeta;
      const tools = element("div", { className: "vega-bind lb-tools" });
      const list = element("select", {}, element("option", { value: "", textContent: "–" }));
      list.append(...Object.keys(presets).map((textContent) => element("option", { textContent })));
      list.addEventListener("change", () => { if (list.value) this.set(presets[list.value]); });
      const name = element("span", { className: "vega-bind-name", textContent: "example" });
      if (list.options.length > 1) tools.append(element("label", {}, name, list));
      const reset = element("button", { type: "button", textContent: "Reset" });
      reset.addEventListener("click", () => {
        this.set(Object.fromEntries(this.parameters.map(({ name, value }) => [name, value])));
        list.value = "";
      });
      tools.append(reset);
      controls.append(tools);
      if (!folded.length) return;
      const inner = element("div", { className: "lb-controls" });
      for (const name of folded) {
        inner.append(controls.querySelector(`[name="${name}"]`).closest(".vega-bind"));
      }
      const summary = element("summary", { textContent: "The data, by number" });
      plot.append(element("details", { className: "lb-more" }, summary, inner));
    }
  }

  function start() {
    const resized = new ResizeObserver((entries) => {
      for (const { target } of entries) if (target.explorer.view) target.explorer.draw();
    });
    const seen = new IntersectionObserver((entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        seen.unobserve(target);
        reader.then(() => target.explorer.draw()).then(() => resized.observe(target));
      }
    }, { rootMargin: "50px" });
    for (const figure of document.querySelectorAll("figure.lb-explorer")) {
      if (!figure.querySelector("script")) continue;
      figure.explorer = new Explorer(figure);
      seen.observe(figure);
    }
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
