"""A ResNet generator and a PatchGAN discriminator of any depth in PyTorch, both with batch norm (affine, running statistics).

Written from the tables of Johnson et al. 2016, CycleGAN and pix2pix. Tensors get the names and the layout of the
TypeScript side by `named_tensors`.
"""

import re

import torch
from torch import nn
from torch.nn import functional as F

from networks import SLOPE, to_tensorflow


class Block(nn.Module):
    """A convolution, batch norm where it has one, and an activation."""

    def __init__(self, conv, norm=True, activation=None, reflect=0):
        super().__init__()
        self.conv = conv
        self.norm = nn.BatchNorm2d(conv.out_channels) if norm else nn.Identity()
        self.activation = activation
        self.reflect = reflect

    def forward(self, x):
        if self.reflect:
            x = F.pad(x, [self.reflect] * 4, mode="reflect")
        x = self.norm(self.conv(x))
        return x if self.activation is None else self.activation(x)


class Residual(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.conv1 = Block(nn.Conv2d(channels, channels, 3, bias=False), activation=F.relu, reflect=1)
        self.conv2 = Block(nn.Conv2d(channels, channels, 3, bias=False), reflect=1)

    def forward(self, x):
        return x + self.conv2(self.conv1(x))


class Resnet(nn.Module):
    """x [B, 3, S, S] in [-1, 1] -> the same shape and range; S is a multiple of 4."""

    def __init__(self, filters, blocks):
        super().__init__()
        f = filters
        self.first = Block(nn.Conv2d(3, f, 7, bias=False), activation=F.relu, reflect=3)
        self.down1 = Block(nn.Conv2d(f, 2 * f, 3, stride=2, padding=1, bias=False), activation=F.relu)
        self.down2 = Block(nn.Conv2d(2 * f, 4 * f, 3, stride=2, padding=1, bias=False), activation=F.relu)
        for block in range(1, blocks + 1):
            self.add_module(f"block{block}", Residual(4 * f))
        up = {"stride": 2, "padding": 1, "output_padding": 1, "bias": False}
        self.up1 = Block(nn.ConvTranspose2d(4 * f, 2 * f, 3, **up), activation=F.relu)
        self.up2 = Block(nn.ConvTranspose2d(2 * f, f, 3, **up), activation=F.relu)
        self.final = Block(nn.Conv2d(f, 3, 7), norm=False, activation=torch.tanh, reflect=3)

    def forward(self, x, masks=None):
        for block in self.children():
            x = block(x)
        return x


class Patch(nn.Module):
    """Target and condition, [B, 3, S, S] each -> logits [B, 1, s, s], without sigmoid: each sees 70x70 pixels with 3 layers."""

    def __init__(self, filters, layers):
        super().__init__()
        width = [6] + [filters * min(2**level, 8) for level in range(layers + 1)]
        leaky = lambda x: F.leaky_relu(x, SLOPE)
        for level in range(1, layers + 2):
            stride = 2 if level <= layers else 1
            conv = nn.Conv2d(width[level - 1], width[level], 4, stride=stride, padding=1, bias=level == 1)
            self.add_module(f"block{level}", Block(conv, norm=level > 1, activation=leaky))
        self.final = Block(nn.Conv2d(width[-1], 1, 4, padding=1, bias=False), norm=False)

    def forward(self, target, condition):
        x = torch.cat((target, condition), dim=1)
        for block in self.children():
            x = block(x)
        return x


NORM_NAMES = {"weight": "scale", "bias": "offset", "running_mean": "mean", "running_var": "variance"}


def typescript_name(name):
    """`block1.conv1.conv.weight` -> `block1.conv1.weight`, `down1.norm.running_var` -> `down1.norm.variance`."""
    name = re.sub(r"\.conv\.(weight|bias)$", r".\1", name)
    return re.sub(r"\.norm\.(\w+)$", lambda match: f".norm.{NORM_NAMES[match[1]]}", name)


def named_tensors(network, of=lambda tensor: tensor, buffers=True):
    """{TypeScript's name: float64 array in TensorFlow.js layout} of what is trained and, if wanted, of running statistics."""
    tensors = dict(network.named_parameters())
    if buffers:
        tensors.update((name, b) for name, b in network.named_buffers() if not name.endswith("num_batches_tracked"))
    return {
        typescript_name(name): to_tensorflow(of(t).detach()).contiguous().double().numpy().copy()
        for name, t in tensors.items()
    }
