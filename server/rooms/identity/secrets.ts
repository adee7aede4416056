import { hash, randomBytes } from 'node:crypto'

/** 256 random bits as 43 characters: session tokens, tickets, device marks. */
export const newToken = (): string => randomBytes(32).toString('base64url')

/** The cookie by which a browser is known that has signed in before. */
export const DEVICE_COOKIE = 'hufu-device'

/** How a secret of full entropy is kept: whoever reads the table cannot use it. */
export const hashOf = (secret: string): Buffer => hash('sha256', secret, 'buffer')

// No letters that look alike when read aloud or typed from a terminal.
const letters = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'
const CODE_LETTERS = 20

/** A one-time code for people: 20 letters of 31 (99 bits), in groups of five. */
export function newCode(random: (size: number) => Uint8Array = randomBytes): string {
  const picked: string[] = []
  while (picked.length < CODE_LETTERS)
    // 248 is the largest multiple of 31 below 256: above it some letters would come more often.
    for (const byte of random(CODE_LETTERS))
      if (byte < 248 && picked.length < CODE_LETTERS) picked.push(letters[byte % letters.length] ?? '')
  return picked.join('').replaceAll(/(.{5})(?=.)/g, '$1-')
}

/** A code as it is compared: without what people add or change when they type it. */
export const codeKey = (typed: string): string => typed.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')
