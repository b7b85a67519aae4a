/**
 * Runs a task for the newest request, one at a time: what is asked for while one runs waits, and a newer one takes its
 * place, so nothing ever queues up.
 *
 * @param task uses what is newest when it begins; its signal is aborted when something newer is asked for, for a task that
 *   takes so long that nobody would wait for its end
 * @param onBusy is called when the first request comes, and when there is none left
 */
export function newestWins(
  task: (outdated: AbortSignal) => Promise<void>,
  onBusy: (isBusy: boolean) => void = () => {},
): () => void {
  let running = false;
  let asked = false;
  let controller = new AbortController();

  return function request(): void {
    asked = true;
    controller.abort();
    if (running) return;
    running = true;
    onBusy(true);
    void run();
  };

  async function run(): Promise<void> {
    while (asked) {
      asked = false;
      controller = new AbortController();
      await task(controller.signal);
    }
    running = false;
    onBusy(false);
  }
}
