let depth = 0;

/** Does a piece of work and says how long it took; pieces inside of it are indented. What it throws is the check's verdict. */
export async function step<T>(what: string, work: () => Promise<T>): Promise<T> {
  const started = Date.now();
  const indent = '  '.repeat(depth++);
  const result = await work();
  depth--;
  const seconds = ((Date.now() - started) / 1000).toFixed(0);
  console.log(`ok ${seconds.padStart(4)} s  ${indent}${what}`);
  return result;
}
