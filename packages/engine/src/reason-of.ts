/** Why an engine could not be started, in a few words on one line: `not installed`, `not set up`, or what went wrong. */
export function reasonOf(error: unknown): string {
  const {
    code = '',
    message = String(error),
    reason = '',
  } = error as { code?: string; message?: string; reason?: string };
  const line = message.split('\n', 1)[0]?.trim().replace(/\.$/, '') ?? '';
  // The native engine's own words: its package is there, and what its command brings, or the processor has, is not.
  if (code === 'NOT_SET_UP' || code === 'NO_PRECISION') return reason;
  return isMissingPackage(code, line) ? 'not installed' : `not working (${line})`;
}

/** The backend's own package is missing, in the words of Node, Vite and webpack; what it needs itself is another matter. */
function isMissingPackage(code: string, line: string): boolean {
  const backend = /@(pix2pix-ts|tensorflow)\/(tfjs-)?backend-[a-z]+/;
  const missing = /MODULE_NOT_FOUND/.test(code) || /^(Could not resolve|Cannot find (package|module))/.test(line);
  return missing && backend.test(line.split(/\bimported (from|by)\b/, 1)[0] ?? '');
}
