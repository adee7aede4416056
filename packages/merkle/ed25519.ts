/**
 * Checks Ed25519 signatures (RFC 8032) where the runtime does not: a page saved to a disk or opened over plain HTTP has
 * no WebCrypto. It handles public values only, so it need not take the same time for all of them; it never signs.
 */
import { concat, sameBytes } from './bytes.ts'
import { sha512 } from './sha512.ts'

/** A point of the curve as x = X/Z, y = Y/Z, xy = T/Z. */
type Point = { readonly x: bigint; readonly y: bigint; readonly z: bigint; readonly t: bigint }

const prime = 2n ** 255n - 19n
const order = 2n ** 252n + 27742317777372353535851937790883648493n

const modulo = (value: bigint): bigint => {
  const rest = value % prime
  return rest < 0n ? rest + prime : rest
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n
  let square = base
  for (let left = exponent; left > 0n; left >>= 1n) {
    if ((left & 1n) === 1n) result = modulo(result * square)
    square = modulo(square * square)
  }
  return result
}

const inverse = (value: bigint): bigint => power(value, prime - 2n)
const curve = modulo(-121665n * inverse(121666n))
const rootOfMinusOne = power(2n, (prime - 1n) / 4n)

/** Whether the 64 bytes are the signature of this text by the owner of this key (32 bytes). Takes hostile input and never throws. */
export function verifyEd25519(publicKey: Uint8Array, signature: Uint8Array, text: Uint8Array): boolean {
  if (publicKey.length !== 32 || signature.length !== 64) return false
  const key = pointOf(publicKey)
  const scalar = numberOf(signature.subarray(32))
  // A second spelling of the same scalar would make one signature look like two.
  if (key === null || scalar >= order) return false
  const commitment = signature.subarray(0, 32)
  const challenge = numberOf(sha512(concat(commitment, publicKey, text))) % order
  const minusKey = { ...key, x: modulo(-key.x), t: modulo(-key.t) }
  return sameBytes(bytesOf(add(times(base, scalar), times(minusKey, challenge))), commitment)
}

function add(a: Point, b: Point): Point {
  const first = modulo((a.y - a.x) * (b.y - b.x))
  const second = modulo((a.y + a.x) * (b.y + b.x))
  const third = modulo(2n * a.t * curve * b.t)
  const fourth = modulo(2n * a.z * b.z)
  const [e, f, g, h] = [second - first, fourth - third, fourth + third, second + first]
  return { x: modulo(e * f), y: modulo(g * h), z: modulo(f * g), t: modulo(e * h) }
}

function times(point: Point, scalar: bigint): Point {
  let sum: Point = { x: 0n, y: 1n, z: 1n, t: 0n }
  let doubled = point
  for (let left = scalar; left > 0n; left >>= 1n) {
    if ((left & 1n) === 1n) sum = add(sum, doubled)
    doubled = add(doubled, doubled)
  }
  return sum
}

const base: Point = baseOf(modulo(4n * inverse(5n)))

function baseOf(y: bigint): Point {
  const x = xOf(y, false) ?? 0n
  return { x, y, z: 1n, t: modulo(x * y) }
}

/** The x that belongs to a y, odd or even as asked; `null` when there is none. */
function xOf(y: bigint, odd: boolean): bigint | null {
  const square = modulo((y * y - 1n) * inverse(modulo(curve * y * y + 1n)))
  const candidate = power(square, (prime + 3n) / 8n)
  const x = modulo(candidate * candidate) === square ? candidate : modulo(candidate * rootOfMinusOne)
  if (modulo(x * x) !== square || (x === 0n && odd)) return null
  return ((x & 1n) === 1n) === odd ? x : modulo(-x)
}

function pointOf(bytes: Uint8Array): Point | null {
  const number = numberOf(bytes)
  const y = number & (2n ** 255n - 1n)
  if (y >= prime) return null
  const x = xOf(y, number >> 255n === 1n)
  return x === null ? null : { x, y, z: 1n, t: modulo(x * y) }
}

function bytesOf({ x, y, z }: Point): Uint8Array {
  const unit = inverse(z)
  let number = modulo(y * unit) | ((modulo(x * unit) & 1n) << 255n)
  const bytes = new Uint8Array(32)
  for (let at = 0; at < 32; at += 1) {
    bytes[at] = Number(number & 255n)
    number >>= 8n
  }
  return bytes
}

/** Bytes as a number, the smallest first. */
const numberOf = (bytes: Uint8Array): bigint =>
  bytes.reduceRight((number, byte) => (number << 8n) | BigInt(byte), 0n)
