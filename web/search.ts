/**
 * Readers of what stands after the `?` of an address. Whatever does not fit is left out, never an error: addresses are
 * typed, shortened and kept for years.
 */
type Raw = Readonly<Record<string, unknown>>

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== ''
    ? value.slice(0, 300)
    : typeof value === 'number'
      ? String(value)
      : undefined

/** Reads optional texts by name. */
export function texts<const Names extends readonly string[]>(...names: Names) {
  return (raw: Raw): { readonly [Name in Names[number]]?: string | undefined } => {
    const found: Record<string, string> = {}
    for (const name of names) {
      const value = textOf(raw[name])
      if (value !== undefined) found[name] = value
    }
    // Only the asked names were put in.
    return found as { readonly [Name in Names[number]]?: string | undefined }
  }
}
