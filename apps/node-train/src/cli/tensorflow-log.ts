/** Lets TensorFlow write its log to stderr, where it is quiet otherwise. It reads this when it is loaded. */
export function showTensorflowLog(environment: NodeJS.ProcessEnv = process.env): void {
  environment.TF_CPP_MIN_LOG_LEVEL ??= '0';
}
