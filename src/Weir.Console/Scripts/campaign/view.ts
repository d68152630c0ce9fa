import type { Picture } from "./picture";

/** Which stretch of the picture is seen: pixels of the screen a unit, and where its origin lies on the canvas. */
export class View {
  scale = 1;
  x = 0;
  y = 0;
  private least = 0.1;

  fit(bounds: Picture["bounds"], width: number, height: number): void {
    const [wide, high] = [bounds.right - bounds.left + 4, bounds.bottom - bounds.top + 8];
    this.scale = Math.min(width / wide, height / high, 22);
    this.least = this.scale * 0.6;
    this.x = width / 2 - ((bounds.left + bounds.right) / 2) * this.scale;
    this.y = height / 2 - ((bounds.top + bounds.bottom) / 2) * this.scale;
  }

  pan(dx: number, dy: number): void {
    this.x += dx;
    this.y += dy;
  }

  /** What lies under the point stays there. */
  zoom(by: number, x: number, y: number): void {
    const scale = Math.min(60, Math.max(this.least, this.scale * by));
    this.x = x - ((x - this.x) / this.scale) * scale;
    this.y = y - ((y - this.y) / this.scale) * scale;
    this.scale = scale;
  }

  centre(x: number, y: number, width: number, height: number): void {
    this.x = width / 2 - x * this.scale;
    this.y = height / 2 - y * this.scale;
  }

  toX = (x: number): number => x * this.scale + this.x;
  toY = (y: number): number => y * this.scale + this.y;
  fromX = (x: number): number => (x - this.x) / this.scale;
  fromY = (y: number): number => (y - this.y) / this.scale;
}
