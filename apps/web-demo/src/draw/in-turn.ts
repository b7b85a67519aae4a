/** Runs pieces of work one after the other, in the order in which they were given: none sees another half done. */
export function createTurns(): <Result>(work: () => Promise<Result> | Result) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work);
    // A failure is reported to whoever asked for it, and does not stop the next.
    last = mine.catch(() => {});
    return mine;
  };
}
