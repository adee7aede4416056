/** The one shape of an expected no. Its `code` is `room/slug`, never renamed and never reused. */
export class Refusal extends Error {
  readonly code: string
  readonly details: Readonly<Record<string, unknown>>

  constructor(code: string, details: Readonly<Record<string, unknown>> = {}) {
    super(code)
    this.name = 'Refusal'
    this.code = code
    this.details = details
  }
}

/** Makes an expected no, to be thrown. `details` are shown to the caller: no secrets, no free text of others. */
export function refuse(
  code: `${string}/${string}`,
  details: Readonly<Record<string, unknown>> = {},
): Refusal {
  return new Refusal(code, details)
}

/** True for an expected no, false for a bug of ours. */
export function isRefusal(error: unknown): error is Refusal {
  return error instanceof Refusal
}

/** States what must hold. A failure is a bug of ours, never the caller's. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`assertion failed: ${message}`)
}
