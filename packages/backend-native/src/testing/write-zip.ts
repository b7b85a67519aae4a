import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { crc32, deflateRawSync } from 'node:zlib';

/** A file of an archive: its name, what it holds, and whether it is packed. */
export type ZipFile = { name: string; data: Buffer; deflate?: boolean; executable?: boolean };

/** Writes a zip archive as PKWARE's APPNOTE describes it. */
export function writeZip(path: string, files: readonly ZipFile[]): void {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let at = 0;
  for (const { name, data, deflate = true, executable = false } of files) {
    const packed = deflate ? deflateRawSync(data) : data;
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(deflate ? 8 : 0, 4);
    common.writeUInt32LE(crc32(data), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(data.length, 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    const header = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name)]);
    const attributes = Buffer.alloc(14);
    attributes.writeUInt32LE((executable ? 0o100755 : 0o100644) * 0x10000, 6);
    attributes.writeUInt32LE(at, 10);
    central.push(
      Buffer.concat([Buffer.from('PK\x01\x02'), Buffer.from([20, 3]), common, attributes, Buffer.from(name)]),
    );
    local.push(header, packed);
    at += header.length + packed.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  for (const offset of [8, 10]) end.writeUInt16LE(files.length, offset);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  writeFileSync(path, Buffer.concat([...local, directory, end]));
}

/** Writes a wheel: an archive with a RECORD of its files' hashes. */
export function writeWheel(path: string, files: readonly ZipFile[]): void {
  const hashOf = (data: Buffer) => createHash('sha256').update(data).digest('base64url');
  const lines = files.map(({ name, data }) => `${name},sha256=${hashOf(data)},${data.length}`);
  const record = { name: 'tensorflow_cpu-2.21.0.dist-info/RECORD', data: Buffer.from(`${lines.join('\n')}\n`) };
  writeZip(path, [record, ...files]);
}
