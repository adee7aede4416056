/** The closing lines of Node's test runner (`ℹ tests 12` and what follows), or the whole text if it has none. */
export function testSummary(output: string): string {
  const lines = output.trimEnd().split('\n')
  const first = lines.findLastIndex((line) => /^(ℹ|#) tests \d+/.test(line))
  return first === -1 ? output.trimEnd() : lines.slice(first).join('\n')
}
