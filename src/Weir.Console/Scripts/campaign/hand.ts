import type { GraphCanvas } from "./canvas";

/** Mouse, touch and keys: what moves the picture and what chooses in it. */
export function handle(canvas: HTMLCanvasElement, graph: GraphCanvas, chosen: (place: number) => void, stepped: (by: number) => void): void {
  const fingers = new Map<number, { x: number; y: number }>();
  let moved = 0;
  let before = 0;
  let hover = -1;

  const at = (event: { clientX: number; clientY: number }) => {
    const box = canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };

  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, at(event));
    moved = fingers.size > 1 ? Infinity : 0;
    before = 0;
  });
  canvas.addEventListener("pointermove", (event) => {
    const now = at(event);
    const last = fingers.get(event.pointerId);
    if (!last) {
      const under = graph.at(now.x, now.y);
      if (under !== hover) {
        graph.hovered = hover = under;
        canvas.style.setProperty("cursor", under >= 0 ? "pointer" : "grab");
        graph.request();
      }
      return;
    }
    fingers.set(event.pointerId, now);
    if (fingers.size === 1) {
      moved += Math.abs(now.x - last.x) + Math.abs(now.y - last.y);
      if (moved > 3) graph.pan(now.x - last.x, now.y - last.y);
    } else if (fingers.size === 2) {
      const [a, b] = [...fingers.values()] as [{ x: number; y: number }, { x: number; y: number }];
      const apart = Math.hypot(a.x - b.x, a.y - b.y);
      if (before > 0) graph.zoom(apart / before, (a.x + b.x) / 2, (a.y + b.y) / 2);
      graph.pan((now.x - last.x) / 2, (now.y - last.y) / 2);
      before = apart;
    }
  });
  const lift = (event: PointerEvent) => {
    if (fingers.delete(event.pointerId) && event.type === "pointerup" && moved <= 3) {
      const { x, y } = at(event);
      chosen(graph.at(x, y));
    }
  };
  canvas.addEventListener("pointerup", lift);
  canvas.addEventListener("pointercancel", lift);
  canvas.addEventListener("pointerleave", () => {
    if (hover < 0) return;
    graph.hovered = hover = -1;
    graph.request();
  });
  canvas.addEventListener("dblclick", (event) => {
    const { x, y } = at(event);
    graph.zoom(2, x, y);
  });
  canvas.addEventListener("wheel", (event) => {
    // A page that is scrolled past must not be caught by a picture; who means the picture has pressed a key or clicked in it.
    if (!event.ctrlKey && !event.metaKey && document.activeElement !== canvas) return;
    event.preventDefault();
    const { x, y } = at(event);
    graph.zoom(Math.exp(-event.deltaY * (event.deltaMode === 1 ? 0.05 : 0.0016)), x, y);
  }, { passive: false });

  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = event.shiftKey ? 160 : 48;
    const act: Readonly<Record<string, () => void>> = {
      ArrowLeft: () => graph.pan(step, 0), ArrowRight: () => graph.pan(-step, 0), ArrowUp: () => graph.pan(0, step), ArrowDown: () => graph.pan(0, -step),
      "+": () => graph.zoom(1.4), "=": () => graph.zoom(1.4), "-": () => graph.zoom(1 / 1.4), "0": () => graph.fit(),
      n: () => stepped(1), p: () => stepped(-1), Escape: () => chosen(-1),
    };
    const action = act[event.key];
    if (!action) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  });
}
