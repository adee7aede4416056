const HUES_COUNT = 8

/** A picture of a person: the last two characters of the name (for Latin names the first letters) on a colour of theirs. */
export function Avatar({ name, size = 36 }: { readonly name: string; readonly size?: number }) {
  return (
    <span
      className={`avatar avatar-${hueOf(name)}`}
      style={{ width: size, height: size, fontSize: Math.round(size * 0.36) }}
      data-initials={initialsOf(name)}
      aria-hidden
    />
  )
}

/** The one or two characters that stand for a name. */
export function initialsOf(name: string): string {
  const whole = name.trim()
  if (/\p{Script=Han}/u.test(whole)) return [...whole.replaceAll(/\s/g, '')].slice(-2).join('')
  const words = whole.split(/[\s._-]+/).filter((word) => word !== '')
  const letters =
    words.length > 1 ? [words[0], words.at(-1)].map((word) => [...(word ?? '')][0]) : [...whole].slice(0, 2)
  return letters.join('').toUpperCase()
}

function hueOf(name: string): number {
  let sum = 0
  for (const character of name) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 65_521
  return sum % HUES_COUNT
}
