import { Belonging, belongingOf, postureOf, verdictOf, type Bond, type Picture } from "./picture";
import { css, type Palette, type Rgb } from "./palette";
import type { View } from "./view";

export type Colouring = "joined" | "certainty" | "verdict" | "posture";

/** What of the picture stands out now. */
export interface Emphasis {
  /** By place: 1 where an account is lit; null where all are. */
  readonly lit: Uint8Array | null;
  readonly bond: Bond | null;
}

const Sure = 204;
const ThickestRibbon = 18;
/** Below so many pixels of the canvas an account is a square. */
const ArcsFrom = 5;

/** The colour of each account under a colouring, as an index into its colours. */
export function coloursOf(picture: Picture, palette: Palette, colouring: Colouring): { readonly of: Uint8Array; readonly colours: readonly Rgb[] } {
  const ramp = colouring === "joined" ? palette.time : colouring === "certainty" ? palette.certainty : colouring === "verdict" ? palette.verdicts : palette.postures;
  const of = new Uint8Array(picture.count);
  for (let i = 0; i < picture.count; i++) {
    const flags = picture.flags[i]!;
    of[i] = belongingOf(flags) !== Belonging.member ? ramp.length
      : colouring === "joined" ? Math.round((picture.began[i]! / 65535) * (ramp.length - 1))
      : colouring === "certainty" ? Math.round((Math.max(0, picture.certainty[i]! - 77) / 178) * (ramp.length - 1))
      : colouring === "verdict" ? verdictOf(flags) : postureOf(flags);
  }
  return { of, colours: [...ramp, palette.besideRgb] };
}

/** Islands, their bonds to what all share, and all accounts: what a cached bitmap holds. Sizes in pixels of the canvas. */
export class Painter {
  private pixels: ImageData | null = null;
  private sheet: HTMLCanvasElement | null = null;
  private colours: ReturnType<typeof coloursOf>;

  constructor(private readonly picture: Picture, private palette: Palette, private colouring: Colouring) {
    this.colours = coloursOf(picture, palette, colouring);
  }

  use(palette: Palette, colouring: Colouring): void {
    [this.palette, this.colouring] = [palette, colouring];
    this.colours = coloursOf(this.picture, palette, colouring);
  }

  get colouringNow(): Colouring {
    return this.colouring;
  }

  paint(context: CanvasRenderingContext2D, width: number, height: number, view: View, emphasis: Emphasis, replaced: boolean): void {
    context.fillStyle = this.palette.ground;
    context.fillRect(0, 0, width, height);
    this.islands(context, view, emphasis);
    this.ribbons(context, view, emphasis);
    // The nearest two accounts are one unit apart; the square between them shows the ground.
    const size = view.scale * 0.78;
    if (size < ArcsFrom) this.squares(context, width, height, view, Math.max(1, Math.round(size)), emphasis);
    else this.arcs(context, width, height, view, size / 2, emphasis);
    if (replaced) this.replacements(context, view);
  }

  private islands(context: CanvasRenderingContext2D, view: View, emphasis: Emphasis): void {
    context.lineWidth = Math.max(1, view.scale * 0.06);
    for (const part of this.picture.parts) {
      context.beginPath();
      context.arc(view.toX(part.x), view.toY(part.y), part.r * view.scale, 0, 2 * Math.PI);
      if (part.kind === "bound" || part.kind === "core") {
        context.fillStyle = this.palette.island;
        context.fill();
        context.setLineDash([]);
      } else {
        context.setLineDash([4, 4]);
      }
      context.strokeStyle = part.bond >= 0 && emphasis.lit === null ? this.family(this.picture.bonds[part.bond]!) : this.palette.line;
      context.globalAlpha = 0.75;
      context.stroke();
      context.globalAlpha = 1;
    }
    context.setLineDash([]);
  }

  private family(bond: Bond): string {
    return this.palette.families[bond.family] ?? this.palette.line;
  }

  /** From what all share to each part that has it, as wide as many have it. */
  private ribbons(context: CanvasRenderingContext2D, view: View, emphasis: Emphasis): void {
    const shown = emphasis.bond ? [emphasis.bond] : this.picture.bonds.filter((bond) => bond.core);
    const most = Math.max(1, this.picture.count);
    for (const [turn, bond] of shown.entries()) {
      const counts = new Uint32Array(this.picture.parts.length);
      for (const place of bond.has) counts[this.picture.part[place]!]!++;
      const from = this.hub(bond, turn, shown.length);
      context.strokeStyle = this.family(bond);
      context.globalAlpha = emphasis.bond ? 0.5 : 0.22;
      for (const [index, part] of this.picture.parts.entries()) {
        const share = counts[index]! / Math.max(1, part.accounts);
        if (share < 0.1) continue;
        const away = Math.hypot(part.x - from.x, part.y - from.y);
        const end = away < 1e-6 ? 0 : Math.max(0, away - part.r) / away;
        const [x, y] = [from.x + (part.x - from.x) * end, from.y + (part.y - from.y) * end];
        // Bent by its turn, so that those of one part lie beside each other.
        const bend = (turn - (shown.length - 1) / 2) * 0.06;
        context.lineWidth = Math.max(1, Math.min(ThickestRibbon, view.scale * this.picture.middle * 0.45 * Math.sqrt(counts[index]! / most) * Math.min(1, 3 / shown.length)));
        context.beginPath();
        context.moveTo(view.toX(from.x), view.toY(from.y));
        context.quadraticCurveTo(view.toX((from.x + x) / 2 - (y - from.y) * bend), view.toY((from.y + y) / 2 + (x - from.x) * bend), view.toX(x), view.toY(y));
        context.stroke();
      }
    }
    context.globalAlpha = 1;
  }

