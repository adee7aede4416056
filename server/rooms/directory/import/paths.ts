import type { Dialect } from './columns.ts'

/** How a dialect writes where people work: several departments in one cell, each a path from the top down. */
type Writing = { readonly between: RegExp; readonly steps: string }

const writings: Readonly<Record<Dialect, Writing>> = {
  plain: { between: /[;；\n]/u, steps: '/' },
  wecom: { between: /[;；\n]/u, steps: '/' },
  dingtalk: { between: /[,，;；\n]/u, steps: '-' },
}

/**
 * Splits a cell into department paths, each a list of names from the top down. `\/` and `\;` stand for the characters
 * themselves in plain files. DingTalk writes `公司-研发部`; a cell with `/` is read with that instead, since `-` may
 * stand in names.
 */
export function readPaths(cell: string, dialect: Dialect): readonly (readonly string[])[] {
  const writing = writings[dialect]
  if (dialect === 'plain') return splitEscaped(cell)
  const steps = cell.includes('/') ? '/' : writing.steps
  return cell
    .split(writing.between)
    .map((path) =>
      path
        .split(steps)
        .map((step) => step.trim())
        .filter((step) => step !== ''),
    )
    .filter((path) => path.length > 0)
}

/** Several answers in one cell, one per department: `是;否`. */
export function readList(cell: string): readonly string[] {
  return cell.split(/[;；,，\n]/u).map((each) => each.trim())
}

/** Writes one path so that `readPaths(…, 'plain')` gives it back. */
export function writePath(names: readonly string[]): string {
  return names.map((name) => name.replaceAll(/[\\/;；]/gu, (character) => `\\${character}`)).join('/')
}

/** Writes one position name beside others in a cell. */
export function writeList(names: readonly string[]): string {
  return names.map((name) => name.replaceAll(/[\\;；]/gu, (character) => `\\${character}`)).join(';')
}

/** Position names of one cell in a plain file, in the order of the departments. */
export function readEscapedList(cell: string): readonly string[] {
  return splitEscaped(cell, false).map((path) => path.join('/'))
}

function splitEscaped(cell: string, steps = true): readonly (readonly string[])[] {
  const paths: string[][] = [[]]
  let name = ''
  const endName = (): void => {
    paths.at(-1)?.push(name.trim())
    name = ''
  }
  for (let at = 0; at < cell.length; at++) {
    const character = cell[at] ?? ''
    const next = cell[at + 1]
    if (character === '\\' && next !== undefined && '\\/;；'.includes(next)) {
      name += next
      at++
    } else if (character === '/' && steps) endName()
    else if (character === ';' || character === '；' || character === '\n') {
      endName()
      paths.push([])
    } else name += character
  }
  endName()
  return steps
    ? paths.map((path) => path.filter((each) => each !== '')).filter((path) => path.length > 0)
    : paths
}
