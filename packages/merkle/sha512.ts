/** SHA-512 (FIPS 180-4) over whole 64-bit words, for the few short texts that a signature is checked over. */
export function sha512(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const padded = new Uint8Array(Math.ceil((bytes.length + 17) / 128) * 128)
  padded.set(bytes)
  padded[bytes.length] = 0x80
  const view = new DataView(padded.buffer)
  view.setBigUint64(padded.length - 8, BigInt(bytes.length) * 8n)
  const state = [...initial]
  for (let offset = 0; offset < padded.length; offset += 128) compress(state, view, offset)
  const digest = new Uint8Array(64)
  const out = new DataView(digest.buffer)
  for (const [at, word] of state.entries()) out.setBigUint64(at * 8, word)
  return digest
}

function compress(state: bigint[], view: DataView, offset: number): void {
  const words: bigint[] = []
  const word = (at: number): bigint => words[at] ?? 0n
  for (let at = 0; at < 80; at += 1)
    words.push(
      at < 16
        ? view.getBigUint64(offset + at * 8)
        : cut(mixEarly(word(at - 15)) + mixLate(word(at - 2)) + word(at - 16) + word(at - 7)),
    )
  let [a = 0n, b = 0n, c = 0n, d = 0n, e = 0n, f = 0n, g = 0n, h = 0n] = state
  for (let at = 0; at < 80; at += 1) {
    const choice = (e & f) ^ (cut(~e) & g)
    const majority = (a & b) ^ (a & c) ^ (b & c)
    const first = h + (turn(e, 14n) ^ turn(e, 18n) ^ turn(e, 41n)) + choice + (constants[at] ?? 0n) + word(at)
    const second = (turn(a, 28n) ^ turn(a, 34n) ^ turn(a, 39n)) + majority
    h = g
    g = f
    f = e
    e = cut(d + first)
    d = c
    c = b
    b = a
    a = cut(first + second)
  }
  for (const [at, value] of [a, b, c, d, e, f, g, h].entries()) state[at] = cut((state[at] ?? 0n) + value)
}

const cut = (value: bigint): bigint => BigInt.asUintN(64, value)
const turn = (word: bigint, by: bigint): bigint => (word >> by) | cut(word << (64n - by))
const mixEarly = (word: bigint): bigint => turn(word, 1n) ^ turn(word, 8n) ^ (word >> 7n)
const mixLate = (word: bigint): bigint => turn(word, 19n) ^ turn(word, 61n) ^ (word >> 6n)

// The standard defines both tables as the first 64 bits of the fractions of roots of the first primes.
const primes = firstPrimes(80)
const initial = primes.slice(0, 8).map((prime) => cut(wholeRoot(2n, prime << 128n)))
const constants = primes.map((prime) => cut(wholeRoot(3n, prime << 192n)))

/** The largest whole number whose square or cube is not above `value`. */
function wholeRoot(degree: bigint, value: bigint): bigint {
  let low = 0n
  let high = 1n << 80n
  while (high - low > 1n) {
    const middle = (low + high) >> 1n
    if (middle ** degree <= value) low = middle
    else high = middle
  }
  return low
}

function firstPrimes(count: number): readonly bigint[] {
  const found: bigint[] = []
  for (let candidate = 2n; found.length < count; candidate += 1n)
    if (found.every((prime) => candidate % prime !== 0n)) found.push(candidate)
  return found
}
