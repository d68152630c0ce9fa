import type { Picture } from "./picture";

/** Which account is under a point: a grid of cells, each with the accounts in it, made once a picture. */
export class Grid {
  private static readonly cell = 4;
  private readonly columns: number;
  private readonly rows: number;
  private readonly starts: Uint32Array;
  private readonly places: Uint16Array;

  constructor(private readonly picture: Picture) {
    const { left, top, right, bottom } = picture.bounds;
    this.columns = Math.ceil((right - left) / Grid.cell) + 1;
    this.rows = Math.ceil((bottom - top) / Grid.cell) + 1;
    this.starts = new Uint32Array(this.columns * this.rows + 1);
    this.places = new Uint16Array(picture.count);
    for (let i = 0; i < picture.count; i++) this.starts[this.cellOf(picture.x[i]!, picture.y[i]!) + 1]!++;
    for (let c = 1; c < this.starts.length; c++) this.starts[c]! += this.starts[c - 1]!;
    const next = this.starts.slice();
    for (let i = 0; i < picture.count; i++) this.places[next[this.cellOf(picture.x[i]!, picture.y[i]!)]!++] = i;
  }

  /** The nearest account no further away than this; -1 where there is none. */
  nearest(x: number, y: number, reach: number): number {
    const { left, top } = this.picture.bounds;
    const clamp = (value: number, most: number) => Math.min(most - 1, Math.max(0, value));
    const [c0, c1] = [clamp(Math.floor((x - reach - left) / Grid.cell), this.columns), clamp(Math.floor((x + reach - left) / Grid.cell), this.columns)];
    const [r0, r1] = [clamp(Math.floor((y - reach - top) / Grid.cell), this.rows), clamp(Math.floor((y + reach - top) / Grid.cell), this.rows)];
    let [best, least] = [-1, reach * reach];
    for (let row = r0; row <= r1; row++) {
      for (let k = this.starts[row * this.columns + c0]!; k < this.starts[row * this.columns + c1 + 1]!; k++) {
        const i = this.places[k]!;
        const [dx, dy] = [this.picture.x[i]! - x, this.picture.y[i]! - y];
        if (dx * dx + dy * dy <= least) [best, least] = [i, dx * dx + dy * dy];
      }
    }
    return best;
  }

  private cellOf(x: number, y: number): number {
    const { left, top } = this.picture.bounds;
    const column = Math.min(this.columns - 1, Math.max(0, Math.floor((x - left) / Grid.cell)));
    const row = Math.min(this.rows - 1, Math.max(0, Math.floor((y - top) / Grid.cell)));
    return row * this.columns + column;
  }
}
