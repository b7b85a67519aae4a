export { leakyReluGrad } from './leaky-relu-grad';
