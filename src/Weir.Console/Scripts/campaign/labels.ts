import type { Palette } from "./palette";
import type { Painter } from "./paint";
import type { Bond, Picture } from "./picture";
import type { View } from "./view";

const count = new Intl.NumberFormat("en");

/** What a bond is called: by its name where the operator's facts have one, else by its mark. */
export const nameOf = (bond: Bond): string => `${bond.kind} ${bond.name ?? bond.mark}`;

export const kindsOf: Readonly<Record<string, string>> = { core: "only what all share", beside: "beside it, not counted", licensed: "licensed" };

/** Names on the picture: as many as fit, the largest parts first, none over another. */
export function label(context: CanvasRenderingContext2D, picture: Picture, painter: Painter, view: View, palette: Palette, ratio: number, width: number, height: number): void {
  const taken: [number, number, number, number][] = [];
  const size = 12 * ratio;
  context.font = `500 ${size}px system-ui, sans-serif`;
  context.textBaseline = "middle";
  const free = (x: number, y: number, w: number, h: number) => x >= 0 && y >= 0 && x + w <= width && y + h <= height && taken.every(([a, b, c, d]) => x >= a + c || a >= x + w || y >= b + d || b >= y + h);
  const write = (text: string, x: number, y: number, colour: string) => {
    context.lineJoin = "round";
    context.strokeStyle = palette.ground;
    context.lineWidth = 3.5 * ratio;
    context.strokeText(text, x, y);
    context.fillStyle = colour;
    context.fillText(text, x, y);
  };

  const core = picture.bonds.filter((bond) => bond.core);
  for (const [turn, bond] of core.entries()) {
    const hub = painter.hub(bond, turn, core.length);
    const [x, y] = [view.toX(hub.x), view.toY(hub.y)];
    diamond(context, x, y, 6 * ratio, palette.families[bond.family] ?? palette.line, palette.ground);
    const text = bond.kind;
    const w = context.measureText(text).width;
    const left = hub.x > 0.01 ? x + 10 * ratio : hub.x < -0.01 ? x - 10 * ratio - w : x - w / 2;
    const top = Math.abs(hub.x) <= 0.01 ? y + (hub.y < 0 ? -14 : 14) * ratio : y;
    if (!free(left, top - size * 0.6, w, size * 1.2)) continue;
    taken.push([left, top - size * 0.6, w, size * 1.2]);
    write(text, left, top, palette.text);
  }

  const order = [...picture.parts].sort((a, b) => b.r - a.r);
  for (const part of order) {
    if (part.r * view.scale < 15 * ratio) continue;
    const bond = part.bond >= 0 ? picture.bonds[part.bond]! : null;
    const first = bond ? cut(bond.name ?? nameOf(bond), 28) : kindsOf[part.kind]!;
    const second = `${count.format(part.accounts)} ${bond?.name ? "· " + bond.kind : part.accounts === 1 ? "account" : "accounts"}`;
    const [w1, w2] = [context.measureText(first).width, context.measureText(second).width];
    const w = Math.max(w1, w2);
    const x = view.toX(part.x) - w / 2;
    const [above, below] = [view.toY(part.y) - part.r * view.scale - size * 1.5, view.toY(part.y) + part.r * view.scale + size * 1.5];
    // On free ground where there is some; over another part rather than not at all, unless that one would be covered.
    for (const [y, clear] of [[above, true], [below, true], [above, false], [below, false]] as const) {
      if (!free(x, y - size * 1.3, w, size * 2.6) || (clear && covers(picture, view, x, y - size * 1.3, w, size * 2.6))) continue;
      taken.push([x, y - size * 1.3, w, size * 2.6]);
      write(first, x + (w - w1) / 2, y - size * 0.6, palette.text);
      write(second, x + (w - w2) / 2, y + size * 0.6, palette.muted);
      break;
    }
  }
}

/** Whether a box lies over the accounts of any part. */
function covers(picture: Picture, view: View, x: number, y: number, w: number, h: number): boolean {
  return picture.parts.some((part) => {
    const [cx, cy] = [view.toX(part.x), view.toY(part.y)];
    const [dx, dy] = [cx - Math.min(x + w, Math.max(x, cx)), cy - Math.min(y + h, Math.max(y, cy))];
    return dx * dx + dy * dy < (part.r * view.scale) ** 2 * 0.92;
  });
}

/** Close up each account has its name beside it. */
export function names(context: CanvasRenderingContext2D, picture: Picture, view: View, palette: Palette, ratio: number, width: number, height: number): void {
  if (view.scale < 44 * ratio) return;
  const size = 11 * ratio;
  context.font = `${size}px system-ui, sans-serif`;
  context.textBaseline = "middle";
  context.textAlign = "center";
  context.strokeStyle = palette.island;
  context.lineWidth = 3 * ratio;
  context.fillStyle = palette.text;
  for (let i = 0; i < picture.count; i++) {
    const [x, y] = [view.toX(picture.x[i]!), view.toY(picture.y[i]!) + view.scale * 0.39 + size * 0.8];
    if (x < 0 || y < 0 || x > width || y > height) continue;
    const text = cut(picture.names()[i] ?? "", Math.max(6, Math.floor(view.scale / size * 1.7)));
    context.strokeText(text, x, y);
    context.fillText(text, x, y);
  }
  context.textAlign = "start";
}

export const cut = (text: string, most: number): string => ([...text].length <= most ? text : [...text].slice(0, most - 1).join("") + "…");

function diamond(context: CanvasRenderingContext2D, x: number, y: number, r: number, colour: string, edge: string): void {
  context.beginPath();
  context.moveTo(x, y - r);
  context.lineTo(x + r, y);
  context.lineTo(x, y + r);
  context.lineTo(x - r, y);
  context.closePath();
  context.fillStyle = colour;
  context.fill();
  context.strokeStyle = edge;
  context.lineWidth = r * 0.25;
  context.stroke();
}
