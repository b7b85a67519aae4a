declare module 'node-api-headers' {
  /** The folder of the headers of Node's stable interface for addons. */
  export const include_dir: string;
}
