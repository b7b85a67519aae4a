/**
 * Runs a task for the newest request, one at a time: what is asked for while one runs waits, and a newer one takes its
 * place, so nothing ever queues up.
 *
 * @param task gets no argument: it uses what is newest when it begins
 * @param onBusy is called when the first request comes, and when there is none left
 */
export function newestWins(task: () => Promise<void>, onBusy: (isBusy: boolean) => void = () => {}): () => void {
  let running = false;
  let asked = false;

  return function request(): void {
    asked = true;
    if (running) return;
    running = true;
    onBusy(true);
    void run();
  };

  async function run(): Promise<void> {
    while (asked) {
      asked = false;
      await task();
    }
    running = false;
    onBusy(false);
  }
}
