/** Colours come from the style sheet, so that both themes are written in one place. Read once a theme. */
export interface Palette {
  readonly ground: string;
  readonly island: string;
  readonly line: string;
  readonly text: string;
  readonly muted: string;
  readonly accent: string;
  readonly beside: string;
  readonly families: Readonly<Record<string, string>>;
  /** From first to last, in equal steps. */
  readonly time: readonly Rgb[];
  readonly certainty: readonly Rgb[];
  readonly verdicts: readonly Rgb[];
  readonly postures: readonly Rgb[];
  readonly besideRgb: Rgb;
  readonly dim: Rgb;
}

export type Rgb = readonly [number, number, number];

const Steps = 32;

export function readPalette(from: Element): Palette {
  // What a property says depends on the theme; only a colour that is used is told as numbers.
  const probe = from.appendChild(document.createElement("span"));
  probe.hidden = true;
  const rgb = (name: string): Rgb => {
    probe.style.setProperty("color", `var(--graph-${name})`);
    const [r, g, b] = (getComputedStyle(probe).color.match(/[\d.]+/g) ?? []).map(Number);
    return [r ?? 128, g ?? 128, b ?? 128];
  };
  const get = (name: string) => css(rgb(name));
  const palette: Palette = {
    ground: get("ground"), island: get("island"), line: get("line"), text: get("text"), muted: get("muted"), accent: get("accent"), beside: get("beside"),
    families: Object.fromEntries(["wording", "client", "place", "registration", "payment"].map((family) => [family, get(family)])),
    time: ramp([0, 1, 2, 3, 4].map((i) => rgb("time-" + i))),
    certainty: ramp([rgb("unsure"), rgb("sure")]),
    verdicts: ["clear", "watch", "act"].map(rgb),
    postures: ["open", "p-watch", "slow", "narrow", "verify", "suspend"].map(rgb),
    besideRgb: rgb("beside"), dim: rgb("dim"),
  };
  probe.remove();
  return palette;
}

function ramp(stops: readonly Rgb[]): Rgb[] {
  return Array.from({ length: Steps }, (_, i) => {
    const at = (i / (Steps - 1)) * (stops.length - 1);
    const [a, b] = [stops[Math.floor(at)]!, stops[Math.min(stops.length - 1, Math.floor(at) + 1)]!];
    const mix = (k: 0 | 1 | 2) => Math.round(a[k] + (b[k] - a[k]) * (at - Math.floor(at)));
    return [mix(0), mix(1), mix(2)] as const;
  });
}

export const css = (of: Rgb, alpha = 1): string => (alpha === 1 ? `rgb(${of[0]},${of[1]},${of[2]})` : `rgba(${of[0]},${of[1]},${of[2]},${alpha})`);
