/** How the command is called here, for hints: by npx, or as whoever started it says. */
export const COMMAND_NAME = process.env.BACKEND_NATIVE_COMMAND ?? 'npx @pix2pix-ts/backend-native';
