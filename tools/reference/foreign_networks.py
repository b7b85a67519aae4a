"""Networks with the names and layouts that other code bases give to their weights, written from their layer tables.

Nested as theirs are, so that `state_dict()` has their keys; of any depth and width, so that fixtures stay small.
"""

import torch
from torch import nn
from torch.nn import functional as F


def norm_layer(norm, channels):
    affine = lambda count: nn.InstanceNorm2d(count, affine=True)
    norms = {"batch": nn.BatchNorm2d, "instance": nn.InstanceNorm2d, "affine": affine, "none": lambda _: nn.Identity()}
    return norms[norm](channels)


class GanDown(nn.Module):
    def __init__(self, source, channels, norm):
        super().__init__()
        layers = [nn.Conv2d(source, channels, 4, 2, 1, bias=False)]
        layers += [nn.InstanceNorm2d(channels)] if norm else []
        self.model = nn.Sequential(*layers, nn.LeakyReLU(0.2))


class GanUp(nn.Module):
    def __init__(self, source, channels):
        super().__init__()
        conv = nn.ConvTranspose2d(source, channels, 4, 2, 1, bias=False)
        self.model = nn.Sequential(conv, nn.InstanceNorm2d(channels), nn.ReLU())


class GanUnet(nn.Module):
    """PyTorch-GAN: `down1.model.0.weight` ... `up1.model.0.weight` ... `final.2.weight`; dropout left out, as in eval()."""

    def __init__(self, depth, filters, in_channels=3, out_channels=3):
        super().__init__()
        self.depth = depth
        width = [min(filters * 2**level, 8 * filters) for level in range(depth)]
        for level in range(depth):
            source = in_channels if level == 0 else width[level - 1]
            self.add_module(f"down{level + 1}", GanDown(source, width[level], 0 < level < depth - 1))
        for level in range(1, depth):
            source = width[-1] if level == 1 else 2 * width[depth - level]
            self.add_module(f"up{level}", GanUp(source, width[depth - level - 1]))
        final = [nn.Upsample(scale_factor=2), nn.ZeroPad2d((1, 0, 1, 0)), nn.Conv2d(2 * filters, out_channels, 4, padding=1)]
        self.final = nn.Sequential(*final, nn.Tanh())

    def forward(self, x):
        skips = []
        for level in range(1, self.depth + 1):
            x = self.get_submodule(f"down{level}").model(x)
            skips.append(x)
        for level in range(1, self.depth):
            x = torch.cat((self.get_submodule(f"up{level}").model(x), skips[-1 - level]), 1)
        return self.final(x)


class EarlyDown(nn.Module):
    def __init__(self, source, channels, norm):
        super().__init__()
        layers = [nn.Conv2d(source, channels, 3, stride=2, padding=1), nn.LeakyReLU(0.2, inplace=True)]
        self.model = nn.Sequential(*layers, *([norm(channels)] if norm else []))


class EarlyUp(nn.Module):
    def __init__(self, source, channels, norm):
        super().__init__()
        conv = nn.Conv2d(source, channels, 3, stride=1, padding=1)
        self.model = nn.Sequential(nn.Upsample(scale_factor=2), conv, nn.LeakyReLU(0.2, inplace=True), norm(channels))


class EarlyGanUnet(nn.Module):
    """PyTorch-GAN in April 2018: `down1.model.0.weight`, `up1.model.1.weight`, `final.1.weight`; norms after activations."""

    def __init__(self, depth, filters, norm, channels=3):
        super().__init__()
        self.depth = depth
        make = {"instance": nn.InstanceNorm2d, "batch": lambda count: nn.BatchNorm2d(count, 0.8)}[norm]
        width = [min(filters * 2**level, 8 * filters) for level in range(depth)]
        for level in range(depth):
            source = channels if level == 0 else width[level - 1]
            self.add_module(f"down{level + 1}", EarlyDown(source, width[level], make if level else None))
        for level in range(1, depth):
            source = width[-1] if level == 1 else 2 * width[depth - level]
            self.add_module(f"up{level}", EarlyUp(source, width[depth - level - 1], make))
        self.final = nn.Sequential(nn.Upsample(scale_factor=2), nn.Conv2d(2 * filters, channels, 3, 1, 1), nn.Tanh())

    forward = lambda self, x: GanUnet.forward(self, x)


class GanDiscriminator(nn.Module):
    """PyTorch-GAN's PatchGAN: `model.{0,2,5,8,12}`."""

    def __init__(self, filters, channels=3):
        super().__init__()
        layers, source = [], 2 * channels
        for level in range(4):
            layers.append(nn.Conv2d(source, filters * 2**level, 4, stride=2, padding=1))
            layers += [nn.InstanceNorm2d(filters * 2**level)] if level else []
            layers.append(nn.LeakyReLU(0.2))
            source = filters * 2**level
        self.model = nn.Sequential(*layers, nn.ZeroPad2d((1, 0, 1, 0)), nn.Conv2d(source, 1, 4, padding=1, bias=False))

    def forward(self, target, condition):
        return self.model(torch.cat((target, condition), 1))


