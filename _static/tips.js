// A link to a term, claim, equation or source shows what stands there while the pointer rests on it
// or the keyboard has reached it. From another page it comes from _data/tips.js, loaded when it is
// first needed. On a touch screen a link is followed.
(() => {
  const article = document.querySelector("article");
  const kinds = /^(term-|claim-|equation-|id\d)/;
  const root = new URL(document.documentElement.dataset.content_root ?? "", location.href).href;
  const idOf = (link) => decodeURIComponent(link.hash.slice(1));
  if (!article) return;

  let loading;
  const load = () => {
    loading ??= new Promise((done) => {
      const script = document.createElement("script");
      script.src = `${root}_data/tips.js`;
      script.addEventListener("load", () => done(window.lossbookTips));
      document.head.append(script);
    });
    return loading;
  };

  const tip = document.createElement("div");
  tip.id = "lb-tip";
  tip.setAttribute("role", "tooltip");
  tip.popover = "manual";

  // What stands at a link's target.
  const content = async (link) => {
    if (link.href.split("#")[0] !== location.href.split("#")[0]) {
      return (await load())[link.href.slice(root.length)] ?? "";
    }
    const target = document.getElementById(idOf(link));
    if (!target) return "";
    const shown = [target.querySelector(".lb-statement") ?? target];
    if (target.tagName === "DT") shown.push(target.nextElementSibling);
    return shown.map((part) => part.outerHTML.replace(/ id="[^"]*"/g, "")).join("");
  };

  const isOpen = () => tip.isConnected && tip.matches(":popover-open");
  let owner = null;  // the link whose target is shown, or is going to be
  let timer;
  const hide = () => {
    clearTimeout(timer);
    owner?.removeAttribute("aria-describedby");
    owner = null;
    if (isOpen()) tip.hidePopover();
  };
  // Below the link, or above it where there is more room.
  const place = (link) => {
    const { left, top, bottom } = link.getClientRects()[0];
    const { width, height } = tip.getBoundingClientRect();
    const above = bottom + height + 6 > innerHeight && top > innerHeight - bottom;
    tip.style.left = `${Math.max(8, Math.min(left, innerWidth - width - 8))}px`;
    tip.style.top = `${above ? top - height - 6 : bottom + 6}px`;
  };
  const show = async (link) => {
    const html = await content(link);
    if (!html || owner !== link) return;
    link.removeAttribute("title");  // would be shown besides
    if (!tip.isConnected) article.append(tip);
    tip.innerHTML = html;
    for (const inner of tip.querySelectorAll(".headerlink")) inner.remove();
    // The keyboard goes on in the page: into a tip, which closes then, it would get lost.
    for (const inner of tip.querySelectorAll("a")) inner.removeAttribute("href");
    link.setAttribute("aria-describedby", tip.id);
    tip.showPopover();
    place(link);
  };
  const soon = (link, delay) => {
    if (owner !== link) hide();
    clearTimeout(timer);  // the pointer may have come back
    owner = link;
    if (!isOpen()) timer = setTimeout(() => show(link), delay);
  };

  const linkAt = (event) => {
    const link = event.target.closest?.("a.reference.internal[href*='#']");
    return link && !tip.contains(link) && kinds.test(idOf(link)) ? link : null;
  };
  article.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse") return;
    const link = linkAt(event);
    if (link) soon(link, 250);
    else if (tip.contains(event.target)) clearTimeout(timer);
  });
  article.addEventListener("pointerout", (event) => {
    if (event.pointerType !== "mouse" || !owner) return;
    if (owner.contains(event.target) || tip.contains(event.target)) {
      clearTimeout(timer);
      timer = setTimeout(hide, 200);
    }
  });
  article.addEventListener("focusin", (event) => {
    const link = linkAt(event);
    if (link?.matches(":focus-visible")) soon(link, 0);
  });
  article.addEventListener("focusout", hide);
  article.addEventListener("click", hide);
  addEventListener("scroll", () => {
    if (!isOpen()) return;
    const { top, bottom } = owner.getBoundingClientRect();
    if (bottom < 0 || top > innerHeight) hide();
    else place(owner);
  }, { passive: true });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && owner) hide();
  });
})();
