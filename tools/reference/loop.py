"""One training step of PyTorch-GAN, in its order: the discriminator first, then the generator through the updated one."""

import torch
from torch.nn.functional import binary_cross_entropy_with_logits, l1_loss

LAMBDA = 100.0


def adam(network, fused=False, rate=2e-4):
    """Adam as PyTorch-GAN has it. `fused` is PyTorch's faster form of the same formula."""
    return torch.optim.Adam(network.parameters(), lr=rate, betas=(0.5, 0.999), eps=1e-8, fused=fused)


def adversarial(logits, real):
    """Binary cross-entropy of the logits against all ones (real) or all zeros, as a mean over patches."""
    target = torch.ones_like(logits) if real else torch.zeros_like(logits)
    return binary_cross_entropy_with_logits(logits, target)


def update_discriminator(discriminator, optimizer, fake, a, b):
    """One update on targets `b` (real) and on `fake`, whose own gradient is cut. Returns its losses and logits."""
    optimizer.zero_grad()
    real_logits = discriminator(b, a)
    fake_logits = discriminator(fake.detach(), a)
    loss = 0.5 * (adversarial(real_logits, True) + adversarial(fake_logits, False))
    loss.backward()
    optimizer.step()
    return {"discriminator": loss.detach()}, {"real": real_logits.detach(), "fake": fake_logits.detach()}


def update_generator(discriminator, optimizer, fake, a, b):
    """One update of the generator that made `fake`, through the discriminator as it is now."""
    optimizer.zero_grad()
    logits = discriminator(fake, a)
    loss_adversarial = adversarial(logits, True)
    loss_l1 = l1_loss(fake, b)
    loss = loss_adversarial + LAMBDA * loss_l1
    loss.backward()
    optimizer.step()
    losses = {"adversarial": loss_adversarial.detach(), "l1": loss_l1.detach(), "generator": loss.detach()}
    return losses, {"updated": logits.detach()}


def train_step(generator, discriminator, adam_g, adam_d, a, b, masks=None, after_discriminator=None):
    """Update both networks on inputs `a` and targets `b`, [B, 3, H, W] in [-1, 1]; the generator runs once.

    Returns (fake, losses, logits), detached. The generator's gradients stay in its parameters' `.grad`; the
    discriminator's are gone with the second update, so `after_discriminator()` is called while they are there.
    """
    fake = generator(a, masks)
    losses_d, logits_d = update_discriminator(discriminator, adam_d, fake, a, b)
    if after_discriminator is not None:
        after_discriminator()
    losses_g, logits_g = update_generator(discriminator, adam_g, fake, a, b)
    return fake.detach(), {**losses_d, **losses_g}, {**logits_d, **logits_g}
