import type { SignIn } from './fill.ts'

/** The cast's sign-ins as a table for a terminal; Chinese characters take two columns. */
export function signInTable(signIns: readonly SignIn[]): string {
  const rows = [
    ['身份', '姓名', '登录名', '密码'],
    ...signIns.map(({ role, name, login, password }) => [role, name, login, password]),
  ]
  const widths = rows[0]?.map((_cell, at) => Math.max(...rows.map((row) => widthOf(row[at] ?? '')))) ?? []
  return rows
    .map((row) =>
      `  ${row.map((cell, at) => cell + ' '.repeat((widths[at] ?? 0) - widthOf(cell) + 2)).join('')}`.trimEnd(),
    )
    .join('\n')
}

const widthOf = (text: string): number =>
  Array.from(text, (character) => (/[\u2E80-\uFFEF]/u.test(character) ? 2 : 1)).reduce<number>(
    (sum, each) => sum + each,
    0,
  )
