import { assert } from '@hufu/kit'

type Row = Readonly<Record<string, unknown>>

/** A whole number of a row; int8 may arrive as text. */
export function wholeOf(row: Row, column: string): number {
  const value = Number(row[column])
  assert(Number.isSafeInteger(value), `column ${column} holds no whole number`)
  return value
}

/** A text of a row. */
export function textOf(row: Row, column: string): string {
  const value = row[column]
  assert(typeof value === 'string', `column ${column} holds no text`)
  return value
}

/** Bytes of a row. */
export function bytesOf(row: Row, column: string): Uint8Array {
  const value = row[column]
  assert(value instanceof Uint8Array, `column ${column} holds no bytes`)
  return value
}

/** A list of bytes of a row. */
export function bytesListOf(row: Row, column: string): readonly Uint8Array[] {
  const value = row[column]
  assert(Array.isArray(value), `column ${column} holds no list`)
  return value.map((bytes: unknown) => {
    assert(bytes instanceof Uint8Array, `column ${column} holds something else than bytes`)
    return bytes
  })
}

/** Clear values of a row. Whatever somebody put in their place that is no object counts as no values. */
export function clearOf(row: Row, column: string): Readonly<Record<string, string>> {
  const value = row[column]
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {}
  return Object.fromEntries(Object.entries(value).map(([field, text]) => [field, String(text)]))
}
