import { GraphCanvas, litBy } from "./canvas";
import { handle } from "./hand";
import { kindsOf, nameOf } from "./labels";
import { css, readPalette } from "./palette";
import type { Colouring } from "./paint";
import { belongingOf, postureOf, readPicture, verdictOf, type Picture } from "./picture";

const number = new Intl.NumberFormat("en");
const moment = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const verdicts = ["clear", "watch", "act"];
const postures = ["open", "watch", "slow", "narrow", "verify", "suspend"];

/** The page of one campaign: the picture, the list of bonds and the table of accounts show the same and choose in each other. */
export function campaignPage(): void {
  const root = document.querySelector<HTMLElement>("[data-campaign-graph]");
  if (root) void new CampaignGraph(root).begin();
}

class CampaignGraph {
  private readonly canvas: HTMLCanvasElement;
  private readonly graph: GraphCanvas;
  private readonly chosen: HTMLElement;
  private picture: Picture | null = null;
  private tag = "";
  private bond = -1;

  constructor(private readonly root: HTMLElement) {
    this.canvas = root.querySelector<HTMLCanvasElement>("[data-graph-canvas]")!;
    this.chosen = root.querySelector<HTMLElement>("[data-graph-chosen]")!;
    this.graph = new GraphCanvas(this.canvas, root);
  }

