import { compileOwnAddon } from './compile-own-addon.ts';

/**
 * Holds back what is written to file descriptor 2: Node has no dup2, and TensorFlow's libraries write there, past
 * process.stderr, while they are loaded. Should the process die meanwhile, what was held is written on the way.
 */
const SOURCE = `
#define _GNU_SOURCE
#include <node_api.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

static int saved = -1, held = -1;
static const int fatal[] = {SIGABRT, SIGSEGV, SIGBUS, SIGILL, SIGFPE};
enum { FATAL = sizeof fatal / sizeof *fatal };
static struct sigaction before[FATAL];

static void restore(void) {
  if (saved < 0) return;
  dup2(saved, 2);
  close(saved);
  saved = -1;
  for (int i = 0; i < FATAL; i++) sigaction(fatal[i], &before[i], NULL);
}

/* Also at exit() and in a signal's handler: only calls that are allowed there. */
static void restore_and_write(void) {
  if (saved < 0) return;
  restore();
  char part[4096];
  off_t at = 0;
  for (ssize_t size; (size = pread(held, part, sizeof part, at)) > 0; at += size)
    if (write(2, part, size) < 0) return;
}

/* Returns into what failed, which then meets the handler from before. */
static void on_fatal(int signal) { (void)signal; restore_and_write(); }

static napi_value hold(napi_env env, napi_callback_info info) {
  (void)info;
  napi_value done;
  napi_get_boolean(env, false, &done);
  if (saved >= 0 || (held = memfd_create("stderr", MFD_CLOEXEC)) < 0) return done;
  if ((saved = fcntl(2, F_DUPFD_CLOEXEC, 3)) < 0 || dup2(held, 2) < 0) {
    if (saved >= 0) close(saved);
    close(held);
    saved = -1;
    return done;
  }
  struct sigaction action = {.sa_handler = on_fatal, .sa_flags = SA_ONSTACK};
  for (int i = 0; i < FATAL; i++) sigaction(fatal[i], &action, &before[i]);
  napi_get_boolean(env, true, &done);
  return done;
}

static napi_value release(napi_env env, napi_callback_info info) {
  (void)info;
  napi_value text;
  restore();
  off_t size = held < 0 ? 0 : lseek(held, 0, SEEK_END);
  char *bytes = malloc(size > 0 ? size : 1);
  ssize_t got = size > 0 && bytes ? pread(held, bytes, size, 0) : 0;
  napi_create_string_utf8(env, bytes ? bytes : "", got > 0 ? got : 0, &text);
  free(bytes);
  if (held >= 0) close(held);
  held = -1;
  return text;
}

NAPI_MODULE_INIT() {
  napi_value function;
  napi_create_function(env, "hold", NAPI_AUTO_LENGTH, hold, NULL, &function);
  napi_set_named_property(env, exports, "hold", function);
  napi_create_function(env, "release", NAPI_AUTO_LENGTH, release, NULL, &function);
  napi_set_named_property(env, exports, "release", function);
  static int registered = 0;
  if (!registered) registered = !atexit(restore_and_write);
  return exports;
}
`;

/**
 * Compiles the addon that holds stderr back, with the compiler that compiles TensorFlow's.
 *
 * @throws InstallError with the compiler's first error
 */
export async function compileStderrHolder(compiler: string, target: string): Promise<void> {
  await compileOwnAddon(compiler, SOURCE, target);
}
