import { live } from "./live";
import { localiseTimes } from "./times";

const LEAST_BETWEEN = 2000;

/**
 * Parts of a page that the server renders anew when something changed: a live event says that it did, and the page is asked for once more, every other second
 * at most. So what is shown with a script and without one is the same markup from the same place.
 */
export function refreshParts(): void {
  const parts = [...document.querySelectorAll<HTMLElement>("[data-live][id]")];
  let waits = false;
  let last = 0;
  const load = (): void => {
    waits = false;
    last = performance.now();
    void markup(location.href).then(replace, () => {
      // The gateway is not there at the moment. What stands is what was known last, and the mark beside it goes out.
    });
  };
  for (const topic of new Set(parts.flatMap((part) => (part.dataset["live"] ?? "").split(" ")))) {
    let first = true;
    live(topic, () => {
      // The first state is the one that the page was made of.
      if (first || waits || document.hidden) {
        first = false;
        return;
      }
      waits = true;
      setTimeout(load, Math.max(0, last + LEAST_BETWEEN - performance.now()));
    });
  }
}

function replace(page: Document): void {
  for (const part of document.querySelectorAll<HTMLElement>("[data-live][id]")) {
    // What somebody has the focus in stays.
    if (part.contains(document.activeElement) && document.activeElement !== document.body) continue;
    const next = page.getElementById(part.id);
    if (next === null) continue;
    const fresh = document.importNode(next, true);
    localiseTimes(fresh);
    // What somebody opened stays open, and what they closed closed.
    const folds = [...part.querySelectorAll("details")];
    [...fresh.querySelectorAll("details")].forEach((fold, at) => (fold.open = folds[at]?.open ?? fold.open));
    if (!fresh.isEqualNode(part)) part.replaceWith(fresh);
  }
}

/** Read by the browser's own loader: a script may not make markup out of text here. The header says that nobody asked, so the session is not prolonged. */
function markup(address: string): Promise<Document> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("GET", address);
    request.responseType = "document";
    request.setRequestHeader("X-Weir-Unasked", "1");
    request.addEventListener("load", () => (request.status === 200 && request.responseXML ? resolve(request.responseXML) : reject(new Error(String(request.status)))));
    request.addEventListener("error", () => reject(new Error("no answer")));
    request.send();
  });
}