  async begin(): Promise<void> {
    await this.load();
    handle(this.canvas, this.graph, (place) => this.choose(place), (by) => this.step(by));
    this.tools();
    this.lists();
    this.follow();
    new MutationObserver(() => this.rethemed()).observe(document.documentElement, { attributeFilter: ["data-theme"] });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.rethemed());
    const found = document.querySelector<HTMLElement>("tr.is-found[data-place]");
    if (found) this.choose(Number(found.dataset["place"]));
  }

  private get colouring(): Colouring {
    return (this.root.querySelector<HTMLSelectElement>("[data-graph-colour]")?.value ?? "joined") as Colouring;
  }

  private async load(): Promise<void> {
    const wait = this.root.querySelector<HTMLElement>("[data-graph-wait]")!;
    if (!this.picture) wait.textContent = "Loading the picture…";
    try {
      const answer = await fetch(this.root.dataset["picture"]!, { cache: "no-store", headers: this.tag ? { "If-None-Match": this.tag, "X-Weir-Unasked": "1" } : {} });
      if (answer.status === 304) return;
      const picture = answer.ok ? readPicture(await answer.arrayBuffer()) : null;
      if (!picture) throw new Error(String(answer.status));
      this.tag = answer.headers.get("ETag") ?? "";
      const before = this.picture && this.graph.selected >= 0 ? this.picture.names()[this.graph.selected] : null;
      const bond = this.bond >= 0 ? this.picture?.bonds[this.bond]?.mark : null;
      this.picture = picture;
      this.graph.show(picture, this.colouring);
      this.bond = bond ? picture.bonds.findIndex((one) => one.mark === bond) : -1;
      this.emphasise();
      if (before) this.choose(picture.names().indexOf(before), false);
      wait.hidden = true;
      this.scale();
      // For whoever measures how soon it is seen.
      requestAnimationFrame(() => {
        performance.mark("weir-graph-drawn");
        this.root.dataset["drawn"] = String(picture.count);
      });
    } catch {
      if (this.picture) return;
      wait.hidden = false;
      wait.textContent = "The picture could not be loaded. The tables of this page hold all that it shows.";
    }
  }

  private tools(): void {
    const tools = this.root.querySelector<HTMLElement>("[data-graph-tools]")!;
    tools.hidden = false;
    this.root.querySelector("[data-graph-colour]")?.addEventListener("change", () => {
      this.graph.colour(this.colouring);
      this.scale();
    });
    const replaced = this.root.querySelector<HTMLInputElement>("[data-graph-replaced]");
    replaced?.addEventListener("change", () => this.graph.replaced(replaced.checked));
    for (const button of tools.querySelectorAll<HTMLElement>("[data-graph-zoom]"))
      button.addEventListener("click", () => (button.dataset["graphZoom"] === "fit" ? this.graph.fit() : this.graph.zoom(button.dataset["graphZoom"] === "in" ? 1.6 : 1 / 1.6)));
    const hint = this.root.querySelector<HTMLElement>("[data-graph-hint]")!;
    this.canvas.addEventListener("pointermove", () => {
      const under = this.graph.hovered;
      hint.hidden = under < 0 || !this.picture;
      if (!hint.hidden) hint.textContent = `${this.picture!.names()[under]} · ${this.belongs(under)}`;
    });
    this.canvas.addEventListener("pointerleave", () => (hint.hidden = true));
  }

  /** Whatever lies on the page's lists stands out in the picture while the pointer or the focus is on it. */
  private lists(): void {
    const over = (event: Event, begins: boolean) => {
      const target = event.target as Element;
      const bond = target.closest<HTMLElement>("[data-bond]");
      if (bond && this.root.contains(bond)) {
        this.bond = begins ? Number(bond.dataset["bond"]) : this.listed();
        this.emphasise();
      }
      const row = target.closest<HTMLElement>("tr[data-place]");
      if (!row) return;
      this.graph.hovered = begins ? Number(row.dataset["place"]) : -1;
      this.graph.request();
    };
    for (const type of ["pointerover", "focusin"]) document.addEventListener(type, (event) => over(event, true));
    for (const type of ["pointerout", "focusout"]) document.addEventListener(type, (event) => over(event, false));
    document.querySelector("#members")?.addEventListener("click", (event) => {
      if ((event.target as Element).closest("a, summary, button")) return;
      const row = (event.target as Element).closest<HTMLElement>("tr[data-place]");
      if (row) this.choose(Number(row.dataset["place"]));
    });
    this.bond = this.listed();
    this.emphasise();
  }

  /** The bond that the table is narrowed to. */
  private listed(): number {
    const current = this.root.querySelector<HTMLElement>("[data-bond][aria-current]");
    return current ? Number(current.dataset["bond"]) : -1;
  }

  private emphasise(): void {
    const bond = this.picture?.bonds[this.bond] ?? null;
    this.graph.emphasise(bond && this.picture ? { lit: litBy(this.picture, bond), bond } : { lit: null, bond: null });
  }

  private step(by: number): void {
    if (!this.picture) return;
    const among = this.picture.bonds[this.bond]?.has ?? null;
    const count = among?.length ?? this.picture.count;
    if (count === 0) return;
    const at = among ? among.indexOf(this.graph.selected) : this.graph.selected;
    const next = at < 0 ? (by > 0 ? 0 : count - 1) : (at + by + count) % count;
    this.choose(among ? among[next]! : next);
  }

  private belongs(place: number): string {
    const flags = this.picture!.flags[place]!;
    const share = Math.round((this.picture!.certainty[place]! / 255) * 100);
    return ["member", "beside it", "licensed"][belongingOf(flags)]! + ` with certainty ${share} %`;
  }

  /** @param seek Brings it into view; what is only kept chosen leaves the view as it is. */
  private choose(place: number, seek = true): void {
    const { picture, graph, chosen } = this;
    graph.selected = place;
    for (const row of document.querySelectorAll<HTMLElement>("tr[data-place]")) row.classList.toggle("is-found", Number(row.dataset["place"]) === place);
    chosen.hidden = place < 0 || !picture;
    graph.request();
    if (place < 0 || !picture) return;
    if (seek) graph.reveal(place);
    const flags = picture.flags[place]!;
    const part = picture.parts[picture.part[place]!];
    const line = (text: string, to?: HTMLElement) => {
      const item = document.createElement("li");
      item.append(to ?? text);
      return item;
    };
    const name = document.createElement("h3");
    const own = document.createElement("bdi");
    own.textContent = picture.names()[place] ?? "";
    name.append(own);
    const list = document.createElement("ul");
    list.append(
      line(`${this.belongs(place)}; ${moment.format(picture.from + (picture.began[place]! / 65535) * (picture.to - picture.from))}`),
      line(`alone: ${verdicts[verdictOf(flags)]}; posture: ${postures[postureOf(flags)]}`),
    );
    if (part && part.bond < 0) list.append(line(kindsOf[part.kind] ?? ""));
    const shares = picture.bonds.filter((bond) => has(bond.has, place));
    for (const bond of shares.slice(0, 8)) list.append(line(`${nameOf(bond)}, with ${number.format(bond.accounts - 1)} others`));
    for (let i = 0; i < picture.gone.length; i++) {
      if (picture.came[i] === place) list.append(line(`began after ${picture.names()[picture.gone[i]!]} fell silent`));
      if (picture.gone[i] === place) list.append(line(`fell silent; then ${picture.names()[picture.came[i]!]} began`));
    }
    const link = document.createElement("a");
    const address = new URL(location.href);
    address.searchParams.delete("page");
    address.searchParams.set("find", String(place));
    address.hash = "members";
    link.href = address.href;
    link.textContent = "Show it in the table";
    chosen.replaceChildren(name, list, link);
  }

  /** What colours mean, where that is not a list of words. */
  private scale(): void {
    const scale = this.root.querySelector<HTMLElement>("[data-graph-scale]")!;
    const picture = this.picture!;
    const palette = readPalette(this.root);
    const key = (colour: string, text: string) => {
      const item = document.createElement("span");
      const spot = document.createElement("i");
      spot.style.setProperty("background", colour);
      item.append(spot, text);
      return item;
    };
    const bar = (from: string, to: string, colours: readonly string[]) => {
      const item = document.createElement("span");
      const ramp = document.createElement("i");
      ramp.className = "ramp";
      ramp.style.setProperty("background", `linear-gradient(90deg, ${colours.join(", ")})`);
      item.append(from, ramp, to);
      return item;
    };
    const parts: Node[] =
      this.colouring === "joined" ? [bar(moment.format(picture.from), moment.format(picture.to), palette.time.map((one) => css(one)))]
      : this.colouring === "certainty" ? [bar("30 %", "sure", palette.certainty.map((one) => css(one)))]
      : this.colouring === "verdict" ? verdicts.map((word, i) => key(css(palette.verdicts[i]!), word))
      : postures.map((word, i) => key(css(palette.postures[i]!), word));
    if (picture.flags.some((flags) => belongingOf(flags) !== 0)) parts.push(key(palette.beside, "no member"));
    scale.replaceChildren(...parts);
    scale.hidden = false;
  }

  private rethemed(): void {
    this.graph.rereadTheme();
    if (this.picture) this.scale();
  }

  /** The page's parts are rendered anew as the campaign grows; one of them says which picture belongs to them. */
  private follow(): void {
    const state = () => document.querySelector<HTMLElement>("[data-graph-version]")?.dataset["graphVersion"] ?? "";
    let version = state();
    new MutationObserver(() => {
      for (const row of document.querySelectorAll<HTMLElement>("tr[data-place]")) row.classList.toggle("is-found", Number(row.dataset["place"]) === this.graph.selected);
      if (state() === version) return;
      version = state();
      void this.load();
    }).observe(document.querySelector("main")!, { childList: true, subtree: true });
  }
}

/** Whether an ascending list holds a number. */
function has(list: Uint16Array, what: number): boolean {
  let [low, high] = [0, list.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (list[middle]! === what) return true;
    if (list[middle]! < what) low = middle + 1;
    else high = middle - 1;
  }
  return false;
}
