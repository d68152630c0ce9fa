/** Keys for those who work here all day. None of them does anything while somebody writes. */
export function keys(): void {
  const sheet = document.querySelector<HTMLDialogElement>("[data-sheet]");
  const button = document.querySelector<HTMLButtonElement>("[data-keys]");
  if (sheet && button) {
    button.hidden = false;
    button.addEventListener("click", () => sheet.showModal());
  }

  let after = 0;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || writes(event.target)) return;
    if (document.querySelector("dialog[open]")) return;
    if (event.timeStamp < after) {
      after = 0;
      const link = [...document.querySelectorAll<HTMLAnchorElement>("a[data-key]")].find((one) => one.dataset["key"] === event.key);
      if (link) {
        event.preventDefault();
        link.click();
      }
      return;
    }
    if (act(event, sheet)) event.preventDefault();
    if (event.key === "g") after = event.timeStamp + 1500;
  });
}

function act(event: KeyboardEvent, sheet: HTMLDialogElement | null): boolean {
  switch (event.key) {
    case "?":
      sheet?.showModal();
      return sheet !== null;
    case "/": {
      const search = document.querySelector<HTMLInputElement>("[data-search]");
      search?.focus();
      search?.select();
      return search !== null;
    }
    case "t":
      document.querySelector<HTMLButtonElement>("[data-theme-switch]")?.click();
      return true;
    case "j":
      return step(1);
    case "k":
      return step(-1);
    default:
      return false;
  }
}

/** To the next row of the page's table: the focus goes to its link, so that Enter opens it. */
function step(by: number): boolean {
  const links = [...document.querySelectorAll<HTMLElement>("main tbody tr, main ul[data-rows] > li")].map((row) => row.querySelector<HTMLAnchorElement>("a[href]")).filter((link) => link !== null);
  if (links.length === 0) return false;
  const at = links.findIndex((link) => link.closest("tr, li")?.contains(document.activeElement) ?? false);
  const next = links[Math.min(links.length - 1, Math.max(0, at < 0 ? 0 : at + by))];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
  return true;
}

function writes(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || ["INPUT", "SELECT", "TEXTAREA"].includes(target.tagName));
}
