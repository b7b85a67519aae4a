/**
 * Lets the event loop turn once, so that signals, timers and decoded images get through: on engines that compute at once,
 * awaiting a tensor's values alone would never let them. A message takes microseconds where a timer takes milliseconds.
 */
export function nextMacrotask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
