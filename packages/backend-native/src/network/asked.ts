/** Who is asked for a file. */
export type Asked = {
  /** In words, with the proxy on the way if one is set, without user names and passwords. */
  readonly from: string;
  readonly isProxied: boolean;
};

/** Describes who is asked. */
export function describeAsked(registry: string, proxy: string | undefined): Asked {
  if (proxy === undefined) return { from: registry, isProxied: false };
  return { from: `${registry} through the proxy ${shownAddress(proxy)}`, isProxied: true };
}

/** What to do where nothing came: `setting` is what names a proxy. */
export function silenceReason({ from, isProxied }: Asked, endMs: number, setting: string): string {
  const remedy = isProxied ? `Check that proxy (${setting})` : `Check the network, or set a proxy (${setting})`;
  return `no data came from ${from} for ${endMs / 1000} seconds. ${remedy}`;
}

/** An address as it may be shown: whoever configured it may have put a password in. */
export function shownAddress(address: string): string {
  return URL.canParse(address) ? withoutPassword(address).replace(/\/$/, '') : address.replace(/^.*@/, '');
}

/** An address without user name and password. */
export function withoutPassword(address: string): string {
  const url = new URL(address);
  Object.assign(url, { username: '', password: '' });
  return url.href;
}

/** Whether a list of hosts that need no proxy, such as `localhost,.corp.test`, has this address's. */
export function isExcepted(address: string | undefined, exceptions: string): boolean {
  if (address === undefined || !URL.canParse(address)) return false;
  const host = `.${new URL(address).hostname}`;
  const parts = exceptions.split(',').map((part) => part.trim().replace(/^\./, ''));
  return parts.some((part) => part === '*' || (part !== '' && host.endsWith(`.${part}`)));
}

/** The first of these variables that is set, in small letters or in capitals. */
export function variable(environment: NodeJS.ProcessEnv, names: readonly string[]): string | undefined {
  return names.map((name) => environment[name] || environment[name.toUpperCase()]).find((value) => value);
}
