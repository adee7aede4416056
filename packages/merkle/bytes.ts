/** Joins byte strings into one. */
export function concat(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** True when both byte strings are the same. Not constant-time: only public hashes are compared. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index])
}

const hexOfByte = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** Lower-case hexadecimal. */
export function toHex(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += hexOfByte[byte] ?? ''
  return text
}

const hexDigits = '0123456789abcdef'
// The value of a digit by its code, -1 for what is none.
const valueOfCode = Int8Array.from({ length: 128 }, (_, code) => hexDigits.indexOf(String.fromCharCode(code)))

/** The bytes of lower-case hexadecimal text, or `null` when the text is anything else. */
export function fromHex(text: string): Uint8Array<ArrayBuffer> | null {
  if (text.length % 2 !== 0) return null
  const bytes = new Uint8Array(text.length / 2)
  for (let at = 0; at < bytes.length; at += 1) {
    const high = valueOfCode[text.charCodeAt(at * 2)] ?? -1
    const low = valueOfCode[text.charCodeAt(at * 2 + 1)] ?? -1
    if (high < 0 || low < 0) return null
    bytes[at] = high * 16 + low
  }
  return bytes
}

const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

/** Standard base64 (RFC 4648, section 4) with padding. */
export function toBase64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
}

/** The bytes of standard base64, or `null` when the text is not exactly what `toBase64` would write. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> | null {
  if (!base64.test(text)) return null
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
  // A second spelling of the same bytes (stray low bits) would make one proof look like two.
  return toBase64(bytes) === text ? bytes : null
}

const encoder = new TextEncoder()

/** UTF-8 bytes of a text. */
export function utf8(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text)
}
