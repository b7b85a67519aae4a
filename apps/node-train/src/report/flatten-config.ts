/** The values of a configuration by their path, as text: `{ a: { b: [1, 2] } }` gives `a.b` and `1, 2`. */
export function flattenConfig(config: Readonly<Record<string, unknown>>): [path: string, value: string][] {
  const simple = Object.entries(config).filter(([, value]) => !isRecord(value));
  const nested = Object.entries(config).flatMap(([key, value]) =>
    isRecord(value) ? flattenConfig(value).map(([path, text]): [string, string] => [`${key}.${path}`, text]) : [],
  );
  return [...simple.map(([key, value]): [string, string] => [key, valueText(value)]), ...nested];
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
