/** What this tab remembers over a reload, where the browser lets it. */
type Remembered = 'part' | 'model';

/** What was remembered under a name. */
export function remembered(name: Remembered): string | undefined {
  try {
    return sessionStorage.getItem(name) ?? undefined;
  } catch {
    return undefined; // a browser that keeps nothing
  }
}

/** Remembers something over a reload. */
export function remember(name: Remembered, value: string): void {
  try {
    sessionStorage.setItem(name, value);
  } catch {} // then a reload begins anew
}
