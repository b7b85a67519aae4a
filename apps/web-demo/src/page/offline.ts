/** Lets the page work without a network from the next time on. Called when there is nothing more urgent to load. */
export function installOffline(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  navigator.serviceWorker.register('./offline.js').catch(() => {}); // it works online all the same
}
