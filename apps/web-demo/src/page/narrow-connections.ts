/**
 * Adds a policy to the page's own: it may connect to where it came from, and to the host of the model that its address
 * asks for. A policy can only forbid more, so no script can undo this.
 */
export function narrowConnections(model: URL | undefined): void {
  const hosts = model && /^https?:$/.test(model.protocol) ? ` ${model.origin}` : '';
  const policy = document.createElement('meta');
  policy.httpEquiv = 'Content-Security-Policy';
  policy.content = `connect-src 'self' blob:${hosts}`;
  document.head.append(policy);
}
