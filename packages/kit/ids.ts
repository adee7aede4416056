const ID_BYTES = 16
// Asking for randomness costs far more than an id: an import makes hundreds of thousands, so 256 are drawn at a time.
const pool = new Uint8Array(ID_BYTES * 256)
let used = pool.length
const twoDigits = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** Makes a UUIDv7 (RFC 9562): 48 bits of milliseconds since 1970, then 74 random bits. Sorts by time of making. */
export function newId(now: number = Date.now()): string {
  if (used === pool.length) {
    crypto.getRandomValues(pool)
    used = 0
  }
  const view = new DataView(pool.buffer, used, ID_BYTES)
  used += ID_BYTES
  view.setUint16(0, Math.floor(now / 2 ** 32))
  view.setUint32(2, now >>> 0)
  view.setUint8(6, 0x70 | (view.getUint8(6) & 0x0f))
  view.setUint8(8, 0x80 | (view.getUint8(8) & 0x3f))
  let hex = ''
  for (let at = 0; at < ID_BYTES; at += 1) hex += twoDigits[view.getUint8(at)] ?? ''
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Tells whether `text` is a lower-case UUID, the only id form that enters the database. */
export function isId(text: string): boolean {
  return uuid.test(text)
}
