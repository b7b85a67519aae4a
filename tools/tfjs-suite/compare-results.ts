/** One spec of the suite, as jasmine reports it. */
export type SpecResult = { name: string; status: string; error: string };

/** How many specs ended in this way. */
export function countOf(status: 'passed' | 'failed' | 'pending', specs: readonly SpecResult[]): number {
  return specs.filter((spec) => spec.status === status).length;
}

/** The specs that pass in `before` and do not in `after`, with what they say there. A spec that is missing is one too. */
export function regressions(
  before: readonly SpecResult[],
  after: readonly SpecResult[],
): { name: string; error: string }[] {
  const found = new Map(withUniqueNames(after));
  return withUniqueNames(before).flatMap(([name, { status }]) => {
    if (status !== 'passed' || found.get(name)?.status === 'passed') return [];
    return [{ name, error: found.get(name)?.error ?? 'did not run' }];
  });
}

/** Some of the suite's specs share a name; they run in a fixed order, so a number tells them apart. */
function withUniqueNames(specs: readonly SpecResult[]): [string, SpecResult][] {
  const seen = new Map<string, number>();
  return specs.map((spec) => {
    const nth = (seen.get(spec.name) ?? 0) + 1;
    seen.set(spec.name, nth);
    return [nth === 1 ? spec.name : `${spec.name} (${nth})`, spec];
  });
}
