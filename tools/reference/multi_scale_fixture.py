"""The multi-scale discriminators of pix2pixHD: both networks' losses, and their gradients in D's weights and in the fake.

Batch 2, 54x43 px, so that odd sides are halved too, 3 filters, 3 scales, float64; every tensor as a summary.
"""

import json

import torch
from torch import nn
from torch.nn import functional as F

import formula
from full_fixture import summary
from networks import from_tensorflow, to_tensorflow
from runs import to_nchw, to_nhwc

SIZE, FILTERS, BATCH, SAMPLES, SCALES, SCALE = (54, 43), 3, 2, 48, 3, 5
MATCHING = 10.0


class Patch(nn.Module):
    """Two blocks of stride 2, and logits of a full grid without a bias. Gives what each of the three makes."""

    def __init__(self):
        super().__init__()
        channels = 6
        for level in (1, 2):
            self.add_module(f"block{level}", nn.Conv2d(channels, FILTERS * level, 4, 2, 1))
            channels = FILTERS * level
        self.final = nn.Conv2d(channels, 1, 4, bias=False)

    def forward(self, x):
        made = []
        for level in (1, 2):
            x = self.get_submodule(f"block{level}")(x)
            x = F.leaky_relu(x if level == 1 else F.instance_norm(x), 0.2)
            made.append(x)
        return [*made, self.final(F.pad(x, (2, 1, 2, 1)))]


class MultiScale(nn.Module):
    def __init__(self):
        super().__init__()
        for scale in range(1, SCALES + 1):
            self.add_module(f"scale{scale}", Patch())
        self.halve = nn.AvgPool2d(3, stride=2, padding=1, count_include_pad=False)

    def forward(self, target, condition):
        x, made = torch.cat((target, condition), 1), []
        for scale in range(1, SCALES + 1):
            made.append(self.get_submodule(f"scale{scale}")(x))
            x = self.halve(x)
        return made


def adversarial(made, real):
    """The sum over the scales of each one's mean."""
    logits = [each[-1] for each in made]
    return sum(F.binary_cross_entropy_with_logits(x, torch.full_like(x, float(real))) for x in logits)


def feature_matching(of_fake, of_real):
    """The mean over the scales of each one's mean over its blocks, four times."""
    distances = [
        4 / (len(fake) - 1) * sum(F.l1_loss(a, b.detach()) for a, b in zip(fake[:-1], real[:-1], strict=True))
        for fake, real in zip(of_fake, of_real, strict=True)
    ]
    return sum(distances) / SCALES


def images(name):
    return to_nchw(formula.images(f"multi-scale.{name}", BATCH, SIZE), torch.float64)


def figures():
    network = MultiScale().double()
    with torch.no_grad():
        for name, parameter in network.named_parameters():
            values = torch.from_numpy(formula.weights(f"multi-scale.{name}", list(to_tensorflow(parameter).shape)))
            parameter.copy_(SCALE * from_tensorflow(values))
    target, condition, fake = images("target"), images("condition"), images("fake").requires_grad_()
    real = network(target, condition)
    loss = 0.5 * (adversarial(real, True) + adversarial(network(fake.detach(), condition), False))
    loss.backward()
    gradients = {name: to_tensorflow(p.grad).contiguous().numpy().copy() for name, p in network.named_parameters()}

    of_fake = network(fake, condition)
    judged, apart = adversarial(of_fake, True), feature_matching(of_fake, real)
    (judged + MATCHING * apart).backward()
    logits = {f"logits{i}": to_nhwc(each[-1].detach()) for i, each in enumerate(of_fake, start=1)}
    # A bias directly before an instance norm has a gradient of 0, and all else is rounding noise.
    is_zero = lambda name: name.endswith("block2.bias")
    return {
        "losses": {"discriminator": loss.item(), "adversarial": judged.item(), "features": apart.item()},
        "logits": {name: summary(name, values, SAMPLES) for name, values in logits.items()},
        "gradients": {name: summary(name, values, SAMPLES) for name, values in gradients.items() if not is_zero(name)},
        "ofFake": summary("fake", to_nhwc(fake.grad), SAMPLES),
    }


def write_multi_scale(path):
    about = {"madeBy": "tools/reference/multi_scale_fixture.py", "torch": torch.__version__.split("+")[0]}
    shape = {"size": SIZE, "filters": FILTERS, "batch": BATCH, "scale": SCALE, "scales": SCALES, "matching": MATCHING}
    path.write_text(json.dumps({**about, **shape, **figures()}, indent=1) + "\n")
