const KEY = 'tab';

/**
 * A name for this tab that a reload keeps. A duplicated tab has a copy of the other one's name, so a name counts only
 * for the tab that holds its lock: two tabs never write to one place.
 */
export async function nameOfTab(): Promise<string> {
  const before = sessionStorage.getItem(KEY);
  const name = before !== null && (await take(before)) ? before : crypto.randomUUID();
  if (name !== before) await take(name);
  sessionStorage.setItem(KEY, name);
  return name;
}

/** Claims a name for as long as the page lives; false where another tab has it. */
function take(name: string): Promise<boolean> {
  if (!navigator.locks) return Promise.resolve(true); // not a secure context
  return new Promise((resolve) => {
    void navigator.locks.request(`tab:${name}`, { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      return lock ? new Promise(() => {}) : undefined;
    });
  });
}
