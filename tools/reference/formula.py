"""Weights, images and masks that Python and TypeScript compute alike, bit for bit (`formula.ts` is the other side).

Only 32-bit integers and float64 operations whose result is exact or rounded once are used: no sine, no library's
random numbers. `README.md` holds the formulas in words and values to check them with.
"""

import math

import numpy as np

WEIGHT_RANGE = 0.0346  # a uniform number in [-r, r) has the standard deviation r / sqrt(3): 0.02, as in the paper


def mix(values):
    """The last steps of MurmurHash3: a permutation of the 32-bit integers that spreads every bit over all others."""
    with np.errstate(over="ignore"):
        h = np.asarray(values, dtype=np.uint32)
        h = (h ^ (h >> np.uint32(16))) * np.uint32(0x85EBCA6B)
        h = (h ^ (h >> np.uint32(13))) * np.uint32(0xC2B2AE35)
        return h ^ (h >> np.uint32(16))


def stream(name):
    """The 32-bit number of a name: FNV-1a over its ASCII characters."""
    h = 0x811C9DC5
    for character in name.encode("ascii"):
        h = ((h ^ character) * 0x01000193) & 0xFFFFFFFF
    return h


def integers(name, count):
    """`count` uint32 numbers that depend on the name and their position alone: mix(mix(stream(name)) + i)."""
    start = mix(np.array([stream(name)], dtype=np.uint32))
    return mix(np.arange(count, dtype=np.uint32) + start)


def weights(name, shape):
    """float32, uniform in [-0.0346, 0.0346): the upper 24 bits of each integer."""
    upper = (integers(name, math.prod(shape)) >> np.uint32(8)).astype(np.float64)
    return ((upper - 2**23) / 2**23 * WEIGHT_RANGE).astype(np.float32).reshape(shape)


def mask(name, shape):
    """A dropout mask of rate 0.5, 1 where a value is kept: the highest bit of each integer."""
    return (integers(name, math.prod(shape)) >> np.uint32(31)).astype(np.uint8).reshape(shape)


def wave(phase):
    """A smooth periodic function of an integer phase of 16 bits, with values in [-1, 1]: two parabolas, like a sine."""
    x = ((phase & 0xFFFF) - 32768) / 32768
    return 4 * x * (1 - np.abs(x))


def sides(size):
    """Width and height of a size: one number of a square, or both."""
    return (size, size) if isinstance(size, int) else size


def image(name, size, channels=3):
    """[height, width, channels] float32 in [-1, 1]: each channel the mean of two waves of 1 to 4 periods across."""
    draws = integers(name, 2 * channels).astype(np.int64)
    across, down = (np.arange(side, dtype=np.int64) * 65536 // side for side in sides(size))
    across, down = across[None, :], down[:, None]

    def plane(draw):
        return wave((1 + (draw & 3)) * across + ((draw >> 2) & 3) * down + (draw >> 16))

    planes = [(plane(draws[2 * c]) + plane(draws[2 * c + 1])) / 2 for c in range(channels)]
    return np.stack(planes, axis=-1).astype(np.float32)


def images(name, batch, size, channels=3):
    """[batch, height, width, channels]: the images `name.0`, `name.1`, ..."""
    return np.stack([image(f"{name}.{index}", size, channels) for index in range(batch)])


def noise_bytes(name, shape):
    """uint8 noise: the upper 8 bits of each integer."""
    return (integers(name, math.prod(shape)) >> np.uint32(24)).astype(np.uint8).reshape(shape)


def ramp_bytes(height, width):
    """[height, width, 3] uint8: sawtooth ramps (3 x + 5 y + 40 c) mod 256, with their hard edges."""
    y, x, c = np.mgrid[0:height, 0:width, 0:3]
    return ((3 * x + 5 * y + 40 * c) & 255).astype(np.uint8)


def sample_indices(name, length, count=64):
    """`count` positions of a flat tensor, by its name: some may come twice."""
    return (integers(f"samples.{name}", count).astype(np.int64)) % length
