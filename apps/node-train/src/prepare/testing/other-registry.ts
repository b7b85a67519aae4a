import { withEnvironment } from '@pix2pix-ts/testing/with-environment';

/** Runs as on a machine that reaches no registry: nothing listens on the port "discard" of this machine. */
export function withoutNetwork<T>(act: () => Promise<T>): Promise<T> {
  return withRegistry('http://127.0.0.1:9', act);
}

/** Runs with another registry, which npm asks once. */
export function withRegistry<T>(address: string, act: () => Promise<T>): Promise<T> {
  return withEnvironment({ npm_config_registry: address, npm_config_fetch_retries: '0' }, act);
}
