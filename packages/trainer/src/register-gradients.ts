// tfjs-core registers no gradient by itself, and tfjs-layers registers them all when it is loaded, in Node and in a page.
// This file is the one place that relies on it.
import '@tensorflow/tfjs-layers';
