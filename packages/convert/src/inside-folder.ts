import { ConvertError, quote } from './convert-error.ts';

/** A path of a file beside another one. @throws ConvertError for a path that could lead out of the folder */
export function requireInside(path: string): string {
  if (!/^[^/\\:][^\\:]*$/.test(path) || path.split('/').some((part) => part === '..' || part === ''))
    throw new ConvertError(
      `Expected weights beside the model, got the path ${quote(path)}. Save the model into one folder.`,
    );
  return path;
}
