"""The networks behind FID, KID and LPIPS in PyTorch, with the keys of the files that people have of them.

InceptionV3 has torchvision's modules with the differences of FID's weights of December 2015, as pytorch-fid patches them: means
at borders over the pixels that are there, and a max pool in the last block. LPIPS is version 0.1 with AlexNet.
"""

import torch
from torch import nn
from torch.nn import functional as F


class Conv(nn.Module):
    """`conv.weight`, `bn.weight`, `bn.bias`, `bn.running_mean`, `bn.running_var`."""

    def __init__(self, source, channels, kernel, stride=1, padding=0):
        super().__init__()
        self.conv = nn.Conv2d(source, channels, kernel, stride, padding, bias=False)
        self.bn = nn.BatchNorm2d(channels, eps=0.001)

    def forward(self, x):
        return F.relu(self.bn(self.conv(x)))


def average(x):
    return F.avg_pool2d(x, 3, 1, 1, count_include_pad=False)


class A(nn.Module):
    def __init__(self, source, pooled):
        super().__init__()
        self.branch1x1 = Conv(source, 64, 1)
        self.branch5x5_1, self.branch5x5_2 = Conv(source, 48, 1), Conv(48, 64, 5, padding=2)
        self.branch3x3dbl_1, self.branch3x3dbl_2 = Conv(source, 64, 1), Conv(64, 96, 3, padding=1)
        self.branch3x3dbl_3 = Conv(96, 96, 3, padding=1)
        self.branch_pool = Conv(source, pooled, 1)

    def forward(self, x):
        fives = self.branch5x5_2(self.branch5x5_1(x))
        threes = self.branch3x3dbl_3(self.branch3x3dbl_2(self.branch3x3dbl_1(x)))
        return torch.cat([self.branch1x1(x), fives, threes, self.branch_pool(average(x))], 1)


class B(nn.Module):
    def __init__(self, source):
        super().__init__()
        self.branch3x3 = Conv(source, 384, 3, 2)
        self.branch3x3dbl_1, self.branch3x3dbl_2 = Conv(source, 64, 1), Conv(64, 96, 3, padding=1)
        self.branch3x3dbl_3 = Conv(96, 96, 3, 2)

    def forward(self, x):
        threes = self.branch3x3dbl_3(self.branch3x3dbl_2(self.branch3x3dbl_1(x)))
        return torch.cat([self.branch3x3(x), threes, F.max_pool2d(x, 3, 2)], 1)


class C(nn.Module):
    def __init__(self, inner):
        super().__init__()
        wide, tall = {"kernel": (1, 7), "padding": (0, 3)}, {"kernel": (7, 1), "padding": (3, 0)}
        self.branch1x1 = Conv(768, 192, 1)
        self.branch7x7_1, self.branch7x7_2 = Conv(768, inner, 1), Conv(inner, inner, **wide)
        self.branch7x7_3 = Conv(inner, 192, **tall)
        self.branch7x7dbl_1, self.branch7x7dbl_2 = Conv(768, inner, 1), Conv(inner, inner, **tall)
        self.branch7x7dbl_3, self.branch7x7dbl_4 = Conv(inner, inner, **wide), Conv(inner, inner, **tall)
        self.branch7x7dbl_5 = Conv(inner, 192, **wide)
        self.branch_pool = Conv(768, 192, 1)

    def forward(self, x):
        once = self.branch7x7_3(self.branch7x7_2(self.branch7x7_1(x)))
        twice = self.branch7x7dbl_3(self.branch7x7dbl_2(self.branch7x7dbl_1(x)))
        twice = self.branch7x7dbl_5(self.branch7x7dbl_4(twice))
        return torch.cat([self.branch1x1(x), once, twice, self.branch_pool(average(x))], 1)


class D(nn.Module):
    def __init__(self):
        super().__init__()
        self.branch3x3_1, self.branch3x3_2 = Conv(768, 192, 1), Conv(192, 320, 3, 2)
        self.branch7x7x3_1, self.branch7x7x3_2 = Conv(768, 192, 1), Conv(192, 192, (1, 7), padding=(0, 3))
        self.branch7x7x3_3, self.branch7x7x3_4 = Conv(192, 192, (7, 1), padding=(3, 0)), Conv(192, 192, 3, 2)

    def forward(self, x):
        sevens = self.branch7x7x3_4(self.branch7x7x3_3(self.branch7x7x3_2(self.branch7x7x3_1(x))))
        return torch.cat([self.branch3x3_2(self.branch3x3_1(x)), sevens, F.max_pool2d(x, 3, 2)], 1)


