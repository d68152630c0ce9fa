import { Grid } from "./grid";
import { label, names } from "./labels";
import { readPalette, type Palette } from "./palette";
import { Painter, type Colouring, type Emphasis } from "./paint";
import type { Bond, Picture } from "./picture";
import { View } from "./view";

/** How much more than what is seen the cached bitmap holds on each side: so far one can pan before anything is painted anew. */
const Margin = 0.3;
const Settled = 90;

/** The picture on a canvas: paints when something changed, and while it is moved moves a bitmap. */
export class GraphCanvas {
  readonly view = new View();
  /** What the last paint of all accounts took, in milliseconds. */
  painted = 0;
  private readonly context: CanvasRenderingContext2D;
  private readonly bitmap = document.createElement("canvas");
  /** The view for which the bitmap was painted. */
  private held: { scale: number; x: number; y: number } | null = null;
  private painter: Painter | null = null;
  private grid: Grid | null = null;
  private palette: Palette;
  private emphasis: Emphasis = { lit: null, bond: null };
  private showReplaced = true;
  private ratio = 1;
  private frame = 0;
  private settling = 0;
  private picture: Picture | null = null;
  selected = -1;
  hovered = -1;

  constructor(private readonly canvas: HTMLCanvasElement, private readonly theme: Element) {
    this.context = canvas.getContext("2d", { alpha: false })!;
    this.palette = readPalette(theme);
    new ResizeObserver(() => this.resize()).observe(canvas);
  }

  show(picture: Picture, colouring: Colouring): void {
    const first = this.picture === null;
    this.picture = picture;
    this.painter = new Painter(picture, this.palette, colouring);
    this.grid = new Grid(picture);
    this.emphasis = { lit: null, bond: null };
    this.selected = this.hovered = -1;
    if (first) this.resize(true);
    this.renew();
  }

  colour(colouring: Colouring): void {
    this.painter?.use(this.palette, colouring);
    this.renew();
  }

  rereadTheme(): void {
    this.palette = readPalette(this.theme);
    this.painter?.use(this.palette, this.painter.colouringNow);
    this.renew();
  }

  emphasise(emphasis: Emphasis): void {
    this.emphasis = emphasis;
    this.renew();
  }

  replaced(shown: boolean): void {
    this.showReplaced = shown;
    this.renew();
  }

  fit(): void {
    if (this.picture) this.view.fit(this.picture.bounds, this.canvas.width, this.canvas.height);
    this.renew();
  }

  /** In pixels of the page. */
  pan(dx: number, dy: number): void {
    this.view.pan(dx * this.ratio, dy * this.ratio);
    this.request();
  }

  /** Without a point, about the account that is chosen where it is seen, else about the middle. */
  zoom(by: number, x?: number, y?: number): void {
    let [px, py] = [(x ?? this.canvas.clientWidth / 2) * this.ratio, (y ?? this.canvas.clientHeight / 2) * this.ratio];
    if (x === undefined && this.selected >= 0 && this.picture) {
      const [sx, sy] = [this.view.toX(this.picture.x[this.selected]!), this.view.toY(this.picture.y[this.selected]!)];
      if (sx > 0 && sy > 0 && sx < this.canvas.width && sy < this.canvas.height) [px, py] = [sx, sy];
    }
    this.view.zoom(by, px, py);
    this.request();
    // Stretched until the hand rests.
    clearTimeout(this.settling);
    this.settling = window.setTimeout(() => this.renew(), Settled);
  }

  /** Brings an account into view where it is not. */
  reveal(place: number): void {
    const { x, y } = this.picture!;
    const [px, py] = [this.view.toX(x[place]!), this.view.toY(y[place]!)];
    const edge = 24 * this.ratio;
    if (px < edge || py < edge || px > this.canvas.width - edge || py > this.canvas.height - edge) this.view.centre(x[place]!, y[place]!, this.canvas.width, this.canvas.height);
    this.request();
  }

  /** The account at a point of the page, from the canvas's corner; -1 where there is none. */
  at(x: number, y: number): number {
    if (!this.grid) return -1;
    const reach = Math.max(0.7, (8 * this.ratio) / this.view.scale);
    return this.grid.nearest(this.view.fromX(x * this.ratio), this.view.fromY(y * this.ratio), reach);
  }

