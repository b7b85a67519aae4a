import path from 'node:path';

/** The line for a shell that installs all tarballs of a folder in the folder where it is typed. */
export function installLine(folder, names, platform = process.platform) {
  // Windows' shells hand a star on as it is, and npm would look for a file of that name.
  if (platform === 'win32') return `npm install ${names.map((name) => `"${path.win32.join(folder, name)}"`).join(' ')}`;
  const isPlain = /^[\w./@+-]+$/.test(folder);
  return `npm install ${isPlain ? folder : `'${folder.replaceAll("'", "'\\''")}'`}/*.tgz`;
}
