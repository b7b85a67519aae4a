"""The generator and the discriminator of PyTorch-GAN (NCHW), for images whose shorter side has 2^n pixels, and any width.

Written from the layer tables of the method: layers carry the names of the TypeScript parameter tree, so that
`down1.weight` here and there is the same tensor in another memory layout (`to_tensorflow` below).
"""

import torch
from torch import nn
from torch.nn import functional as F

from formula import sides

NORM_EPSILON = 1e-5
SLOPE = 0.2


def generator_channels(size, filters):
    """Channels of down1 .. down n: filters * 2^i, at most 8 * filters, for images whose shorter side has 2^n pixels."""
    shorter, longer = sorted(sides(size))
    levels = shorter.bit_length() - 1
    if shorter != 2**levels or levels < 5 or longer % shorter:
        raise ValueError(
            f"Expected a shorter side that is a power of two from 32 on, and a longer one that is a multiple of it, got {size}."
        )
    return [min(filters * 2**level, 8 * filters) for level in range(levels)]


class Generator(nn.Module):
    """U-Net: x [B, in, H, W] in [-1, 1] -> [B, out, H, W] in [-1, 1]. As in PyTorch-GAN the innermost block has no norm.

    Dropout (rate 0.5) is off in eval(), drawn by torch in train(), and given where `masks` is: a dict from a layer's
    name to a tensor of zeros and ones of the shape of that layer's output, before any concatenation.
    """

    def __init__(self, size=256, filters=64, in_channels=3, out_channels=3):
        super().__init__()
        down = generator_channels(size, filters)
        self.levels = len(down)
        for level, channels in enumerate(down, start=1):
            source = in_channels if level == 1 else down[level - 2]
            self.add_module(f"down{level}", nn.Conv2d(source, channels, 4, stride=2, padding=1, bias=False))
        for level in range(1, self.levels):
            skip = down[self.levels - level - 1]
            source = down[-1] if level == 1 else 2 * down[self.levels - level]
            self.add_module(f"up{level}", nn.ConvTranspose2d(source, skip, 4, stride=2, padding=1, bias=False))
        self.final = nn.Conv2d(2 * down[0], out_channels, 4, padding=1)

    def dropped_layers(self):
        """Names of the layers whose output is dropped out: down4 .. down n and the first n - 4 of the up layers."""
        down = [f"down{level}" for level in range(4, self.levels + 1)]
        return down + [f"up{level}" for level in range(1, self.levels - 3)]

    def drop(self, name, x, masks):
        if name not in self.dropped_layers():
            return x
        return F.dropout(x, 0.5, self.training) if masks is None else x * masks[name] * 2

    def forward(self, x, masks=None):
        skips = []
        for level in range(1, self.levels + 1):
            name = f"down{level}"
            x = self.get_submodule(name)(x)
            if 1 < level < self.levels:
                x = F.instance_norm(x, eps=NORM_EPSILON)
            x = self.drop(name, F.leaky_relu(x, SLOPE), masks)
            skips.append(x)
        for level in range(1, self.levels):
            name = f"up{level}"
            x = F.relu(F.instance_norm(self.get_submodule(name)(x), eps=NORM_EPSILON), inplace=True)
            x = torch.cat((self.drop(name, x, masks), skips[-1 - level]), dim=1)
        x = F.pad(F.interpolate(x, scale_factor=2, mode="nearest"), (1, 0, 1, 0))
        return torch.tanh(self.final(x))


class Discriminator(nn.Module):
    """PatchGAN: target (or fake) and condition, [B, 3, H, W] each -> logits [B, 1, H / 16, W / 16], without sigmoid."""

    def __init__(self, filters=64, in_channels=3):
        super().__init__()
        channels = [2 * in_channels, filters, 2 * filters, 4 * filters, 8 * filters]
        for block in range(1, 5):
            layer = nn.Conv2d(channels[block - 1], channels[block], 4, stride=2, padding=1)
            self.add_module(f"block{block}", layer)
        self.final = nn.Conv2d(channels[4], 1, 4, padding=1, bias=False)

    def forward(self, target, condition):
        x = torch.cat((target, condition), dim=1)
        for block in range(1, 5):
            x = self.get_submodule(f"block{block}")(x)
            if block > 1:
                x = F.instance_norm(x, eps=NORM_EPSILON)
            x = F.leaky_relu(x, SLOPE, inplace=True)
        return self.final(F.pad(x, (1, 0, 1, 0)))


def to_tensorflow(tensor):
    """OIHW -> HWIO, and for transposed convolutions IOHW -> [h, w, out, in]: the same permutation. Biases stay."""
    return tensor.permute(2, 3, 1, 0) if tensor.ndim == 4 else tensor


def from_tensorflow(tensor):
    """The way back: HWIO -> OIHW, [h, w, out, in] -> IOHW."""
    return tensor.permute(3, 2, 0, 1) if tensor.ndim == 4 else tensor
