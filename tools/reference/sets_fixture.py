"""What FID and KID make of sets of features: the Fréchet distance with SciPy's matrix root, and the unbiased MMD^2 of NumPy."""

import json

import numpy as np
from scipy import linalg

import formula

DIMENSIONS = 12
SETS = {"real": (40, 0.5, 3.0), "fake": (30, -0.25, 3.5), "few": (8, 0.5, 3.0), "fewer": (5, 0.125, 2.75)}


def features(name):
    """[images, d] float32 numbers of which neighbours are correlated: 32 (w_j + share * w_(j+1)) + offset."""
    images, share, offset = SETS[name]
    w = formula.weights(f"sets.{name}", [images, DIMENSIONS]).astype(np.float64)
    return (32 * (w + share * np.roll(w, -1, axis=1)) + offset).astype(np.float32)


def moments(x):
    x = x.astype(np.float64)
    return x.mean(axis=0), np.cov(x, rowvar=False)


def frechet(x, y):
    """As Heusel et al. (2017) state it, by SciPy's root of the product."""
    (m, s), (n, t) = moments(x), moments(y)
    return float(((m - n) ** 2).sum() + np.trace(s + t) - 2 * np.trace(linalg.sqrtm(s @ t)).real)


def frechet_of_few(x, y):
    """The same where covariances have no full rank and the root of their product is inexact, from the centred features:
    tr (S T)^(1/2) is the sum of the singular values of X Y^T, over the square roots of the two divisors."""
    (m, s), (n, t) = moments(x), moments(y)
    cross = (x - m) @ (y - n).T / np.sqrt((len(x) - 1) * (len(y) - 1))
    root = np.linalg.svd(cross, compute_uv=False).sum()
    return float(((m - n) ** 2).sum() + np.trace(s + t) - 2 * root)


def squared_mmd(x, y):
    """Equation 3 of Gretton et al. (2012) with KID's kernel (Binkowski et al. 2018)."""
    x, y = x.astype(np.float64), y.astype(np.float64)

    def kernel(a, b):
        return (a @ b.T / DIMENSIONS + 1) ** 3

    def within(a):
        k = kernel(a, a)
        return (k.sum() - np.trace(k)) / (len(a) * (len(a) - 1))

    return float(within(x) + within(y) - 2 * kernel(x, y).mean())


def write_sets(path):
    real, fake, few, fewer = (features(name) for name in SETS)
    mean, covariance = moments(real)
    about = {
        "madeBy": "tools/reference/sets_fixture.py",
        "dimensions": DIMENSIONS,
        "sets": {name: dict(zip(("images", "share", "offset"), row)) for name, row in SETS.items()},
        "moments": {"mean": mean.tolist(), "covariance": covariance.ravel().tolist()},
        "frechet": {
            "real fake": frechet(real, fake),
            "real few": frechet_of_few(real, few),
            "few fewer": frechet_of_few(few, fewer),
        },
        "squaredMmd": {"real fake": squared_mmd(real, fake), "few fewer": squared_mmd(few, fewer)},
    }
    assert abs(frechet_of_few(real, fake) - about["frechet"]["real fake"]) < 1e-9
    path.write_text(json.dumps(about, indent=1) + "\n")
