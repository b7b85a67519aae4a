"""PyTorch-GAN's training step and its inference in PyTorch, timed: prints one line of JSON.

python torch_step.py --size 256 --filters 64 --batch 1 --rate 2e-4 --dropout 1 --threads 2 --warmup 2 --steps 5

With `--tuned 1` the step runs a fused Adam, and the inference a compiled generator with its channels last.
`--form` has both in another form: with channels last, under automatic mixed precision in bfloat16 (amp), or compiled.
`--tf32 0` and `1` forbid and allow TF32 in every product on a GPU; by itself PyTorch allows it in convolutions alone.
"""

import argparse
import json
import resource
import sys
import time
from pathlib import Path

import torch

sys.path.insert(0, str(Path(__file__).parent.parent / "reference"))
sys.dont_write_bytecode = True

from loop import adam, train_step  # noqa: E402
from networks import Discriminator, Generator  # noqa: E402


def timed(count, work, device="cpu"):
    """Milliseconds of each of `count` calls, until the device is done."""
    times = []
    for _ in range(count):
        start = time.perf_counter()
        work()
        if device == "cuda":
            torch.cuda.synchronize()
        times.append(1000 * (time.perf_counter() - start))
    return times


def in_context(context, work):
    with context:
        return work()


def initialised(network):
    """Weights ~ N(0, 0.02), as PyTorch-GAN has them; the rest as PyTorch has it."""
    for name, parameter in network.named_parameters():
        if name.endswith("weight"):
            torch.nn.init.normal_(parameter, 0, 0.02)
    return network


def main(options):
    torch.set_num_threads(options.threads)
    if options.tf32 is not None:
        torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = bool(options.tf32)
    torch.manual_seed(1)
    device = options.device
    generator = initialised(Generator(options.size, options.filters)).train(bool(options.dropout)).to(device)
    discriminator = initialised(Discriminator(options.filters)).to(device)
    if options.form == "channels-last":
        generator, discriminator = (net.to(memory_format=torch.channels_last) for net in (generator, discriminator))
    adam_g, adam_d = (adam(net, fused=bool(options.tuned), rate=options.rate) for net in (generator, discriminator))
    a, b = ((torch.rand(options.batch, 3, options.size, options.size) * 2 - 1).to(device) for _ in "ab")
    if options.form == "channels-last":
        a, b = (images.contiguous(memory_format=torch.channels_last) for images in (a, b))
    if options.form == "compile":
        generator, discriminator = torch.compile(generator), torch.compile(discriminator)
    mixed = torch.autocast(device, dtype=torch.bfloat16, enabled=options.form == "amp")

    train_ms = timed(
        options.warmup + options.steps,
        lambda: in_context(mixed, lambda: train_step(generator, discriminator, adam_g, adam_d, a, b)),
        device,
    )
    generator.eval()
    if options.tuned:
        generator = torch.compile(generator.to(memory_format=torch.channels_last))
        a = a.contiguous(memory_format=torch.channels_last)
    with torch.no_grad(), mixed:
        inference_ms = timed(options.warmup + options.steps, lambda: generator(a), device)

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # KiB, on macOS bytes
    result = {
        "version": torch.__version__.split("+")[0],
        "threads": torch.get_num_threads(),
        "trainStepMs": train_ms[options.warmup :],
        "inferenceMs": inference_ms[options.warmup :],
        "peakMemoryMb": peak / (2**20 if sys.platform == "darwin" else 2**10),
    }
    print(json.dumps(result))


def parse_options():
    parser = argparse.ArgumentParser()
    for name in ("size", "filters", "batch", "dropout", "threads", "warmup", "steps"):
        parser.add_argument(f"--{name}", type=int, required=True)
    parser.add_argument("--tuned", type=int, default=0)
    parser.add_argument("--form", choices=("eager", "channels-last", "amp", "compile"), default="eager")
    parser.add_argument("--tf32", type=int)
    parser.add_argument("--device", choices=("cpu", "cuda"), default="cpu")
    parser.add_argument("--rate", type=float, required=True)
    return parser.parse_args()


if __name__ == "__main__":
    main(parse_options())
