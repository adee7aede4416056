/** One file to be written: path relative to the top, and its text. */
export type NewFile = { readonly path: string; readonly text: string }

/** The files a new room begins with: a door, a noun with one rule, and a test that is a sentence. Pure. */
export function skeleton(room: string): readonly NewFile[] {
  const noun = room.slice(room.lastIndexOf('/') + 1)
  return [
    {
      path: `${room}/index.ts`,
      text: `/** The door of ${room}: what other rooms may see of it, and nothing else. */\nexport { describe${capital(noun)} } from './${noun}.ts'\n`,
    },
    {
      path: `${room}/${noun}.ts`,
      text: `/** Says what this room is for. Replace it by the first real type and rule. */\nexport function describe${capital(noun)}(): string {\n  return '${noun}'\n}\n`,
    },
    {
      path: `${room}/${noun}.test.ts`,
      text: `import assert from 'node:assert/strict'\nimport { test } from 'node:test'\nimport { describe${capital(noun)} } from './index.ts'\n\ntest('the room of ${noun} can be entered by its door', () => {\n  assert.equal(describe${capital(noun)}(), '${noun}')\n})\n`,
    },
  ]
}

/** Puts a room onto the list, after the last one in the same corridor. Throws when there is none. Pure. */
export function enlist(list: string, room: string, holds: string): string {
  const corridor = room.slice(0, room.lastIndexOf('/') + 1)
  const lines = list.split('\n')
  const last = lines.findLastIndex((line) => line.startsWith(`  { path: '${corridor}`))
  if (corridor === '' || last === -1)
    throw new Error(`no room on the list stands in ${corridor || 'the top folder'}`)
  if (lines.some((line) => line.includes(`'${room}'`))) throw new Error(`${room} is on the list already`)
  return lines
    .toSpliced(last + 1, 0, `  { path: '${room}', holds: '${holds.replaceAll("'", '’')}' },`)
    .join('\n')
}

/** Tells whether a path can be a room: lower-case words with hyphens, below a corridor. Pure. */
export function isRoomPath(path: string): boolean {
  return /^(packages|server\/platform|server\/rooms)\/[a-z]+(-[a-z]+)*$/.test(path)
}

const capital = (noun: string): string =>
  noun.replaceAll(/(^|-)([a-z])/g, (_, __, letter: string) => letter.toUpperCase())
