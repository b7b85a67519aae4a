/**
 * What TensorFlow reads from the environment when it is loaded; what the user has set stays.
 *
 * - Its log is kept quiet.
 * - Its memory comes from a pool: without one each tensor of 32 MiB or more, as the gradients of the inner layers are, is
 *   mapped again and zeroed page by page by the system (writing one of 1x2x2 positions: 40 ms without, 4 with).
 * - Of a GPU's memory it takes what it needs. By itself it takes all of it at once, 79 of 80 GB, and a second process on the
 *   same GPU, such as another rank, does not start.
 */
export function prepareEnvironment(): void {
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '3';
  process.env.TF_CPU_ALLOCATOR_USE_BFC ??= 'true';
  process.env.TF_FORCE_GPU_ALLOW_GROWTH ??= 'true';
}
