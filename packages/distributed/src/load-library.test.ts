import { describe, expect, test } from '@jest/globals';
import { familyOf, libraryNames, loadLibrary, shortVersion } from './load-library.ts';

describe('a library', () => {
  // What MPI_Get_library_version says.
  test.each([
    ['Open MPI v4.1.4, package: Debian OpenMPI, ident: 4.1.4, repo rev: v4.1.4', 'Open MPI', 'Open MPI 4.1.4'],
    ['Open MPI v5.0.6, package: Open MPI builder@host, ident: 5.0.6', 'Open MPI', 'Open MPI 5.0.6'],
    ['MPICH Version:      4.0.2\nMPICH Release date: Thu Apr  7 12:34:45 CDT 2022', 'MPICH', 'MPICH 4.0.2'],
    ['Intel(R) MPI Library 2021.13 for Linux* OS\n', 'MPICH', 'Intel(R) MPI Library 2021.13 for Linux* OS'],
    ['MVAPICH Version      :\t3.0\nMVAPICH Release date : 2024', 'MPICH', 'MVAPICH 3.0'],
  ])('says its family and its version: %j', (text, family, version) => {
    expect(familyOf(text)).toBe(family);
    expect(shortVersion(text)).toBe(version);
  });

  test('of an unknown family is refused, because its handles are not known', () => {
    expect(() => familyOf('Another MPI 1.0, 2020')).toThrow(
      "Expected Open MPI, MPICH or a library made from it, got 'Another MPI 1.0'. Install one of them.",
    );
  });

  test('that is nowhere is reported in one line, with the names that were tried', async () => {
    await expect(loadLibrary(['libnowhere.so.1', 'libnowhere.so'])).rejects.toThrow(
      /^Expected an MPI library, as mpirun started this process, got none under libnowhere\.so\.1, libnowhere\.so\. Install/,
    );
  });

  test('is looked for under the names of its launcher, and under all where the launcher serves both', () => {
    expect(libraryNames('Open MPI')[0]).toBe('libmpi.so.40');
    expect(libraryNames('MPICH')[0]).toBe('libmpich.so.12');
    expect(libraryNames(null)).toEqual([...libraryNames('Open MPI'), ...libraryNames('MPICH')]);
  });
});
