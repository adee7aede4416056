/** Most UTF-16 units in one line of a file that is read line by line. */
export const LINE_LENGTH_MAX = 1 << 24

/** A line without its newline. `whole` is false for a last one that no newline ends. */
export type Line = { readonly text: string; readonly whole: boolean }

/** Why a file could not be read on: what it holds is no text, or a line of it is longer than any may be. */
export type LinesEnd = 'no-text' | 'too-long' | null

/** Reads UTF-8 bytes as batches of lines, holding no more than a chunk and a line. `ended` is told once, at the end, how it ended. */
export async function* linesOf(
  chunks: AsyncIterable<Uint8Array>,
  ended: (how: LinesEnd) => void,
): AsyncGenerator<readonly Line[]> {
  const decoded = decoding()
  let rest = ''
  for await (const chunk of chunks) {
    const text = decoded(chunk)
    if (text === null) return ended('no-text')
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > LINE_LENGTH_MAX || lines.some(({ length }) => length > LINE_LENGTH_MAX))
      return ended('too-long')
    if (lines.length > 0) yield lines.map((line) => ({ text: line, whole: true }))
  }
  const last = decoded(null)
  if (last === null) return ended('no-text')
  if (rest + last !== '') yield [{ text: rest + last, whole: false }]
  ended(null)
}

/** Bytes to text, piece by piece, and `null` at the end; what is no UTF-8 gives `null`. */
function decoding(): (chunk: Uint8Array | null) => string | null {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  return (chunk) => {
    try {
      return chunk === null ? decoder.decode() : decoder.decode(chunk, { stream: true })
    } catch {
      return null
    }
  }
}
