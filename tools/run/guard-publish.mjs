import { env } from 'node:process';

// `prepublishOnly` of every published package. Publishing in a package's folder would skip what `npm run release` looks at,
// and npm, other than pnpm, would leave `workspace:^` and the paths to the sources in what users get.
if (env.PIX2PIX_RELEASE !== 'true') {
  console.error(
    `Expected a publish with "npm run release", got one of ${env.npm_package_name} alone. Run "npm run release" in the root of the repository.`,
  );
  process.exitCode = 2;
}
