import { TFJS_NODE_VERSION } from '../cache/installation.ts';

/** A wheel of the Python package index, to the byte. */
export type PinnedWheel = {
  /** The package's name there. */
  readonly name: string;
  readonly version: string;
  readonly file: string;
  /** Of the entire file, in hex. */
  readonly sha256: string;
};

/** The TensorFlow that is used unless another is asked for. */
export const DEFAULT_TENSORFLOW = '2.21.0';

/** TensorFlow itself. The libraries do not link Python, so a wheel for any version of it will do. */
export const TENSORFLOW_WHEELS: Readonly<Record<'cpu' | 'gpu', readonly PinnedWheel[]>> = {
  cpu: [
    {
      name: 'tensorflow-cpu',
      version: '2.21.0',
      file: 'tensorflow_cpu-2.21.0-cp311-cp311-manylinux_2_27_x86_64.whl',
      sha256: '2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c',
    },
    {
      name: 'tensorflow-cpu',
      version: '2.20.0',
      file: 'tensorflow_cpu-2.20.0-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl',
      sha256: 'cf756bbe2d256e942ab5d0ad2c858fb40017581494febdb4387c149b1afde780',
    },
  ],
  gpu: [
    {
      name: 'tensorflow',
      version: '2.21.0',
      file: 'tensorflow-2.21.0-cp311-cp311-manylinux_2_27_x86_64.whl',
      sha256: '9056fbc9ba04235810b71ae6cbd958a196e8804fb53bbcffbf3e23b56155f124',
    },
    {
      name: 'tensorflow',
      version: '2.20.0',
      file: 'tensorflow-2.20.0-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl',
      sha256: '481499fd0f824583de8945be61d5e827898cdaa4f5ea1bc2cc28ca2ccff8229e',
    },
  ],
};

const nvidia = (name: string, version: string, tag: string, sha256: string): PinnedWheel => ({
  name: `nvidia-${name}-cu12`,
  version,
  file: `nvidia_${name.replaceAll('-', '_')}_cu12-${version}-py3-none-${tag}.whl`,
  sha256,
});
const [OF_2010, OF_2014, OF_2018] = [
  'manylinux2010_x86_64.manylinux_2_12_x86_64',
  'manylinux2014_x86_64.manylinux_2_17_x86_64',
  'manylinux_2_27_x86_64',
];

/** CUDA 12 and cuDNN 9: what the extra `and-cuda` of TensorFlow 2.20 and 2.21 asks for. */
export const NVIDIA_WHEELS: readonly PinnedWheel[] = [
  nvidia('cublas', '12.9.3.13', OF_2018, 'd7d51055f161b317c7105ddaae90e71eda059026074ffef93cf7cde2886bfe72'),
  nvidia('cuda-cupti', '12.8.90', OF_2014, 'ea0cb07ebda26bb9b29ba82cda34849e73c166c18162d3913575b0c9db9a6182'),
  nvidia('cuda-nvcc', '12.9.86', OF_2010, '5d6a0d32fdc7ea39917c20065614ae93add6f577d840233237ff08e9a38f58f0'),
  nvidia('cuda-nvrtc', '12.9.86', OF_2010, '210cf05005a447e29214e9ce50851e83fc5f4358df8b453155d5e1918094dcb4'),
  nvidia('cuda-runtime', '12.9.79', OF_2014, '25bba2dfb01d48a9b59ca474a1ac43c6ebf7011f1b0b8cc44f54eb6ac48a96c3'),
  nvidia('cudnn', '9.28.0.42', OF_2018, '9ff58b7f36dacd0a93e89f8f2957b52466889217963701daa15e577317cfa375'),
  nvidia('cufft', '11.4.1.4', OF_2014, 'c67884f2a7d276b4b80eb56a79322a95df592ae5e765cf1243693365ccab4e28'),
  nvidia('curand', '10.3.10.19', OF_2018, '49b274db4780d421bd2ccd362e1415c13887c53c214f0d4b761752b8f9f6aa1e'),
  nvidia('cusolver', '11.7.5.82', OF_2018, '15da72d1340d29b5b3cf3fd100e3cd53421dde36002eda6ed93811af63c40d88'),
  nvidia('cusparse', '12.5.10.65', OF_2014, '73060ce019ac064a057267c585bf1fd5a353734151f87472ff02b2c5c9984e78'),
  nvidia('nccl', '2.32.3', OF_2018, 'bb94b2348e4861d5e8aa00b36c3d12d9bdf9c6369b82cbb723de0b582280a21c'),
  nvidia('nvjitlink', '12.9.86', OF_2010, 'e3f1171dbdc83c5932a45f0f4c99180a70de9bd2718c1ab77d14104f6d7147f9'),
];

/** tfjs-node: its C++ source, and its JavaScript where a project has not installed it. The -gpu package is the same. */
export const TFJS_NODE_PACKAGE = {
  name: '@tensorflow/tfjs-node',
  version: TFJS_NODE_VERSION,
  integrity: 'sha512-uHrXeUlfgkMxTZqHkESSV7zSdKdV0LlsBeblqkuKU9nnfxB1pC6DtoyYVaLxznzZy7WQSegjcohxxCjAf6Dc7w==',
} as const;