class E(nn.Module):
    def __init__(self, source, pool):
        super().__init__()
        wide, tall = {"kernel": (1, 3), "padding": (0, 1)}, {"kernel": (3, 1), "padding": (1, 0)}
        self.pool = pool
        self.branch1x1 = Conv(source, 320, 1)
        self.branch3x3_1 = Conv(source, 384, 1)
        self.branch3x3_2a, self.branch3x3_2b = Conv(384, 384, **wide), Conv(384, 384, **tall)
        self.branch3x3dbl_1, self.branch3x3dbl_2 = Conv(source, 448, 1), Conv(448, 384, 3, padding=1)
        self.branch3x3dbl_3a, self.branch3x3dbl_3b = Conv(384, 384, **wide), Conv(384, 384, **tall)
        self.branch_pool = Conv(source, 192, 1)

    def forward(self, x):
        once = self.branch3x3_1(x)
        twice = self.branch3x3dbl_2(self.branch3x3dbl_1(x))
        parts = [self.branch1x1(x), self.branch3x3_2a(once), self.branch3x3_2b(once)]
        parts += [self.branch3x3dbl_3a(twice), self.branch3x3dbl_3b(twice), self.branch_pool(self.pool(x))]
        return torch.cat(parts, 1)


class Inception(nn.Module):
    """The keys of pt_inception-2015-12-05-6726825d.pth."""

    def __init__(self):
        super().__init__()
        self.Conv2d_1a_3x3, self.Conv2d_2a_3x3 = Conv(3, 32, 3, 2), Conv(32, 32, 3)
        self.Conv2d_2b_3x3, self.Conv2d_3b_1x1 = Conv(32, 64, 3, padding=1), Conv(64, 80, 1)
        self.Conv2d_4a_3x3 = Conv(80, 192, 3)
        self.Mixed_5b, self.Mixed_5c, self.Mixed_5d = A(192, 32), A(256, 64), A(288, 64)
        self.Mixed_6a = B(288)
        self.Mixed_6b, self.Mixed_6c, self.Mixed_6d, self.Mixed_6e = C(128), C(160), C(160), C(192)
        self.Mixed_7a = D()
        self.Mixed_7b, self.Mixed_7c = E(1280, average), E(2048, lambda x: F.max_pool2d(x, 3, 1, 1))
        self.fc = nn.Linear(2048, 1008)

    def forward(self, x):
        """[B, 3, H, W] in [-1, 1] to [B, 2048]."""
        x = F.interpolate(x, (299, 299), mode="bilinear", align_corners=False)
        x = self.Conv2d_2b_3x3(self.Conv2d_2a_3x3(self.Conv2d_1a_3x3(x)))
        x = self.Conv2d_4a_3x3(self.Conv2d_3b_1x1(F.max_pool2d(x, 3, 2)))
        x = self.Mixed_5d(self.Mixed_5c(self.Mixed_5b(F.max_pool2d(x, 3, 2))))
        x = self.Mixed_6e(self.Mixed_6d(self.Mixed_6c(self.Mixed_6b(self.Mixed_6a(x)))))
        return self.Mixed_7c(self.Mixed_7b(self.Mixed_7a(x))).mean((2, 3))


class AlexNet(nn.Module):
    """The keys `features.*` of alexnet-owt-7be5be79.pth; the layers behind them are not needed."""

    def __init__(self):
        super().__init__()
        layers = [nn.Conv2d(3, 64, 11, 4, 2), nn.ReLU(), nn.MaxPool2d(3, 2), nn.Conv2d(64, 192, 5, padding=2), nn.ReLU()]
        layers += [nn.MaxPool2d(3, 2), nn.Conv2d(192, 384, 3, padding=1), nn.ReLU(), nn.Conv2d(384, 256, 3, padding=1)]
        self.features = nn.Sequential(*layers, nn.ReLU(), nn.Conv2d(256, 256, 3, padding=1), nn.ReLU())

    def forward(self, x):
        """The output of each ReLU."""
        outputs = []
        for layer in self.features:
            x = layer(x)
            if isinstance(layer, nn.ReLU):
                outputs.append(x)
        return outputs


class Lin(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.model = nn.Sequential(nn.Dropout(), nn.Conv2d(channels, 1, 1, bias=False))


class LpipsLayers(nn.Module):
    """The keys of lpips/weights/v0.1/alex.pth: `lin0.model.1.weight` ... `lin4.model.1.weight`."""

    def __init__(self):
        super().__init__()
        for i, channels in enumerate([64, 192, 384, 256, 256]):
            self.add_module(f"lin{i}", Lin(channels))


def lpips(alexnet, layers, x, y):
    """[B, 3, H, W] twice, in [-1, 1], to [B] (Zhang et al. 2018, equation 1)."""
    shift = torch.tensor([-0.030, -0.088, -0.188], dtype=x.dtype)[:, None, None]
    scale = torch.tensor([0.458, 0.448, 0.450], dtype=x.dtype)[:, None, None]
    total = 0
    for i, pair in enumerate(zip(alexnet((x - shift) / scale), alexnet((y - shift) / scale))):
        unit = [each / (each.square().sum(1, keepdim=True).sqrt() + 1e-10) for each in pair]
        weighted = layers.get_submodule(f"lin{i}").model[1]((unit[0] - unit[1]).square())
        total = total + weighted.mean((1, 2, 3))
    return total