  /** Where a bond stands: what all share around the middle, any other in the middle of it. */
  hub(bond: Bond, turn: number, of: number): { x: number; y: number } {
    if (!bond.core || of === 1) return { x: 0, y: 0 };
    const angle = (turn / of) * 2 * Math.PI - Math.PI / 2;
    return { x: Math.cos(angle) * this.picture.middle * 0.5, y: Math.sin(angle) * this.picture.middle * 0.5 };
  }

  /** Far away: written into the bitmap itself, which costs the same for one and for a hundred thousand. */
  private squares(context: CanvasRenderingContext2D, width: number, height: number, view: View, size: number, emphasis: Emphasis): void {
    if (this.pixels?.width !== width || this.pixels.height !== height) this.pixels = new ImageData(width, height);
    const words = new Uint32Array(this.pixels.data.buffer);
    words.fill(0);
    const word = ([r, g, b]: Rgb, alpha: number) => ((alpha << 24) | (b << 16) | (g << 8) | r) >>> 0;
    const full = this.colours.colours.map((colour) => word(colour, 255));
    const pale = this.colours.colours.map((colour) => word(colour, 130));
    const dim = word(this.palette.dim, 150);
    const { x, y, certainty } = this.picture;
    const lit = emphasis.lit;
    for (let pass = lit ? 0 : 1; pass < 2; pass++) {
      for (let i = 0; i < this.picture.count; i++) {
        if (lit && (lit[i] === 1) !== (pass === 1)) continue;
        const left = Math.round(x[i]! * view.scale + view.x - size / 2);
        const top = Math.round(y[i]! * view.scale + view.y - size / 2);
        if (left < 0 || top < 0 || left + size > width || top + size > height) continue;
        const colour = pass === 0 ? dim : (certainty[i]! < Sure ? pale : full)[this.colours.of[i]!]!;
        for (let row = top; row < top + size; row++) {
          const at = row * width + left;
          for (let column = 0; column < size; column++) words[at + column] = colour;
        }
      }
    }

    // Put, pixels replace what is there; drawn from a sheet they lie over it.
    this.sheet ??= document.createElement("canvas");
    if (this.sheet.width !== width || this.sheet.height !== height) [this.sheet.width, this.sheet.height] = [width, height];
    this.sheet.getContext("2d")!.putImageData(this.pixels, 0, 0);
    context.drawImage(this.sheet, 0, 0);
  }

  /** Close up: circles, one path a colour. Who belongs less surely, and who does not, is a ring. */
  private arcs(context: CanvasRenderingContext2D, width: number, height: number, view: View, radius: number, emphasis: Emphasis): void {
    const paths = new Map<number, Path2D>();
    const { x, y, certainty, flags } = this.picture;
    for (let i = 0; i < this.picture.count; i++) {
      const [px, py] = [view.toX(x[i]!), view.toY(y[i]!)];
      if (px < -radius || py < -radius || px > width + radius || py > height + radius) continue;
      const ring = certainty[i]! < Sure || belongingOf(flags[i]!) !== Belonging.member;
      const key = (emphasis.lit && emphasis.lit[i] !== 1 ? 255 : this.colours.of[i]!) * 2 + (ring ? 1 : 0);
      let path = paths.get(key);
      if (!path) paths.set(key, (path = new Path2D()));
      path.moveTo(px + radius, py);
      path.arc(px, py, radius - (ring ? 1 : 0), 0, 2 * Math.PI);
    }
    for (const [key, path] of paths) {
      const colour = key >> 1 === 255 ? this.palette.dim : this.colours.colours[key >> 1]!;
      if ((key & 1) === 0) {
        context.fillStyle = css(colour);
        context.fill(path);
      } else {
        context.fillStyle = css(colour, 0.25);
        context.fill(path);
        context.strokeStyle = css(colour);
        context.lineWidth = Math.max(1.5, radius * 0.18);
        context.stroke(path);
      }
    }
  }

  private replacements(context: CanvasRenderingContext2D, view: View): void {
    const { gone, came, x, y } = this.picture;
    context.strokeStyle = this.palette.accent;
    context.lineWidth = Math.max(0.75, Math.min(2, view.scale * 0.1));
    // Beyond some hundred, single ones cannot be told; each counts a little.
    context.globalAlpha = Math.max(0.05, Math.min(0.7, 60 / Math.max(1, gone.length)));
    context.beginPath();
    for (let i = 0; i < gone.length; i++) {
      const [ax, ay, bx, by] = [view.toX(x[gone[i]!]!), view.toY(y[gone[i]!]!), view.toX(x[came[i]!]!), view.toY(y[came[i]!]!)];
      context.moveTo(ax, ay);
      context.quadraticCurveTo((ax + bx) / 2 - (by - ay) * 0.2, (ay + by) / 2 + (bx - ax) * 0.2, bx, by);
    }
    context.stroke();
    context.globalAlpha = 1;
  }
}