class NestedLevel(nn.Module):
    """A level of junyanz's U-Net: a sequence that holds the next level; activations come before convolutions, in place."""

    def __init__(self, outer, inner, source, norm, inside=None, outermost=False):
        super().__init__()
        self.outermost = outermost
        bias = norm == "instance"
        down = nn.Conv2d(source, inner, 4, 2, 1, bias=bias)
        up = nn.ConvTranspose2d(inner if inside is None else 2 * inner, outer, 4, 2, 1, bias=bias or outermost)
        if outermost:
            layers = [down, inside, nn.ReLU(True), up, nn.Tanh()]
        else:
            layers = [nn.LeakyReLU(0.2, True), down]
            layers += [] if inside is None else [norm_layer(norm, inner), inside]
            layers += [nn.ReLU(True), up, norm_layer(norm, outer)]
        self.model = nn.Sequential(*layers)

    def forward(self, x):
        return self.model(x) if self.outermost else torch.cat([x, self.model(x)], 1)


class NestedUnet(nn.Module):
    """junyanz's `unet_256` at depth 8 and `unet_128` at 7; dropout left out."""

    def __init__(self, depth, filters, norm, in_channels=3, out_channels=3):
        super().__init__()
        width = [min(filters * 2**level, 8 * filters) for level in range(depth)]
        level = None
        for inner in range(depth - 1, 0, -1):
            level = NestedLevel(width[inner - 1], width[inner], width[inner - 1], norm, level)
        self.model = NestedLevel(out_channels, filters, in_channels, norm, level, outermost=True)

    def forward(self, x):
        return self.model(x)


class NestedResidual(nn.Module):
    def __init__(self, channels, norm, dropout):
        super().__init__()
        conv = lambda: [nn.ReflectionPad2d(1), nn.Conv2d(channels, channels, 3, bias=norm == "instance")]
        layers = [*conv(), norm_layer(norm, channels), nn.ReLU(True)]
        layers += [nn.Dropout(0.5)] if dropout else []
        self.conv_block = nn.Sequential(*layers, *conv(), norm_layer(norm, channels))

    def forward(self, x):
        return x + self.conv_block(x)


