// ES256 with the nonce of RFC 6979, so that published vectors are the same whenever they are made. For vectors only: it
// takes no care of timing.
import { createHash, createHmac } from 'node:crypto';

const p = 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n;
const n = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
type Point = readonly [bigint, bigint] | null;
const G: Point = [
  0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296n,
  0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5n,
];

const mod = (a: bigint, m: bigint): bigint => ((a % m) + m) % m;

function invert(a: bigint, m: bigint): bigint {
  let [r0, r1, s0, s1] = [mod(a, m), m, 1n, 0n];
  while (r1 !== 0n) {
    const q = r0 / r1;
    [r0, r1] = [r1, r0 - q * r1];
    [s0, s1] = [s1, s0 - q * s1];
  }
  return mod(s0, m);
}

function add(a: Point, b: Point): Point {
  if (a === null) return b;
  if (b === null) return a;
  if (a[0] === b[0] && a[1] !== b[1]) return null;
  const slope =
    a[0] === b[0]
      ? mod((3n * a[0] * a[0] - 3n) * invert(2n * a[1], p), p)
      : mod((b[1] - a[1]) * invert(b[0] - a[0], p), p);
  const x = mod(slope * slope - a[0] - b[0], p);
  return [x, mod(slope * (a[0] - x) - a[1], p)];
}

function multiply(k: bigint, point: Point): Point {
  let sum: Point = null;
  let power = point;
  for (let rest = k; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) sum = add(sum, power);
    power = add(power, power);
  }
  return sum;
}

const toBytes = (value: bigint): Buffer => Buffer.from(value.toString(16).padStart(64, '0'), 'hex');
const toNumber = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();
const hmac = (key: Uint8Array, ...parts: Uint8Array[]): Buffer =>
  createHmac('sha256', key).update(Buffer.concat(parts)).digest();

/** The private key of a name: known to everybody, good for vectors alone. */
export const vectorKey = (name: string): bigint =>
  mod(toNumber(sha256(Buffer.from(`Sao Y seal vector key: ${name}`))), n - 1n) + 1n;

export function publicKeyOf(privateKey: bigint): {
  x: Uint8Array<ArrayBuffer>;
  y: Uint8Array<ArrayBuffer>;
} {
  const point = multiply(privateKey, G)!;
  return { x: Uint8Array.from(toBytes(point[0])), y: Uint8Array.from(toBytes(point[1])) };
}

/** r ‖ s over SHA-256 of the message. */
export function signDeterministically(privateKey: bigint, message: Uint8Array): Uint8Array<ArrayBuffer> {
  const digest = toBytes(mod(toNumber(sha256(message)), n));
  const key = toBytes(privateKey);
  let v: Buffer = Buffer.alloc(32, 1);
  let k: Buffer = Buffer.alloc(32, 0);
  k = hmac(k, v, Buffer.of(0), key, digest);
  v = hmac(k, v);
  k = hmac(k, v, Buffer.of(1), key, digest);
  v = hmac(k, v);
  for (;;) {
    v = hmac(k, v);
    const nonce = toNumber(v);
    if (nonce > 0n && nonce < n) {
      const r = mod(multiply(nonce, G)![0], n);
      const s = mod(invert(nonce, n) * (toNumber(digest) + r * privateKey), n);
      return Uint8Array.from(Buffer.concat([toBytes(r), toBytes(s)]));
    }
    k = hmac(k, v, Buffer.of(0));
    v = hmac(k, v);
  }
}
