/** Moments in the viewer's own zone and words; UTC stays in the title. */
const zone = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

export function localiseTimes(within: ParentNode): void {
  for (const time of within.querySelectorAll<HTMLTimeElement>("time[datetime]")) {
    const at = new Date(time.dateTime);
    if (!Number.isNaN(at.getTime())) time.textContent = zone.format(at);
  }
}
