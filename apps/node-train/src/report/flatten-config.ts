/** A configuration that people wrote has about fifty values, and none of them is a book. */
const [MOST_ROWS, LONGEST] = [500, 1000];

/**
 * The values of a configuration by their path, as text: `{ a: { b: [1, 2] } }` gives `a.b` and `1, 2`. Of one that is larger
 * than anything of that kind, the first 500 values and the beginning of long texts, so that a page of it can be shown.
 */
export function flattenConfig(
  config: Readonly<Record<string, unknown>>,
  most = MOST_ROWS,
): [path: string, value: string][] {
  const entries = Object.entries(config);
  const rows = entries
    .filter(([, value]) => !isRecord(value))
    .slice(0, most)
    .map(([key, value]): [string, string] => [shortened(key), shortened(valueText(value))]);
  for (const [key, value] of entries) {
    if (rows.length === most) break;
    if (!isRecord(value)) continue;
    const start = shortened(key); // before it comes in front of each path below
    for (const [path, text] of flattenConfig(value, most - rows.length))
      rows.push([shortened(`${start}.${path}`), text]);
  }
  return rows;
}

function shortened(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

function valueText(value: unknown): string {
  if (value === null || value === undefined || value === '') return '–';
  if (Array.isArray(value))
    return value.map((item) => (isRecord(item) ? JSON.stringify(item) : String(item))).join(', ');
  return String(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
