/** The editor of the policy: numbered lines, and faults as one types. Without this the page has a box to write in and a button that checks. */
interface Mark {
  line: number;
  column: number;
  warning: boolean;
  path: string;
  problem: string;
  allowed: string | null;
  do: string;
}

const QUIET = 400;

const form = document.querySelector<HTMLFormElement>("[data-editor]");
const text = form?.querySelector<HTMLTextAreaElement>("[data-editor-text]");
const gutter = form?.querySelector<HTMLElement>("[data-gutter]");
const list = form?.querySelector<HTMLElement>("[data-marks]");
if (form && text && gutter && list) edit(form, text, gutter, list);

function edit(form: HTMLFormElement, text: HTMLTextAreaElement, gutter: HTMLElement, list: HTMLElement): void {
  let marks: Mark[] = [];
  let asked = 0;
  let timer = 0;

  const number = (): void => {
    const lines = text.value.split("\n").length;
    while (gutter.childElementCount > lines) gutter.lastElementChild?.remove();
    while (gutter.childElementCount < lines) gutter.append(element("span", "", String(gutter.childElementCount + 1)));
    [...gutter.children].forEach((line, i) => {
      const own = marks.filter((mark) => mark.line === i + 1);
      line.className = own.some((mark) => !mark.warning) ? "is-fault" : own.length > 0 ? "is-warning" : "";
    });
    gutter.scrollTop = text.scrollTop;
  };

  const check = async (): Promise<void> => {
    const number_ = ++asked;
    try {
      const answer = await fetch("/policy/check", { method: "POST", headers: { Accept: "application/json" }, body: new URLSearchParams(fields(form)) });
      if (!answer.ok) return;
      const found = ((await answer.json()) as { marks: Mark[] }).marks;
      // Whoever typed on has asked again.
      if (number_ !== asked) return;
      marks = found;
      list.replaceChildren(...(marks.length === 0 ? [element("p", "mark-good", "No faults: a gateway would take it.")] : marks.map((mark) => shown(mark, text))));
      number();
    } catch {
      // The gateway is not there at the moment; the button says so when it is pressed.
    }
  };

  text.addEventListener("input", () => {
    number();
    clearTimeout(timer);
    timer = setTimeout(() => void check(), QUIET);
  });
  text.addEventListener("scroll", () => (gutter.scrollTop = text.scrollTop));
  addEventListener("resize", number);
  number();
  void check();
}

function fields(form: HTMLFormElement): [string, string][] {
  return [...new FormData(form)].filter((field): field is [string, string] => typeof field[1] === "string" && ["text", "_proof"].includes(field[0]));
}

/** As the server shows it, and a way to its line. */
function shown(mark: Mark, text: HTMLTextAreaElement): HTMLElement {
  const line = element("p", mark.warning ? "mark-line is-warning" : "mark-line is-fault");
  const where = (mark.warning ? "warning" : "fault") + (mark.line > 0 ? ` · line ${mark.line}, column ${mark.column}` : "");
  if (mark.line > 0) {
    const to = element("button", "plain mark-where", where) as HTMLButtonElement;
    to.type = "button";
    to.addEventListener("click", () => go(text, mark));
    line.append(to);
  } else line.append(element("span", "mark-where", where));
  line.append(element("span", "", `${mark.path === "" ? "" : mark.path + " "}${mark.problem}. `));
  if (mark.allowed !== null) line.append(element("span", "mark-allowed", `Allowed: ${mark.allowed}. `));
  line.append(element("span", "mark-do", mark.do));
  return line;
}

function go(text: HTMLTextAreaElement, mark: Mark): void {
  const lines = text.value.split("\n");
  const at = lines.slice(0, mark.line - 1).reduce((sum, line) => sum + line.length + 1, 0) + Math.max(0, mark.column - 1);
  text.focus();
  text.setSelectionRange(at, at + Math.max(1, (lines[mark.line - 1] ?? "").length - mark.column + 1));
  text.scrollTop = Math.max(0, (mark.line - 6) * (text.scrollHeight / Math.max(1, lines.length)));
}

function element(name: string, style: string, says = ""): HTMLElement {
  const made = document.createElement(name);
  if (style !== "") made.className = style;
  made.textContent = says;
  return made;
}
