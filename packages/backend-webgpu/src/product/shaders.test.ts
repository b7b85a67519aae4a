import { expect, test } from '@jest/globals';
import { FORMS } from '@pix2pix-ts/common/winograd';
import { compileError } from '../testing/compile-error.ts';
import { productKinds } from '../wgsl/product-kinds.ts';
import { ACTIVATIONS, type Finish, type ProductVariant, type Width } from '../wgsl/product-parts.ts';
import { sumOfParts } from '../wgsl/product-sum.ts';
import { type Thin, thinProduct } from '../wgsl/product-thin.ts';
import { threadsOf, tiledProduct, workgroupMemoryOf } from '../wgsl/product-tiled.ts';
import { memoryOfWinograd, threadsOfWinograd, winogradProduct } from '../wgsl/product-winograd.ts';
import { TABLE } from './choose-form.ts';
import { LARGE_TILE, SHALLOW_TILE, TILES } from './plan-product.ts';

const widths: Width[] = [1, 4];
const none: Finish = { bias: false, activation: 'linear' };
const finishes: Finish[] = Object.keys(ACTIVATIONS).flatMap((activation) =>
  [false, true].map((bias) => ({ bias, activation: activation as Finish['activation'] })),
);

/** Every shader of a kind, but for those that differ in what is fused alone. */
function variantsOf(kind: ProductVariant['kind']): ProductVariant[] {
  return widths.flatMap((a) =>
    widths.flatMap((b) =>
      widths.flatMap((c) => [true, false].map((isPart) => ({ kind, widths: { a, b, c }, isPart, finish: none }))),
    ),
  );
}

/** Of C's values: a matrix whose rows are written one value at a time has no vectors. */
const isWritten = ({ kind, widths: { c } }: ProductVariant) => c === 1 || kind.b.along === 'outer';

test.each(Object.entries(productKinds))(
  'every shader of %s compiles with the limits of every WebGPU',
  async (_, kind) => {
    const failed: string[] = [];
    const compile = async (name: string, code: string) => {
      const error = await compileError(code);
      if (error !== undefined) failed.push(`${name}: ${error}`);
    };
    for (const variant of variantsOf(kind)) {
      const name = JSON.stringify([variant.widths, variant.isPart]);
      for (const tile of [...TILES, LARGE_TILE, SHALLOW_TILE])
        if (isWritten(variant)) await compile(`${name} ${JSON.stringify(tile)}`, tiledProduct(variant, tile));
      for (const few of [1, 4, 8] as const)
        for (const short of ['rows', 'columns'] as const) {
          const thin: Thin = { short, few };
          if (variant.widths.c === (short === 'rows' && kind.b.along === 'outer' ? variant.widths.b : 1))
            await compile(`${name} ${JSON.stringify(thin)}`, thinProduct(variant, thin));
        }
    }
    expect(failed).toEqual([]);
  },
);

test('whatever is fused compiles, in products and in sums of their parts', async () => {
  const [tile] = TILES as [(typeof TILES)[number]];
  for (const finish of finishes)
    for (const c of widths) {
      const variant: ProductVariant = { kind: productKinds.forward, widths: { a: 4, b: 4, c }, isPart: false, finish };
      expect(await compileError(tiledProduct(variant, tile))).toBeUndefined();
      const thin: ProductVariant = { ...variant, widths: { a: 4, b: c, c } };
      expect(await compileError(thinProduct(thin, { short: 'rows', few: 4 }))).toBeUndefined();
      const { code } = sumOfParts({ size: 4 * c, parts: 2, columns: c, finish, alpha: 0.2 });
      expect(await compileError(code())).toBeUndefined();
    }
});

const forms = FORMS.filter(({ image }) => image.length <= TABLE.mostProducts);

test.each(forms.map((form) => [form.name, form] as const))('every shader of %s compiles', async (_, form) => {
  for (const kind of ['forward', 'inputGradient', 'filterGradient'] as const)
    for (const isPart of [true, false])
      expect(await compileError(winogradProduct({ kind, form, isPart, finish: none }))).toBeUndefined();
  for (const finish of finishes)
    expect(await compileError(winogradProduct({ kind: 'forward', form, isPart: false, finish }))).toBeUndefined();
});

test('no form needs more threads or workgroup memory than every WebGPU has', () => {
  for (const form of forms) {
    expect(memoryOfWinograd(form)).toBeLessThanOrEqual(16_384);
    expect(threadsOfWinograd(form)).toBeLessThanOrEqual(256);
  }
});

test('a shader that does not compile is told', async () => {
  expect(await compileError('@compute @workgroup_size(1) fn main() { nothing(); }')).toContain('nothing');
});

test('no tile needs more threads or workgroup memory than every WebGPU has', () => {
  for (const kind of Object.values(productKinds))
    for (const tile of [...TILES, LARGE_TILE, SHALLOW_TILE]) {
      const variant: ProductVariant = { kind, widths: { a: 4, b: 4, c: 1 }, isPart: false, finish: none };
      expect(workgroupMemoryOf(variant, tile)).toBeLessThanOrEqual(16_384);
      expect(threadsOf(tile)).toBeLessThanOrEqual(256);
    }
});
