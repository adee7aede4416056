import { fold } from './names.ts'

const loginShape = /^[\p{L}\p{N}._@+-]{2,64}$/u
const separators = /[\s().\u2010-\u2015-]+/gu
const chineseMobile = /^(?:\+?86)?(1[3-9][0-9]{9})$/
const phoneShape = /^\+?[0-9]{5,20}$/
const emailShape =
  /^[^\s@"(),:;<>[\\\]]{1,64}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}]{2,63}$/u

/** The key under which a login is unique for ever: compatibility forms and case folded. */
export function loginKey(login: string): string {
  return fold(login.trim())
}

/** A login is 2–64 letters, digits and `. _ @ + -`, after folding full-width forms. */
export function isLogin(login: string): boolean {
  return loginShape.test(login.normalize('NFKC'))
}

/**
 * One way of writing a phone number: digits with an optional `+`; mainland mobiles without country code, `00` made `+`.
 * `null` when it is no phone number.
 */
export function normalPhone(text: string): string | null {
  const digits = text.normalize('NFKC').replaceAll(separators, '')
  const international = digits.startsWith('00') ? `+${digits.slice(2)}` : digits
  const mobile = chineseMobile.exec(international)?.[1]
  if (mobile !== undefined) return mobile
  return phoneShape.test(international) ? international : null
}

/** Shows who it is without giving the number away: `138****0001`. */
export function maskPhone(phone: string): string {
  const tail = phone.slice(-4)
  const head = phone.slice(0, Math.max(0, phone.length - 8))
  return `${head}****${tail}`
}

/** True for an address that mail can be sent to; length as in RFC 5321. */
export function isEmail(text: string): boolean {
  return text.length <= 254 && emailShape.test(text)
}

/** The key under which an employee number is unique among those who have not left. */
export function employeeKey(employeeNo: string): string {
  return fold(employeeNo.trim())
}
