/** A code as somebody types it: six digits are of an app, everything else is from paper. */
export function codeTyped(typed: string) {
  const code = typed.trim()
  return /^\d{6}$/.test(code) ? ({ method: 'totp', code } as const) : ({ method: 'recovery', code } as const)
}
