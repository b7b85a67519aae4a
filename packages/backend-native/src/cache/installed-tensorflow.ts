import { currentInstallation, type Manifest } from './installation.ts';

/** Which TensorFlow it is, and whether for a GPU. */
export type InstalledTensorflow = Pick<Manifest, 'flavor' | 'tensorflow'>;

/** The TensorFlow that the native engine would load; undefined where there is none. Loads nothing. */
export function installedTensorflow(): InstalledTensorflow | undefined {
  const installation = currentInstallation();
  if (typeof installation === 'string') return undefined;
  const { flavor, tensorflow } = installation.manifest;
  return { flavor, tensorflow };
}
