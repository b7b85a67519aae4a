export function refusedLicences(
  listing: Readonly<Record<string, readonly { name: string; versions: readonly string[] }[]>>,
): string[];
