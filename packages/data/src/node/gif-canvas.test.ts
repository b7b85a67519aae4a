import { expect, test } from '@jest/globals';
import { decodeImage } from './decode-image.ts';

/** A GIF of one frame of 2x1 red pixels at column 1 and row 1 of its canvas (GIF89a, appendix F for the codes). */
function gifOf(width: number, height: number): Buffer {
  const size = [width & 255, width >> 8, height & 255, height >> 8];
  const background = [0x80, 0, 0];
  const palette = [255, 0, 0, 0, 0, 255];
  const comment = [0x21, 0xfe, 2, 0x68, 0x69, 0];
  const frame = [0x2c, 1, 0, 1, 0, 2, 0, 1, 0, 0];
  const codes = [2, 2, 0x04, 0x0a, 0, 0x3b]; // clear, 0, 0, end, each of three bits
  return Buffer.from([...Buffer.from('GIF89a'), ...size, ...background, ...palette, ...comment, ...frame, ...codes]);
}

// 640x480 is among the sizes of old screens, of which some decoders think that the canvas has another.
test.each([
  [4, 3],
  [640, 480],
  [3000, 2],
])('what the first frame leaves of a canvas of %dx%d is white, as browsers show it', async (width, height) => {
  const decoded = await decodeImage(gifOf(width, height));
  expect([decoded.width, decoded.height]).toEqual([width, height]);
  const others = new Map<number, number>();
  for (const [i, value] of decoded.data.entries()) if (value !== 255) others.set(i, value);
  const second = 3 * (width + 1);
  expect([...others]).toEqual([1, 2, 4, 5].map((channel) => [second + channel, 0]));
});

test('a canvas of more than 50 million pixels is refused, however small the frame is', async () => {
  await expect(decodeImage(gifOf(60_000, 60_000))).rejects.toThrow(
    'Expected at most 50 million pixels in the image, got 60000x60000. Make it smaller.',
  );
});
