/** A unit test with its text. */
export type TestFile = { readonly path: string; readonly text: string }

/** The tests that own golden files: those that speak of `golden` at all. Pure. */
export function owners(tests: readonly TestFile[]): readonly TestFile[] {
  return tests.filter(({ text }) => /golden/i.test(text))
}

/** Golden files that no owning test names: nobody would notice when they go stale. Pure. */
export function orphans(files: readonly string[], tests: readonly TestFile[]): readonly string[] {
  const owning = owners(tests)
  return files.filter(
    (file) => !owning.some(({ text }) => text.includes(file.slice(file.lastIndexOf('/') + 1))),
  )
}
