const editsMax = 3

/** The word of `words` that takes the fewest edits to reach, at most 3 and half its letters; or `null`. */
export function nearest(word: string, words: readonly string[]): string | null {
  const ranked = words
    .map((each) => ({ each, edits: edits(word.toLowerCase(), each.toLowerCase()) }))
    .filter(({ each, edits: count }) => count <= editsMax && count * 2 <= each.length)
    .toSorted((a, b) => a.edits - b.edits)
  return ranked[0]?.each ?? null
}

// Levenshtein's distance, one row at a time.
const edits = (from: string, to: string): number => {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (const [at, letter] of Array.from(from).entries()) {
    const next = [at + 1]
    for (const [column, other] of Array.from(to).entries()) {
      const kept = (row[column] ?? 0) + (letter === other ? 0 : 1)
      next.push(Math.min(kept, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1))
    }
    row = next
  }
  return row.at(-1) ?? 0
}
