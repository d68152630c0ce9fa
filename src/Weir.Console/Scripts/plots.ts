import uPlot from "uplot";
import { live } from "./live";

/** As the server writes it: seconds since 1970, then one list a line. */
interface Traffic {
  readonly at: number[];
  readonly ordinary: number[];
  readonly suspect: number[];
  readonly share: (number | null)[];
}

const AXIS_FONT = '12px "Source Sans 3", system-ui, sans-serif';

/** Traffic as it comes in, and how much of it is from accounts under suspicion. The picture that the server drew makes room for one that can be read closely. */
export function plots(): void {
  const place = document.querySelector<HTMLElement>("[data-plot=traffic]");
  const given = document.querySelector('script[data-for="traffic"]')?.textContent;
  if (place === null || given === undefined || given === null) return;
  const calls = place.querySelector<HTMLElement>("[data-part=calls]");
  const share = place.querySelector<HTMLElement>("[data-part=share]");
  if (calls === null || share === null) return;

  let traffic = JSON.parse(given) as Traffic;
  let shown: uPlot[] = [];
  const draw = (): void => {
    for (const plot of shown) plot.destroy();
    calls.replaceChildren();
    share.replaceChildren();
    shown = [callsPlot(calls, traffic), sharePlot(share, traffic)];
  };
  draw();
  new ResizeObserver(() => {
    for (const plot of shown) plot.setSize({ width: place.clientWidth, height: plot.height });
  }).observe(place);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  const topic = place.dataset["topic"];
  if (topic !== undefined)
    live(topic, (state) => {
      traffic = JSON.parse(state) as Traffic;
      shown[0]?.setData(stacked(traffic));
      shown[1]?.setData([traffic.at, traffic.share]);
    });
}

/** The upper line is both together, so that the lower one stands on it. */
function stacked(traffic: Traffic): uPlot.AlignedData {
  return [traffic.at, traffic.ordinary.map((calls, i) => calls + (traffic.suspect[i] ?? 0)), traffic.suspect];
}

function callsPlot(place: HTMLElement, traffic: Traffic): uPlot {
  const [first, second] = [colour(place, "--plot-1"), colour(place, "--plot-2")];
  return new uPlot(
    {
      ...common(place, 180),
      series: [
        {},
        { label: "all calls", stroke: first, width: 1.5, fill: alpha(first, 0.16), value: (_, all) => number(all) },
        { label: "from accounts under suspicion", stroke: second, width: 1.5, fill: alpha(second, 0.28), value: (_, suspect) => number(suspect) },
      ],
    },
    stacked(traffic),
    place,
  );
}

function sharePlot(place: HTMLElement, traffic: Traffic): uPlot {
  const second = colour(place, "--plot-2");
  const base = common(place, 100);
  return new uPlot(
    {
      ...base,
      scales: { ...base.scales, y: { range: (_, __, most) => [0, Math.max(0.1, Math.min(1, most * 1.15))] } },
      axes: [base.axes[0]!, { ...base.axes[1]!, values: (_, ticks) => ticks.map((tick) => `${Math.round(tick * 100)} %`) }],
      series: [{}, { label: "suspicious share", stroke: second, width: 1.5, fill: alpha(second, 0.12), value: (_, share) => (share === null ? "–" : `${(share * 100).toFixed(1)} %`) }],
    },
    [traffic.at, traffic.share],
    place,
  );
}

function common(place: HTMLElement, height: number): { width: number; height: number; axes: uPlot.Axis[]; scales: uPlot.Scales; legend: uPlot.Legend; cursor: uPlot.Cursor; padding: uPlot.Padding } {
  const [ink, line] = [colour(place, "--ink-3"), colour(place, "--line")];
  const axis: uPlot.Axis = { stroke: ink, font: AXIS_FONT, grid: { stroke: line, width: 1 }, ticks: { show: false } };
  return {
    width: place.clientWidth,
    height,
    padding: [8, 18, 0, 0],
    legend: { live: true },
    cursor: { sync: { key: "traffic" }, points: { size: 6 } },
    scales: { y: { range: (_, __, most) => [0, Math.max(4, most * 1.1)] } },
    axes: [{ ...axis, size: 26, grid: { show: false }, values: times }, { ...axis, size: 52, space: 24, values: (_, ticks) => ticks.map((tick) => (tick % 1 === 0 ? number(tick) : "")) }],
  };
}

const hour = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });

/** A day's first tick is its date. */
function times(_: uPlot, ticks: number[]): string[] {
  let before = "";
  return ticks.map((tick) => {
    const at = new Date(tick * 1000);
    const date = day.format(at);
    const isNew = date !== before;
    before = date;
    return isNew || ticks.length < 2 || (ticks[1] ?? 0) - (ticks[0] ?? 0) >= 86400 ? date : hour.format(at);
  });
}

function number(value: number | null): string {
  return value === null ? "–" : value.toLocaleString();
}

/** What a token of the style sheet is at the moment: only a real property tells which of its two colours holds. */
function colour(place: HTMLElement, token: string): string {
  const probe = document.createElement("i");
  probe.hidden = true;
  probe.style.color = `var(${token})`;
  place.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}

function alpha(colour: string, share: number): string {
  return `color-mix(in srgb, ${colour} ${share * 100}%, transparent)`;
}
