/** The name under which TensorFlow.js knows the backend, the stock one's. */
export const BACKEND_NAME = 'webgpu';
