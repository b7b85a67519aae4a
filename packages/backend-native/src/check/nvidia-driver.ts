/** A file that Linux has where the driver of an NVIDIA GPU is loaded. */
export const NVIDIA_DRIVER = '/proc/driver/nvidia/version';
