/** A long random or fault trial: the tests in `file`, with `count` rounds unless another number is asked for. */
export type Trial = {
  readonly name: string
  readonly shows: string
  readonly file: string
  readonly count: number
}

/** Every trial. The same files run within `npm test` at small fixed seeds. */
export const trials: readonly Trial[] = []
