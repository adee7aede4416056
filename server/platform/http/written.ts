/**
 * An answer whose JSON the room wrote itself, for answers of thousands of parts: parsing them by the contract and writing
 * them costs more than making them. A test holds such a text to the contract, byte for byte.
 */
export type Written = { readonly [json]: string }

const json = Symbol('json')

/** Marks a JSON text as an answer already written. */
export const asWritten = (text: string): Written => ({ [json]: text })

/** The text of an answer already written; nothing for every other. */
export const writtenIn = (answer: unknown): string | undefined =>
  // Only `asWritten` knows the symbol, and gives it a text.
  typeof answer === 'object' && answer !== null ? (answer as Partial<Written>)[json] : undefined
