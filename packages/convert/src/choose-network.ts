import { ConvertError, quote } from './convert-error.ts';
import { valueCount } from './foreign-tensor.ts';
import { type FilesBeside, type FoundNetwork, readNetworks } from './read-networks.ts';
import type { RecognisedNetwork } from './recognise.ts';

/** A network of a file, and where it was: '' in a file that holds nothing else. */
export type ChosenNetwork = { readonly path: string; readonly recognised: RecognisedNetwork };

type Kind = RecognisedNetwork['kind'];

/** What to give instead of the other kind. */
const USUAL_FILES: Readonly<Record<Kind, string>> = {
  generator: 'latest_net_G.pth or generator_199.pth',
  discriminator: 'latest_net_D.pth or discriminator_199.pth',
};

/**
 * The one network of this kind in a file, or the one at `asked`.
 *
 * @throws ConvertError where there is none, or there are several
 */
export function chooseNetwork(
  bytes: Uint8Array,
  kind: Kind,
  asked: string | undefined,
  files: FilesBeside = new Map(),
): ChosenNetwork {
  const found = readNetworks(bytes, files);
  if (found.length === 0) throw new ConvertError('Expected a state dict, got a file without tensors. Check the file.');
  const wanted = asked === undefined ? found : found.filter(({ path }) => path === asked);
  if (wanted.length === 0)
    throw new ConvertError(
      `Expected a network ${quote(String(asked))} in the file, got ${listed(found)}. Name one of these.`,
    );
  const known = wanted.flatMap(({ path, leastBytes, recognise }) => {
    const recognised = recognise();
    return recognised ? [{ path, recognised, leastBytes }] : [];
  });
  const fitting = known.filter(({ recognised }) => recognised.kind === kind);
  const [only, another] = fitting;
  if (only && !another) {
    refuseShared(only.recognised, sizeOf(bytes, files) / only.leastBytes);
    return only;
  }
  if (only) throw new ConvertError(`Expected one ${kind}, got ${listed(fitting)}. Say which (--network).`);
  const [other] = known;
  if (other)
    throw new ConvertError(
      `Expected a ${kind}, got a ${other.recognised.description}. Give the ${kind}'s file, such as ${USUAL_FILES[kind]}.`,
    );
  const { example } = wanted[0] as FoundNetwork;
  throw new ConvertError(
    `Expected a ${kind} of PyTorch-GAN or pytorch-CycleGAN-and-pix2pix, got tensors such as ${quote(example)}. Other networks cannot be converted.`,
  );
}

function listed(networks: readonly { path: string }[]): string {
  const paths = networks.slice(0, 6).map(({ path }) => quote(path));
  return paths.join(', ') + (networks.length > 6 ? ', ...' : '');
}

/** Many tensors on one storage would make a file grow to many times its size. */
function refuseShared({ tensors }: RecognisedNetwork, most: number): void {
  const values = tensors.reduce((sum, { shape }) => sum + valueCount(shape), 0);
  if (values > most + 2e6)
    throw new ConvertError('Expected tensors of their own, got many that share memory. Save the file again.');
}

function sizeOf(bytes: Uint8Array, files: FilesBeside): number {
  return [...files.values()].reduce((sum, { length }) => sum + length, bytes.length);
}
