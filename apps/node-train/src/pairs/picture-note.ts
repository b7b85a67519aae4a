import type { OnNote } from '@pix2pix-ts/data/node';
import { printNote } from '../cli/output.ts';

const told = new Set<string>();

/**
 * Prints a note on the pictures of this run, once: the same folder is looked through for each split, and where one picture has
 * dark samples, so have the others.
 */
export const printPictureNote: OnNote = (line, about) => {
  const topic = about === 'folder' ? line : about;
  if (!told.has(topic)) printNote(line);
  told.add(topic);
};