class SequentialResnet(nn.Module):
    """junyanz's `resnet_9blocks` and `resnet_6blocks`."""

    def __init__(self, filters, blocks, norm, dropout=False, in_channels=3, out_channels=3):
        super().__init__()
        bias, f = norm == "instance", filters
        after = lambda channels: [norm_layer(norm, channels), nn.ReLU(True)]
        layers = [nn.ReflectionPad2d(3), nn.Conv2d(in_channels, f, 7, bias=bias), *after(f)]
        for source in (f, 2 * f):
            layers += [nn.Conv2d(source, 2 * source, 3, stride=2, padding=1, bias=bias), *after(2 * source)]
        layers += [NestedResidual(4 * f, norm, dropout) for _ in range(blocks)]
        for source in (4 * f, 2 * f):
            up = nn.ConvTranspose2d(source, source // 2, 3, stride=2, padding=1, output_padding=1, bias=bias)
            layers += [up, *after(source // 2)]
        self.model = nn.Sequential(*layers, nn.ReflectionPad2d(3), nn.Conv2d(f, out_channels, 7), nn.Tanh())

    def forward(self, x):
        return self.model(x)


class SequentialPatch(nn.Module):
    """junyanz's discriminators `basic` (3 layers) and `n_layers`; condition first."""

    def __init__(self, filters, layers, norm, channels=6):
        super().__init__()
        width = [filters * min(2**level, 8) for level in range(layers + 1)]
        blocks = [nn.Conv2d(channels, filters, 4, 2, 1), nn.LeakyReLU(0.2, True)]
        for level in range(1, layers + 1):
            stride = 2 if level < layers else 1
            blocks.append(nn.Conv2d(width[level - 1], width[level], 4, stride, 1, bias=norm == "instance"))
            blocks += [norm_layer(norm, width[level]), nn.LeakyReLU(0.2, True)]
        self.model = nn.Sequential(*blocks, nn.Conv2d(width[-1], 1, 4, 1, 1))

    def forward(self, target, condition):
        return self.model(torch.cat((condition, target), 1))


class SequentialPixel(nn.Module):
    """junyanz's discriminator `pixel`."""

    def __init__(self, filters, norm, channels=6):
        super().__init__()
        bias = norm == "instance"
        layers = [nn.Conv2d(channels, filters, 1), nn.LeakyReLU(0.2, True), nn.Conv2d(filters, 2 * filters, 1, bias=bias)]
        layers += [norm_layer(norm, 2 * filters), nn.LeakyReLU(0.2, True), nn.Conv2d(2 * filters, 1, 1, bias=bias)]
        self.net = nn.Sequential(*layers)

    def forward(self, target, condition):
        return self.net(torch.cat((condition, target), 1))


class AffinelayerUnet:
    """The generator of pix2pix-tensorflow with its variables' names and TensorFlow's layouts; dropout left out.

    Activations come before convolutions, each norm has the image's own statistics, and the skip comes last.
    `older` is before September 2017: other names, and no biases.
    """

    def __init__(self, depth, filters, older=False, channels=3):
        self.depth, self.older = depth, older
        width = [min(filters * 2**level, 8 * filters) for level in range(depth)]
        self.shapes = {}
        for level in range(1, depth + 1):
            below = channels if level == 1 else width[level - 2]
            above = width[level - 1] * (1 if level == depth else 2)
            self.add(f"generator/encoder_{level}", "conv/filter" if older else "conv2d/kernel", below, width[level - 1])
            self.add(f"generator/decoder_{level}", "deconv/filter" if older else "conv2d_transpose/kernel", above, below)

    def add(self, place, kernel, inputs, outputs):
        is_up = "decoder" in place
        self.shapes[f"{place}/{kernel}"] = [4, 4, outputs, inputs] if is_up else [4, 4, inputs, outputs]
        if not self.older:
            self.shapes[f"{place}/{kernel.replace('kernel', 'bias')}"] = [outputs]
        if not place.endswith("_1"):
            scale, offset = ("batchnorm/scale", "batchnorm/offset") if self.older else ("batch_normalization/gamma", "batch_normalization/beta")
            self.shapes[f"{place}/{scale}"] = [outputs]
            self.shapes[f"{place}/{offset}"] = [outputs]

    def fill(self, seed):
        generator = torch.Generator().manual_seed(seed)
        self.weights = {}
        for name, shape in self.shapes.items():
            drawn = torch.randn(shape, generator=generator)
            inputs = shape[-1] if "decoder" in name else shape[-2] if len(shape) == 4 else 1
            is_scale = name.endswith(("gamma", "scale"))
            self.weights[name] = drawn * (16 * inputs) ** -0.5 if len(shape) == 4 else 0.3 * drawn + is_scale
        return self

    def find(self, place, *endings):
        return next((value for name, value in self.weights.items() if name.startswith(place + "/") and name.endswith(endings)), None)

    def layer(self, x, place, convolve):
        kernel = self.find(place, "/kernel", "/filter").permute(3, 2, 0, 1)
        x = convolve(x, kernel, self.find(place, "/bias"), stride=2, padding=1)
        if place.endswith("_1"):
            return x
        variance, mean = torch.var_mean(x, dim=(0, 2, 3), keepdim=True, correction=0)
        scale, offset = self.find(place, "/gamma", "/scale"), self.find(place, "/beta", "/offset")
        return (x - mean) / (variance + 1e-5).sqrt() * scale[:, None, None] + offset[:, None, None]

    def __call__(self, x):
        layers = []
        for level in range(1, self.depth + 1):
            x = self.layer(F.leaky_relu(x, 0.2) if level > 1 else x, f"generator/encoder_{level}", F.conv2d)
            layers.append(x)
        for level in range(self.depth, 0, -1):
            if level < self.depth:
                x = torch.cat((x, layers[level - 1]), 1)
            x = self.layer(F.relu(x), f"generator/decoder_{level}", F.conv_transpose2d)
        return torch.tanh(x)


def fill(network, seed):
    """Weights large enough that every layer matters, and running statistics that are not where they began."""
    generator = torch.Generator().manual_seed(seed)
    draw = lambda like, scale: torch.randn(like.shape, generator=generator) * scale
    with torch.no_grad():
        for name, tensor in [*network.named_parameters(), *network.named_buffers()]:
            if not tensor.is_floating_point():
                continue
            if name.endswith("running_var"):
                tensor.copy_(draw(tensor, 0.3).exp())
            elif tensor.ndim == 4:
                tensor.copy_(draw(tensor, (tensor[0].numel()) ** -0.5))
            else:
                tensor.copy_(draw(tensor, 0.3) + (1 if is_scale(network, name) else 0))
    return network


def is_scale(network, name):
    module, _, last = name.rpartition(".")
    return last == "weight" and isinstance(network.get_submodule(module), (nn.BatchNorm2d, nn.InstanceNorm2d))
