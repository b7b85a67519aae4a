type Sign = readonly [title: string, offset: number, bytes: string];

/** What files of formats that are not read begin with, as Latin-1. */
const SIGNS: readonly Sign[] = [
  ['BMP', 0, 'BM'],
  ['JPEG 2000', 0, '\0\0\0\x0cjP  '],
  ['JPEG 2000', 0, '\xff\x4f\xff\x51'],
  ['JPEG XL', 0, '\xff\x0a'],
  ['JPEG XL', 0, '\0\0\0\x0cJXL '],
  ['JPEG XR', 0, 'II\xbc'],
  ['JPEG-LS', 0, '\xff\xd8\xff\xf7'],
  ['PDF', 0, '%PDF'],
  ['PostScript', 0, '%!PS'],
  ['Photoshop (PSD)', 0, '8BPS'],
  ['GIMP (XCF)', 0, 'gimp xcf'],
  ['ICO', 0, '\0\0\x01\0'],
  ['ICNS', 0, 'icns'],
  ['OpenEXR', 0, '\x76\x2f\x31\x01'],
  ['Radiance HDR', 0, '#?RADIANCE'],
  ['Radiance HDR', 0, '#?RGBE'],
  ['DDS', 0, 'DDS '],
  ['KTX', 0, '\xabKTX'],
  ['QOI', 0, 'qoif'],
  ['PCX', 0, '\x0a\x05\x01'],
  ['SGI', 0, '\x01\xda'],
  ['FITS', 0, 'SIMPLE  ='],
  ['DICOM', 128, 'DICM'],
  ['FLIF', 0, 'FLIF'],
  ['BPG', 0, 'BPG\xfb'],
  ['MNG', 0, '\x8aMNG'],
  ['DjVu', 0, 'AT&TFORM'],
  ['NumPy', 0, '\x93NUMPY'],
  ['HDF5 or MATLAB', 0, '\x89HDF'],
  ['ZIP', 0, 'PK\x03\x04'],
  ['SVG (compressed)', 0, '\x1f\x8b'],
  ['Matroska or WebM video', 0, '\x1a\x45\xdf\xa3'],
  ['raw photograph (Fujifilm)', 0, 'FUJIFILM'],
  ['raw photograph (Canon CR2)', 8, 'CR\x02'],
  ['raw photograph (Olympus)', 0, 'IIRO'],
  ['raw photograph (Panasonic)', 0, 'IIU\0'],
  ["Apple's own PNG (CgBI)", 12, 'CgBI'],
  ['WMF', 0, '\xd7\xcd\xc6\x9a'],
];

/** The major brands of ISO base media files (ISO 14496-12) that are not AVIF. */
const BRANDS: readonly (readonly [RegExp, string])[] = [
  [/^(hei[cxms]|hev[cxms])/, 'HEIC'],
  [/^crx /, 'raw photograph (Canon CR3)'],
  [/^(isom|iso\d|mp4\d|qt {2}|M4V |avc1|3gp)/, 'video'],
];

/** The name of a format that is not read, by the first bytes of a file; undefined where they say nothing like it. */
export function unreadFormat(bytes: Uint8Array): string | undefined {
  const start = Buffer.from(bytes.subarray(0, 1024)).toString('latin1');
  const sign = SIGNS.find(([, offset, expected]) => start.startsWith(expected, offset));
  if (sign) return sign[0];
  if (start.startsWith('ftyp', 4)) return brandOf(start);
  if (/^P[1-7F][\s#]/.test(start)) return 'PNM';
  const text = start.replace(/^\xef\xbb\xbf|[\0\xff\xfe]/g, '').trimStart();
  if (/^<(\?xml|!--|!doctype svg|svg)/i.test(text) && /<svg[\s>]/i.test(text)) return 'SVG';
  return isTarga(bytes) ? 'TGA' : undefined;
}

function brandOf(start: string): string | undefined {
  const size = Math.max(16, start.charCodeAt(2) * 256 + start.charCodeAt(3));
  const [major, all] = [start.slice(8, 12), start.slice(8, size)];
  if (/avi[fs]/.test(all)) return undefined;
  if (/^(mif1|msf1|mif2)/.test(major)) return 'HEIF';
  return BRANDS.find(([pattern]) => pattern.test(major))?.[1];
}

/** TGA has no signature of its own: its kind of picture, its depth and a size that is not zero have to be possible. */
function isTarga(bytes: Uint8Array): boolean {
  if (bytes.length < 18) return false;
  const [, map = 9, kind = 0] = bytes;
  const [depth = 0, descriptor = 0xff] = bytes.subarray(16, 18);
  const hasSize = [12, 14].every((at) => (bytes[at] as number) + (bytes[at + 1] as number) > 0);
  const isKind = [1, 2, 3, 9, 10, 11].includes(kind) && [8, 15, 16, 24, 32].includes(depth);
  return map <= 1 && isKind && hasSize && (descriptor & 0xc0) === 0;
}