  request(): void {
    this.frame ||= requestAnimationFrame(() => this.draw());
  }

  private renew(): void {
    this.held = null;
    this.request();
  }

  private resize(refit = false): void {
    const { clientWidth, clientHeight } = this.canvas;
    if (clientWidth === 0 || clientHeight === 0) return;
    const ratio = Math.min(3, window.devicePixelRatio || 1);
    const [width, height] = [Math.round(clientWidth * ratio), Math.round(clientHeight * ratio)];
    if (width === this.canvas.width && height === this.canvas.height && ratio === this.ratio && !refit) return;
    const [dx, dy] = [(width - this.canvas.width) / 2, (height - this.canvas.height) / 2];
    [this.canvas.width, this.canvas.height, this.ratio] = [width, height, ratio];
    if (refit) this.fit();
    else this.view.pan(dx, dy);
    this.renew();
  }

  private draw(): void {
    this.frame = 0;
    const { canvas, context, painter, picture, view } = this;
    if (!painter || !picture || canvas.width === 0) return;
    const [mx, my] = [Math.round(canvas.width * Margin), Math.round(canvas.height * Margin)];
    const moved = this.held && this.held.scale === view.scale;
    const covered = this.held && (!moved || (Math.abs(view.x - this.held.x) <= mx && Math.abs(view.y - this.held.y) <= my));
    if (!this.held || !covered) this.paint(mx, my);
    const held = this.held!;
    const zoom = view.scale / held.scale;
    context.fillStyle = this.palette.ground;
    context.fillRect(0, 0, canvas.width, canvas.height);
    if (zoom === 1) context.drawImage(this.bitmap, Math.round(view.x - held.x) - mx, Math.round(view.y - held.y) - my);
    else context.drawImage(this.bitmap, view.x - (held.x + mx) * zoom, view.y - (held.y + my) * zoom, this.bitmap.width * zoom, this.bitmap.height * zoom);
    this.marks();
    label(context, picture, painter, view, this.palette, this.ratio, canvas.width, canvas.height);
    names(context, picture, view, this.palette, this.ratio, canvas.width, canvas.height);
  }

  private paint(mx: number, my: number): void {
    const began = performance.now();
    const [width, height] = [this.canvas.width + 2 * mx, this.canvas.height + 2 * my];
    if (this.bitmap.width !== width || this.bitmap.height !== height) [this.bitmap.width, this.bitmap.height] = [width, height];
    const wider = new View();
    Object.assign(wider, { scale: this.view.scale, x: this.view.x + mx, y: this.view.y + my });
    this.painter!.paint(this.bitmap.getContext("2d", { alpha: false })!, width, height, wider, this.emphasis, this.showReplaced);
    this.held = { scale: this.view.scale, x: this.view.x, y: this.view.y };
    this.painted = performance.now() - began;
  }

  /** The account that is chosen, with lines to those it replaced and was replaced by, and the one under the pointer. */
  private marks(): void {
    const { context, view, picture } = this;
    const { x, y, gone, came } = picture!;
    if (this.selected >= 0) {
      context.strokeStyle = this.palette.accent;
      context.lineWidth = 2 * this.ratio;
      context.beginPath();
      for (let i = 0; i < gone.length; i++) {
        if (gone[i] !== this.selected && came[i] !== this.selected) continue;
        context.moveTo(view.toX(x[gone[i]!]!), view.toY(y[gone[i]!]!));
        context.lineTo(view.toX(x[came[i]!]!), view.toY(y[came[i]!]!));
      }
      context.stroke();
    }
    for (const [place, width] of [[this.hovered, 1.5], [this.selected, 3]] as const) {
      if (place < 0) continue;
      context.strokeStyle = this.palette.text;
      context.lineWidth = width * this.ratio;
      context.beginPath();
      context.arc(view.toX(x[place]!), view.toY(y[place]!), Math.max(6 * this.ratio, view.scale * 0.39 + 3 * this.ratio), 0, 2 * Math.PI);
      context.stroke();
    }
  }
}

/** Which accounts have a bond. */
export function litBy(picture: Picture, bond: Bond): Uint8Array {
  const lit = new Uint8Array(picture.count);
  for (const place of bond.has) lit[place] = 1;
  return lit;
}
