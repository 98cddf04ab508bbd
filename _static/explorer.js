/* Figures with sliders: a still until it is scrolled to, then drawn by Vega with native controls.
   Vega is loaded once, when the first figure comes near. Expressions are interpreted (`ast`), so
   the page's Content-Security-Policy need not allow `eval`; scripts and data are plain elements, so
   that a page opened as a file works too. */
(() => {
  "use strict";

  const LIBRARY = new URL("../vendor/vega/vega.js", document.currentScript.src).href;
  const NARROW = 560; // pixels of the figure below which panels stand one below the other
  const MARGIN = 70; // pixels that the ordinate and the last label of the abscissa take
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
    if (width < NARROW) spec.columns = 1;
    const room = width - MARGIN - spec.spacing.column * (spec.columns - 1);
    for (const panel of spec.concat) panel.width = Math.max(160, Math.floor(room / spec.columns));
    for (const parameter of spec.params) {
      if (parameter.name in values) parameter.value = values[parameter.name];
    }
    return spec;
  }

  class Explorer {
    constructor(figure) {
      this.figure = figure;
      this.specification = JSON.parse(figure.querySelector("script").textContent);
      this.values = {};
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
      const controls = document.createElement("div");
      controls.className = "lb-controls";
      const plot = document.createElement("div");
      plot.className = "lb-plot";
      const spec = fitted(this.specification, width, this.values);
      const focused = this.figure.contains(document.activeElement) && document.activeElement.name;
      const { view, finalize } = await vega.embed(plot, spec, {
        ast: true,
        bind: controls,
        defaultStyle: false,
        tooltip: { disableDefaultStyle: true },
      });
      this.finalize?.();
      this.finalize = finalize;
      this.view = view;
      for (const { name, bind } of spec.params) {
        if (bind) {
          view.addSignalListener(name, (_, value) => { this.values[name] = value; });
        } else {
          // Whether the slider of this name changes anything.
          const slider = controls.querySelector(`[name="${name.replace(/_acts$/, "")}"]`);
          const enable = (_, acts) => { slider.disabled = !acts; };
          enable(name, view.signal(name));
          view.addSignalListener(name, enable);
        }
      }
      this.figure.querySelectorAll(".lb-controls, .lb-plot").forEach((old) => old.remove());
      this.figure.prepend(controls, plot);
      this.figure.classList.add("lb-live");
      if (focused) controls.querySelector(`[name="${focused}"]`)?.focus();
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
