"""Fixtures of images: Pillow's resize, and the metrics by their formulas in float64."""

import base64
import json

import numpy as np
from PIL import Image

import formula

RESIZE_SIZES = [(16, 16), (64, 64), (50, 23)]  # (width, height)
# Pillow 13 does the columns first where the height shrinks by more than twice what the width does.
RESIZE_ORDERS = [  # (from width, from height, width, height)
    (20, 24, 16, 16),
    (20, 25, 16, 16),
    (16, 60, 12, 12),
    (30, 9, 50, 8),
    (12, 40, 30, 20),
]
LUMA = np.array([0.299, 0.587, 0.114])  # BT.601


def encode(array):
    return base64.b64encode(np.ascontiguousarray(array).tobytes()).decode("ascii")


def write_resize(path):
    """Images of ramps and of noise, 37 x 23 and others, resized by Pillow's antialiased BICUBIC."""
    sources = {"ramp": formula.ramp_bytes(23, 37), "noise": formula.noise_bytes("resize.noise", [23, 37, 3])}
    cases = []
    for name, source in sources.items():
        for width, height in RESIZE_SIZES:
            resized = Image.fromarray(source).resize((width, height), Image.Resampling.BICUBIC)
            cases.append({"source": name, "width": width, "height": height, "rgb": encode(np.asarray(resized))})
    for from_width, from_height, width, height in RESIZE_ORDERS:
        source = formula.noise_bytes("resize.noise", [from_height, from_width, 3])
        resized = Image.fromarray(source).resize((width, height), Image.Resampling.BICUBIC)
        size = {"fromWidth": from_width, "fromHeight": from_height, "width": width, "height": height}
        cases.append({"source": "noise", **size, "rgb": encode(np.asarray(resized))})
    about = {"filter": "bicubic", "width": 37, "height": 23, "cases": cases}
    path.write_text(json.dumps(about, indent=1) + "\n")


def metric_images():
    """Two 48 x 40 images: ramps, and the same with noise of -16 .. 15 added and clamped to 0 .. 255."""
    clean = formula.ramp_bytes(40, 48)
    noise = (formula.noise_bytes("metrics.noise", clean.shape) >> 3).astype(int) - 16
    return clean, np.clip(clean + noise, 0, 255).astype(np.uint8)


def gaussian_window(size=11, sigma=1.5):
    offsets = np.arange(size) - (size - 1) / 2
    line = np.exp(-(offsets**2) / (2 * sigma**2))
    return np.outer(line, line) / line.sum() ** 2


def filtered(plane, window):
    """The weighted mean under the window wherever it lies wholly inside the plane."""
    views = np.lib.stride_tricks.sliding_window_view(plane, window.shape)
    return np.einsum("yxij,ij->yx", views, window)


def ssim_parts(x, y, peak=255.0, k1=0.01, k2=0.03):
    """Luminance, and contrast times structure, at each place of the window (Wang, Bovik, Sheikh and Simoncelli 2004)."""
    window = gaussian_window()
    c1, c2 = (k1 * peak) ** 2, (k2 * peak) ** 2
    mean_x, mean_y = filtered(x, window), filtered(y, window)
    var_x = filtered(x * x, window) - mean_x**2
    var_y = filtered(y * y, window) - mean_y**2
    covariance = filtered(x * y, window) - mean_x * mean_y
    luminance = (2 * mean_x * mean_y + c1) / (mean_x**2 + mean_y**2 + c1)
    structure = (2 * covariance + c2) / (var_x + var_y + c2)
    return luminance, structure


def ssim(x, y):
    """Mean SSIM of two planes (equation 13 and section III.C)."""
    luminance, structure = ssim_parts(x, y)
    return float((luminance * structure).mean())


MS_SSIM_EXPONENTS = [0.0448, 0.2856, 0.3001, 0.2363, 0.1333]
MS_SSIM_SIZES = [(176, 176), (187, 161)]  # (width, height): an even size, and one that is odd on the way down


def ms_ssim(x, y):
    """Wang, Simoncelli and Bovik (2003), equation 7, with odd sides made even by repeating the last row or column."""
    result = 1.0
    for level, exponent in enumerate(MS_SSIM_EXPONENTS):
        if level > 0:
            x, y = (halved(plane) for plane in (x, y))
        luminance, structure = ssim_parts(x, y)
        mean = (luminance * structure if level == 4 else structure).mean()
        result *= max(mean, 0.0) ** exponent
    return float(result)


def halved(plane):
    height, width = plane.shape
    even = np.pad(plane, ((0, height % 2), (0, width % 2)), mode="edge")
    return even.reshape(even.shape[0] // 2, 2, even.shape[1] // 2, 2).mean(axis=(1, 3))


def write_ms_ssim(path):
    """MS-SSIM of formula images and the same with noise of -32 .. 31 added and clamped to 0 .. 255."""
    cases = []
    for width, height in MS_SSIM_SIZES:
        clean = np.floor((formula.image("ms-ssim", (width, height)).astype(np.float64) + 1) * 127.5).astype(np.uint8)
        noise = (formula.noise_bytes("ms-ssim.noise", clean.shape) >> 2).astype(int) - 32
        noisy = np.clip(clean + noise, 0, 255).astype(np.uint8)
        cases.append({"width": width, "height": height, "msSsim": ms_ssim(clean @ LUMA, noisy @ LUMA)})
    about = {"madeBy": "tools/reference/image_fixtures.py", "cases": cases}
    path.write_text(json.dumps(about, indent=1) + "\n")


def write_metrics(path):
    clean, noisy = metric_images()
    x, y = (image / 127.5 - 1 for image in (clean, noisy))  # bytes to [-1, 1]
    error = float(((x - y) ** 2).mean())
    about = {
        "width": 48,
        "height": 40,
        "l1": float(np.abs(x - y).mean()),
        "psnr": float(10 * np.log10(2**2 / error)),
        "ssim": ssim(clean @ LUMA, noisy @ LUMA),
    }
    path.write_text(json.dumps(about, indent=1) + "\n")
