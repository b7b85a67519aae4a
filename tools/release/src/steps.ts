/** Does a piece of work and says how long it took; what it throws is the check's verdict. */
export async function step<T>(what: string, work: () => Promise<T>): Promise<T> {
  const started = Date.now();
  const result = await work();
  console.log(`ok ${((Date.now() - started) / 1000).toFixed(0).padStart(4)} s  ${what}`);
  return result;
}
