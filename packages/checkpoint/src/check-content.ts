import { quote, SafetensorsError } from './safetensors-error.ts';
import type { SafetensorsFile } from './safetensors-file.ts';
import { encodeHeader, type Planned, planLayout } from './write-header.ts';
import { createXxh32 } from './xxh32.ts';

/** The name of the check in a file's metadata. */
export const CHECK_FIELD = 'check';

/** What a check looks like: it names itself, so that it is recognised where a bit of the field's name has flipped. */
const CHECK = /^xxh32:[0-9a-f]{8}$/;

/** The check of a content, of which the data are still to come, in the order of the plan. */
export type ContentCheck = {
  add(data: Uint8Array): void;
  /** As it is in the metadata. */
  text(): string;
};

/**
 * The check of a content: the XXH32 of the file that `encodeSafetensors` makes of it without a check. It is that of
 * the content and not of the bytes: a program that writes it in another order leaves the check valid.
 */
export function createContentCheck(plan: readonly Planned[], metadata: Readonly<Record<string, string>>): ContentCheck {
  const hash = createXxh32();
  hash.add(encodeHeader(plan, withoutCheck(metadata)));
  return { add: hash.add, text: () => `xxh32:${hash.digest().toString(16).padStart(8, '0')}` };
}

/**
 * The file without its check, if that is right or there is none.
 *
 * @throws SafetensorsError `check`
 */
export function checkedContent({ tensors, metadata }: SafetensorsFile): SafetensorsFile {
  const told = Object.entries(metadata).find(([key, value]) => key === CHECK_FIELD || CHECK.test(value));
  if (told === undefined) return { tensors, metadata };
  const plan = planLayout(
    Array.from(tensors, ([name, { dtype, shape, data }]) => ({ name, dtype, shape, read: () => data })),
  );
  const check = createContentCheck(plan, metadata);
  for (const { entry } of plan) check.add((tensors.get(entry.name) as { data: Uint8Array }).data);
  const [key, value] = told;
  if (key !== CHECK_FIELD || value !== check.text())
    throw new SafetensorsError(
      'check',
      `safetensors file: expected content whose checksum is ${quote(value)}, got ${quote(check.text())}. The file is damaged, or was changed by a program that kept its checksum; fetch or save it again.`,
    );
  return { tensors, metadata: withoutCheck(metadata) };
}

function withoutCheck(metadata: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const rest: Record<string, string> = Object.assign(Object.create(null), metadata);
  delete rest[CHECK_FIELD];
  return rest;
}
