const depthMax = 6
const itemsMax = 100
const textMax = 8000

/** Keys whose values never enter a log, compared in lower case without `-` and `_`. */
const secretKeys =
  /^(authorization|cookie|setcookie|.*password|.*passphrase|.*secret|.*token|.*ticket|apikey|privatekey)$/
const redacted = '[redacted]'

// C0, DEL and C1 control characters could repaint a terminal, and bidirectional ones turn a line around.
// oxlint-disable-next-line no-control-regex -- control characters are exactly what this is about
const controls = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g
const inQuery = /([?&](?:access_token|token|ticket|code|password|secret|state)=)[^&#\s"']+/gi
const inAddress = /(\w:\/\/[^\s:/?#@]*:)[^\s/@]+@/g

/** A text safe to print: on one line, without control characters, passwords in addresses or tokens in queries. */
export function cleanText(text: string): string {
  const short = text.length > textMax ? `${text.slice(0, textMax)}…` : text
  return short.replace(controls, ' ').replace(inQuery, `$1${redacted}`).replace(inAddress, `$1${redacted}@`)
}

/** A value as it may enter a log: secrets redacted by key, texts cleaned, errors as plain objects, size bounded. */
export function clean(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return cleanText(value)
  if (typeof value === 'bigint') return String(value)
  if (typeof value !== 'object' || value === null) return typeof value === 'function' ? undefined : value
  if (depth >= depthMax) return '[deeper]'
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'an invalid date' : value.toISOString()
  if (value instanceof Error) return cleanError(value, depth)
  if (value instanceof Uint8Array) return `[${value.byteLength} bytes]`
  if (Array.isArray(value)) return value.slice(0, itemsMax).map((each) => clean(each, depth + 1))
  return cleanObject(value, depth)
}

const cleanObject = (value: object, depth: number): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(value)
      .slice(0, itemsMax)
      .map(([key, each]) => [cleanText(key), isSecret(key, each) ? redacted : clean(each, depth + 1)]),
  )

const isSecret = (key: string, value: unknown): boolean => {
  const name = key.toLowerCase().replaceAll(/[-_]/g, '')
  if (secretKeys.test(name)) return value !== null && value !== undefined
  // A refusal's code (`room/slug`) and a system's (`ECONNREFUSED`) are for the log; a one-time code is not.
  if (name !== 'code') return false
  if (typeof value === 'number') return value >= 1000
  return typeof value === 'string' && !/^([a-z-]+\/[a-z-]+|E[A-Z_]{3,}|ERR_[A-Z_]+)$/.test(value)
}

const cleanError = (error: Error, depth: number): Record<string, unknown> => ({
  type: error.name,
  message: cleanText(error.message),
  ...codeOf(error),
  ...('details' in error ? { details: clean(error.details, depth + 1) } : {}),
  stack: (error.stack ?? '')
    .split('\n')
    .slice(1, 12)
    .map((line) => cleanText(line).trim()),
  ...(error.cause === undefined ? {} : { cause: clean(error.cause, depth + 1) }),
})

// An error's own code is the system's or ours (SQLSTATE, ECONNREFUSED, room/slug), never a person's.
const codeOf = (error: Error): Record<string, unknown> =>
  'code' in error && typeof error.code === 'string' ? { code: cleanText(error.code) } : {}
