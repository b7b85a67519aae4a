"""Networks that differ from PyTorch-GAN's in wiring, norm or skips: output, and the gradient of its product with a random image.

Batch 2, 32 px, 3 filters, float64, without dropout; every tensor as a summary.
"""

import json

import torch
from torch import nn
from torch.nn import functional as F

import formula
from batch_norm_networks import Block
from full_fixture import summary
from networks import from_tensorflow, to_tensorflow
from runs import to_nchw, to_nhwc

SIZE, FILTERS, BATCH, SAMPLES = 32, 3, 2, 48


class Affine(nn.InstanceNorm2d):
    def __init__(self, channels):
        super().__init__(channels, affine=True)


NORMS = {"batch": nn.BatchNorm2d, "instance-affine": Affine}


def block(conv, norm=None, activation=None):
    made = Block(conv, norm=False, activation=activation)
    made.norm = nn.Identity() if norm is None else norm(conv.out_channels)
    return made


class Unet(nn.Module):
    """Five times down and up again; `wiring` as in packages/models."""

    def __init__(self, wiring, norm, skips=True):
        super().__init__()
        self.wiring, self.skips = wiring, skips
        width = [FILTERS * min(2**level, 8) for level in range(5)]
        leaky = lambda x: F.leaky_relu(x, 0.2)
        bare_bias = wiring == "affinelayer"
        for level in range(5):
            has_norm = 0 < level < (5 if wiring == "affinelayer" else 4)
            conv = nn.Conv2d(3 if level == 0 else width[level - 1], width[level], 4, 2, 1, bias=not has_norm and bare_bias)
            self.add_module(f"down{level + 1}", block(conv, NORMS[norm] if has_norm else None, leaky))
        for level in range(1, 5):
            channels = width[5 - level] * (2 if skips and level > 1 else 1)
            conv = nn.ConvTranspose2d(channels, width[4 - level], 4, 2, 1, bias=False)
            self.add_module(f"up{level}", block(conv, NORMS[norm], F.relu))
        channels = width[0] * (2 if skips else 1)
        if wiring is None:
            self.final = block(nn.Conv2d(channels, 3, 4, padding=1), activation=torch.tanh)
        else:
            self.final = block(nn.ConvTranspose2d(channels, 3, 4, 2, 1), activation=torch.tanh)

    def forward(self, x):
        # The other code bases apply ReLU to what they join, which LeakyReLU went over before.
        joined = (lambda skip: skip) if self.wiring is None else F.relu
        skips = []
        for level in range(1, 6):
            x = self.get_submodule(f"down{level}")(x)
            skips.append(joined(x) if self.skips else x)
        x = skips.pop()
        for level in range(1, 5):
            x = self.get_submodule(f"up{level}")(x)
            if self.skips:
                x = torch.cat((x, skips.pop()), 1)
        if self.wiring is None:
            x = F.pad(F.interpolate(x, scale_factor=2), (1, 0, 1, 0))
        return self.final(x)


class Patch(nn.Module):
    """The paper's patches of 70x70: three blocks of stride 2, one of stride 1, and logits with a bias."""

    def __init__(self, norm):
        super().__init__()
        leaky = lambda x: F.leaky_relu(x, 0.2)
        channels = 6
        for level in range(4):
            width = FILTERS * min(2**level, 8)
            conv = nn.Conv2d(channels, width, 4, 2 if level < 3 else 1, 1, bias=level == 0)
            self.add_module(f"block{level + 1}", block(conv, NORMS[norm] if level else None, leaky))
            channels = width
        self.final = block(nn.Conv2d(channels, 1, 4, 1, 1))

    def forward(self, x):
        for each in self.children():
            x = each(x)
        return x


VARIANTS = {
    "junyanz": lambda: Unet("junyanz", "batch"),
    "affinelayer": lambda: Unet("affinelayer", "batch"),
    "encoder-decoder": lambda: Unet(None, "instance-affine", skips=False),
    "patch": lambda: Patch("batch"),
}


def typescript_name(name):
    return name.replace(".conv.", ".").replace("norm.weight", "norm.scale").replace("norm.bias", "norm.offset")


def run(variant):
    network = VARIANTS[variant]().double().train()
    parameters = {typescript_name(name): parameter for name, parameter in network.named_parameters()}
    with torch.no_grad():
        for name, parameter in parameters.items():
            values = torch.from_numpy(formula.weights(f"{variant}.{name}", list(to_tensorflow(parameter).shape)))
            # Five times wider than usual, so that nothing fades away on so short a path.
            parameter.copy_(5 * from_tensorflow(values) + (1 if name.endswith("norm.scale") else 0))
    x = to_nchw(formula.images(f"{variant}.x", BATCH, SIZE), torch.float64)
    if variant == "patch":
        x = torch.cat((x, to_nchw(formula.images(f"{variant}.condition", BATCH, SIZE), torch.float64)), 1)
    y = network(x)
    weights = torch.from_numpy(formula.weights(f"{variant}.direction", [BATCH, *y.shape[2:], y.shape[1]])).permute(0, 3, 1, 2)
    (y * weights).sum().backward()
    gradients = {name: to_tensorflow(p.grad).contiguous().numpy() for name, p in parameters.items()}
    return {
        "output": summary("output", to_nhwc(y.detach()), SAMPLES),
        "gradients": {name: summary(name, values, SAMPLES) for name, values in gradients.items()},
    }


def write_variants(path):
    about = {"madeBy": "tools/reference/variants_fixture.py", "torch": torch.__version__.split("+")[0]}
    shape = {"size": SIZE, "filters": FILTERS, "batch": BATCH, "scale": 5}
    path.write_text(json.dumps({**about, **shape, "variants": {name: run(name) for name in VARIANTS}}, indent=1) + "\n")
