/** What changed, as the server tells it: one stream a page, whatever topics its parts ask for. */
type Listener = (state: string) => void;

const listeners = new Map<string, Listener[]>();
let begun = false;

export function live(topic: string, listener: Listener): void {
  listeners.set(topic, [...(listeners.get(topic) ?? []), listener]);
  if (begun) return;
  begun = true;
  // All parts of the page have asked by then.
  queueMicrotask(listen);
}

function listen(): void {
  const source = new EventSource("/live?" + [...listeners.keys()].map((topic) => "topic=" + encodeURIComponent(topic)).join("&"));
  for (const [topic, all] of listeners)
    source.addEventListener(topic, (event) => all.forEach((listener) => listener((event as MessageEvent<string>).data)));
  source.addEventListener("open", () => document.documentElement.classList.add("is-live"));
  source.addEventListener("error", () => document.documentElement.classList.remove("is-live"));
  addEventListener("pagehide", () => source.close());
}
