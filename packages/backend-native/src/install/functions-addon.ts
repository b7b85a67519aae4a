import { compileOwnAddon } from './compile-own-addon.ts';

/**
 * tfjs-node's addon, with what it lacks: functions for the context that it runs operations in, and TensorFlow's list of
 * operations. It lies next to that addon, which it loads and starts under its own name, so that both share the instance data
 * of that name: tfjs-node's backend, a class without virtual functions whose first member is the context. TensorFlow's
 * headers are not kept after an installation, so what is called is declared here.
 */
const SOURCE = `
#define _GNU_SOURCE
#include <node_api.h>
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct TFE_Context TFE_Context;
typedef struct TF_Status TF_Status;
typedef struct { const void *data; size_t length; void (*deallocate)(void *, size_t); } TF_Buffer;
extern void TFE_ContextAddFunctionDef(TFE_Context *, const char *, size_t, TF_Status *);
extern void TFE_ContextRemoveFunction(TFE_Context *, const char *, TF_Status *);
extern TF_Buffer *TF_GetAllOpList(void);
extern void TF_DeleteBuffer(TF_Buffer *);
extern TF_Status *TF_NewStatus(void);
extern void TF_DeleteStatus(TF_Status *);
extern int TF_GetCode(const TF_Status *);
extern const char *TF_Message(const TF_Status *);

static TFE_Context *context_of(napi_env env) {
  TFE_Context **backend = NULL;
  if (napi_get_instance_data(env, (void **)&backend) != napi_ok || !backend || !*backend) {
    napi_throw_error(env, NULL, "Expected TensorFlow's context, got none.");
    return NULL;
  }
  return *backend;
}

static void throw_and_delete(napi_env env, TF_Status *status) {
  if (TF_GetCode(status) != 0) napi_throw_error(env, NULL, TF_Message(status));
  TF_DeleteStatus(status);
}

static napi_value add_function(napi_env env, napi_callback_info info) {
  size_t count = 1, length = 0;
  napi_value bytes;
  void *data = NULL;
  TFE_Context *context = context_of(env);
  if (!context) return NULL;
  napi_get_cb_info(env, info, &count, &bytes, NULL, NULL);
  if (napi_get_typedarray_info(env, bytes, NULL, &length, &data, NULL, NULL) != napi_ok) {
    napi_throw_type_error(env, NULL, "Expected the bytes of a function.");
    return NULL;
  }
  TF_Status *status = TF_NewStatus();
  TFE_ContextAddFunctionDef(context, data, length, status);
  throw_and_delete(env, status);
  return NULL;
}

static napi_value remove_function(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value value;
  char name[256];
  TFE_Context *context = context_of(env);
  if (!context) return NULL;
  napi_get_cb_info(env, info, &count, &value, NULL, NULL);
  if (napi_get_value_string_utf8(env, value, name, sizeof name, NULL) != napi_ok) {
    napi_throw_type_error(env, NULL, "Expected the name of a function.");
    return NULL;
  }
  TF_Status *status = TF_NewStatus();
  TFE_ContextRemoveFunction(context, name, status);
  throw_and_delete(env, status);
  return NULL;
}

static napi_value operations(napi_env env, napi_callback_info info) {
  (void)info;
  TF_Buffer *list = TF_GetAllOpList();
  napi_value bytes = NULL;
  napi_create_buffer_copy(env, list->length, list->data, NULL, &bytes);
  TF_DeleteBuffer(list);
  return bytes;
}

static napi_value fail(napi_env env) {
  const char *reason = dlerror();
  napi_throw_error(env, NULL, reason ? reason : "Expected tfjs-node's addon, got none.");
  return NULL;
}

static const char binding[] = "tfjs_binding.node";

NAPI_MODULE_INIT() {
  Dl_info own;
  if (!dladdr((void *)binding, &own)) return fail(env);
  const char *slash = strrchr(own.dli_fname, '/');
  size_t folder = slash ? slash + 1 - own.dli_fname : 0;
  char *path = malloc(folder + sizeof binding);
  if (!path) return fail(env);
  memcpy(path, own.dli_fname, folder);
  memcpy(path + folder, binding, sizeof binding);
  void *handle = dlopen(path, RTLD_LAZY);
  free(path);
  if (!handle) return fail(env);
  napi_value (*start)(napi_env, napi_value) = dlsym(handle, "napi_register_module_v1");
  if (!start) return fail(env);
  napi_value started = start(env, exports);
  if (!started) return NULL;
  const napi_property_descriptor functions[] = {
    {"addFunction", NULL, add_function, NULL, NULL, NULL, napi_enumerable, NULL},
    {"removeFunction", NULL, remove_function, NULL, NULL, NULL, napi_enumerable, NULL},
    {"operations", NULL, operations, NULL, NULL, NULL, napi_enumerable, NULL},
  };
  napi_define_properties(env, started, sizeof functions / sizeof *functions, functions);
  return started;
}
`;

/**
 * Compiles it for an installation that has tfjs-node's addon.
 *
 * @param libraries TensorFlow's
 * @throws InstallError with the compiler's first error
 */
export async function compileFunctionsAddon(
  compiler: string,
  target: string,
  libraries: readonly string[],
): Promise<void> {
  await compileOwnAddon(compiler, SOURCE, target, libraries);
}
