import { util } from '@tensorflow/tfjs-core';
import { dispatch } from '../run/dispatch.ts';
import { groupNumber, rowsOfGroups } from '../wgsl/rows-of-groups.ts';
import type { OwnKernel } from './own-kernel.ts';
import { DRAWS, jumpMatrices } from './xoroshiro-jumps.ts';

/**
 * A dropout mask of ones and zeros, each image's values drawn one after the other by xoroshiro128+ from its state of four
 * words: ({}, { shape, rate, states }) -> mask. A draw d, 32 bits, drops its value where d * 2^-32 < rate.
 */
export const dropoutMask: OwnKernel = {
  name: 'DropoutMask',
  covers: 'a state of four words for each image',
  run({ backend, attrs }) {
    const { shape, states } = attrs as DropoutAttributes;
    const images = shape[0] as number;
    if (states.length !== 4 * images) return undefined;
    const mask = backend.makeOutput(shape);
    const size = util.sizeFromShape(shape) / images;
    if (!(size > 0)) return mask;
    const jumps = backend.table('xoroshiro jumps', jumpMatrices);
    const [inRow, rows] = rowsOfGroups(Math.ceil(size / DRAWS / THREADS));
    for (let first = 0; first < images; first += IMAGES) {
      const some = Math.min(IMAGES, images - first);
      dispatch(backend, {
        key: 'dropoutMask',
        code: () => CODE,
        outputs: [mask],
        inputs: [jumps],
        uniform: backend.uniformOf(attrs as DropoutAttributes, (now) => draws(now, size, first, some)),
        grid: [inRow, some, rows],
      });
    }
    return mask;
  },
};

/** Threads of a workgroup: an image of 4096 values is one. */
const THREADS = 64;
/** Images of a dispatch, whose states are in its uniform. */
const IMAGES = 64;
const WORDS_BEFORE_STATES = 4;

type DropoutAttributes = { shape: number[]; rate: number; states: number[] };

/** The words for the draws of some of the images. */
function draws({ rate, states }: DropoutAttributes, size: number, first: number, some: number) {
  const words = new Uint32Array(WORDS_BEFORE_STATES + 4 * IMAGES);
  const threshold = Math.ceil(Math.max(rate, 0) * 2 ** 32);
  const all = threshold >= 2 ** 32; // which a word cannot hold
  words.set([size, first, all ? 0 : threshold, all ? 1 : 0]);
  words.set(states.slice(4 * first, 4 * (first + some)), WORDS_BEFORE_STATES);
  return words;
}

const CODE = `
struct Draws { size: u32, first: u32, threshold: u32, all: u32, states: array<vec4<u32>, ${IMAGES}> }
@group(0) @binding(0) var<storage, read_write> mask: array<f32>;
@group(0) @binding(1) var<storage, read> jumps: array<vec4<u32>>;
@group(0) @binding(2) var<uniform> draws: Draws;

// The state after as many draws as this matrix skips.
fn skip(jump: u32, state: vec4<u32>) -> vec4<u32> {
  var given = state;
  var after = vec4<u32>();
  for (var bit = 0u; bit < 128u; bit++) {
    if (((given[bit / 32u] >> (bit % 32u)) & 1u) == 1u) { after ^= jumps[jump * 128u + bit]; }
  }
  return after;
}

@compute @workgroup_size(${THREADS})
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let place = ${groupNumber('group', 'z')} * ${THREADS}u + thread;
  let begin = place * ${DRAWS}u;
  if (begin >= draws.size) { return; }
  var s = draws.states[group.y];
  for (var jump = 0u; (place >> jump) > 0u; jump++) {
    if (((place >> jump) & 1u) == 1u) { s = skip(jump, s); }
  }
  let image = (draws.first + group.y) * draws.size;
  for (var i = begin; i < min(draws.size, begin + ${DRAWS}u); i++) {
    let isDropped = s.y + s.w < draws.threshold || draws.all == 1u;
    mask[image + i] = select(1.0, 0.0, isDropped);
    let low = s.w ^ s.y;
    let high = s.z ^ s.x;
    s = vec4<u32>(
      (s.x << 24u) ^ (s.y >> 8u) ^ high ^ ((high << 16u) | (low >> 16u)),
      (s.y << 24u) ^ (s.x >> 8u) ^ low ^ (low << 16u),
      (low << 5u) ^ (high >> 27u),
      (high << 5u) ^ (low >> 27u),
    );
  }
}`;
