"""Each GAN loss and each reconstruction loss of PyTorch in float64, with its gradient in every input."""

import json

import torch
from torch.nn import functional as F

import formula

SHAPE, SCALE, SMOOTHING = [2, 4, 4, 1], 100.0, 0.1  # numbers within 3.46, on both sides of every bend


def bce(logits, real):
    return F.binary_cross_entropy_with_logits(logits, torch.full_like(logits, float(real)))


def lsgan(logits, real):
    return F.mse_loss(logits, torch.full_like(logits, float(real)))


def smoothed(loss):
    """D's part with a label of 0.9 for real images."""
    return with_gradients(
        lambda real, fake: 0.5 * (loss(real, 1 - SMOOTHING) + loss(fake, 0)), real=numbers("real"), fake=numbers("fake")
    )


def hinge(logits, real):
    return F.relu(1 - logits if real else 1 + logits).mean()


GAN_LOSSES = {"bce": (bce, None), "lsgan": (lsgan, None), "hinge": (hinge, lambda fake: -fake.mean())}
RECONSTRUCTION_LOSSES = {"l1": F.l1_loss, "l2": F.mse_loss, "smooth-l1": F.smooth_l1_loss}


def numbers(name):
    return torch.from_numpy(formula.weights(f"losses.{name}", SHAPE)).double() * SCALE


def feature_matching(*fakes):
    """pix2pixHD's loop over the blocks of one discriminator of so many, all but the last counted."""
    weight = 4.0 / len(fakes)
    return sum(weight * F.l1_loss(fake, numbers(f"real{i}").detach()) for i, fake in enumerate(fakes))


def with_gradients(loss, **inputs):
    """The loss of these inputs, and its gradient in each."""
    inputs = {name: value.clone().requires_grad_() for name, value in inputs.items()}
    value = loss(*inputs.values())
    value.backward()
    return {"value": value.item(), "gradients": {name: x.grad.ravel().tolist() for name, x in inputs.items()}}


def gan(loss, of_generator):
    return {
        "discriminator": with_gradients(
            lambda real, fake: 0.5 * (loss(real, True) + loss(fake, False)), real=numbers("real"), fake=numbers("fake")
        ),
        "generator": with_gradients(of_generator or (lambda fake: loss(fake, True)), fake=numbers("fake")),
    }


def write_losses(path):
    about = {"madeBy": "tools/reference/losses_fixture.py", "torch": torch.__version__.split("+")[0]}
    figures = {
        "shape": SHAPE,
        "scale": SCALE,
        "gan": {name: gan(*losses) for name, losses in GAN_LOSSES.items()},
        "features": with_gradients(feature_matching, **{f"fake{i}": numbers(f"fake{i}") for i in range(3)}),
        "smoothing": SMOOTHING,
        "smoothed": {"bce": smoothed(bce), "lsgan": smoothed(lsgan)},
        "reconstruction": {
            name: with_gradients(loss, output=numbers("output"), target=numbers("target"))
            for name, loss in RECONSTRUCTION_LOSSES.items()
        },
    }
    path.write_text(json.dumps({**about, **figures}, indent=1) + "\n")
