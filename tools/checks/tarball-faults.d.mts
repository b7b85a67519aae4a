export function tarballFaults(files: ReadonlyMap<string, Uint8Array>): string[];
