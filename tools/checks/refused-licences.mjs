/** Licences that let MIT packages depend on what has them, and ask for a notice at most. */
const ALLOWED = ['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', 'BlueOak-1.0.0'];

/** Packages with another licence, and why they may stay. */
const EXCEPTIONS = [
  {
    // sharp loads these libraries as they come from npm, in files of their own that anybody can replace.
    name: /^@img\/sharp-(libvips-|win32-)/,
    licence: /^(Apache-2\.0 AND )?LGPL-3\.0-or-later$/,
  },
];

/**
 * One line for each package whose licence is not allowed.
 *
 * @param {Record<string, { name: string, versions: string[] }[]>} listing what `pnpm licenses list --json` prints
 */
export function refusedLicences(listing) {
  return Object.entries(listing).flatMap(([licence, packages]) =>
    packages
      .filter(({ name }) => !isAllowed(licence) && !isException(name, licence))
      .map(
        ({ name, versions }) =>
          `Expected a licence among ${ALLOWED.join(', ')}, got ${licence} of ${name}@${versions.join()}. Use another package, or say in tools/checks/refused-licences.mjs why it may stay.`,
      ),
  );
}

/** Of licences joined by OR one must be allowed, of those joined by AND all. */
function isAllowed(licence) {
  const plain = licence.replace(/^\((.*)\)$/, '$1');
  if (plain.includes(' OR ')) return !plain.includes(' AND ') && plain.split(' OR ').some(isAllowed);
  return plain.split(' AND ').every((one) => ALLOWED.includes(one));
}

function isException(name, licence) {
  return EXCEPTIONS.some((exception) => exception.name.test(name) && exception.licence.test(licence));
}
