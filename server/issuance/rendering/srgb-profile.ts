// PDF/A wants the colour space of DeviceRGB named by an ICC profile (ISO 19005-2, 6.2.3). A version 2
// matrix/TRC profile of sRGB (ICC.1:2001-04) is small enough to be computed here.

const CURVE_ENTRIES = 1024;

const s15Fixed16 = (values: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, i) => {
    bytes.writeInt32BE(Math.round(value * 65536), i * 4);
  });
  return bytes;
};

const typed = (signature: string, body: Buffer): Buffer =>
  Buffer.concat([Buffer.from(signature, 'latin1'), Buffer.alloc(4), body]);

const xyz = (x: number, y: number, z: number): Buffer => typed('XYZ ', s15Fixed16([x, y, z]));

const description = (text: string): Buffer => {
  const body = Buffer.alloc(4 + text.length + 1 + 8 + 3 + 67);
  body.writeUInt32BE(text.length + 1, 0);
  body.write(text, 4, 'latin1');
  return typed('desc', body);
};

/** The sRGB transfer function (IEC 61966-2-1) as a sampled curve. */
const transferCurve = (): Buffer => {
  const body = Buffer.alloc(4 + CURVE_ENTRIES * 2);
  body.writeUInt32BE(CURVE_ENTRIES, 0);
  for (let i = 0; i < CURVE_ENTRIES; i++) {
    const encoded = i / (CURVE_ENTRIES - 1);
    const linear = encoded <= 0.04045 ? encoded / 12.92 : ((encoded + 0.055) / 1.055) ** 2.4;
    body.writeUInt16BE(Math.round(linear * 65535), 4 + i * 2);
  }
  return typed('curv', body);
};

const header = (sizeBytes: number): Buffer => {
  const bytes = Buffer.alloc(128);
  bytes.writeUInt32BE(sizeBytes, 0);
  bytes.writeUInt32BE(0x02100000, 8);
  bytes.write('mntrRGB XYZ ', 12, 'latin1');
  [2026, 1, 1, 0, 0, 0].forEach((part, i) => {
    bytes.writeUInt16BE(part, 24 + i * 2);
  });
  bytes.write('acsp', 36, 'latin1');
  // Illuminant D50, as the profile connection space demands.
  s15Fixed16([0.9642, 1, 0.8249]).copy(bytes, 68);
  return bytes;
};

const buildProfile = (): Buffer => {
  const curve = transferCurve();
  // Primaries of sRGB adapted from D65 to D50 (Bradford).
  const tags: [string, Buffer][] = [
    ['desc', description('sRGB IEC61966-2.1')],
    ['cprt', typed('text', Buffer.from('Public domain\0', 'latin1'))],
    ['wtpt', xyz(0.9642, 1, 0.8249)],
    ['rXYZ', xyz(0.4360747, 0.2225045, 0.0139322)],
    ['gXYZ', xyz(0.3850649, 0.7168786, 0.0971045)],
    ['bXYZ', xyz(0.1430804, 0.0606169, 0.7141733)],
    ['rTRC', curve],
    ['gTRC', curve],
    ['bTRC', curve],
  ];
  const table = Buffer.alloc(4 + tags.length * 12);
  table.writeUInt32BE(tags.length, 0);
  const chunks: Buffer[] = [];
  const placed = new Map<Buffer, number>();
  let offset = 128 + table.length;
  tags.forEach(([signature, data], i) => {
    let at = placed.get(data);
    if (at === undefined) {
      at = offset;
      const padded = Buffer.concat([data, Buffer.alloc((4 - (data.length % 4)) % 4)]);
      chunks.push(padded);
      placed.set(data, at);
      offset += padded.length;
    }
    table.write(signature, 4 + i * 12, 'latin1');
    table.writeUInt32BE(at, 8 + i * 12);
    table.writeUInt32BE(data.length, 12 + i * 12);
  });
  return Buffer.concat([header(offset), table, ...chunks]);
};

let cached: Buffer | undefined;

/** An ICC profile of sRGB, about 2.5 KB. */
export const srgbProfile = (): Uint8Array => {
  cached ??= buildProfile();
  return cached;
};
