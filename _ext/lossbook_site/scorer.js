/* How search results are ordered: Sphinx's numbers, and a page whose own title has all the words
   asked for before pages of which only a section has them. */
var Scorer = {
  score: ([, title, anchor, , score]) => {
    const asked = new URLSearchParams(window.location.search).get("q") ?? "";
    const words = asked.toLowerCase().split(/\s+/).filter(Boolean);
    const all = words.length > 0 && words.every((word) => title.toLowerCase().includes(word));
    return score + (all && !anchor ? 20 : 0);
  },
  objNameMatch: 11,
  objPartialMatch: 6,
  objPrio: { 0: 15, 1: 5, 2: -5 },
  objPrioDefault: 0,
  title: 15,
  partialTitle: 7,
  term: 5,
  partialTerm: 2,
};
