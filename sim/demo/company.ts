import { nameSource } from './names.ts'
import { newRandom } from './random.ts'
import { cast, departments } from './structure.ts'
import type { Staffed } from './structure.ts'

/** One person as the demonstration's file has them. */
export type Person = {
  readonly name: string
  readonly login: string
  readonly phone: string
  readonly email: string
  readonly employeeNo: string
  readonly path: string
  readonly title: string
  readonly head: boolean
}

export const COMPANY = '虎符科技'
export const CREATOR = { name: '陈若川', login: 'chen.ruochuan' } as const

/** Everybody but the creator. The same seed gives the same people. */
export function peopleOf(seed: number): readonly Person[] {
  const next = nameSource(newRandom(seed), [CREATOR.login, ...Object.values(cast).map(({ login }) => login)])
  const waiting = Object.values(cast).map((each) => ({ ...each, placed: false }))
  const named = (path: string, title: string): { readonly name: string; readonly login: string } => {
    const known = waiting.find((each) => !each.placed && each.path === path && each.title === title)
    if (known === undefined) return next()
    known.placed = true
    return { name: known.name, login: known.login }
  }
  const places = departments.flatMap(placesOf)
  const people = places.map((place, index) => ({
    ...place,
    ...named(place.path, place.title),
    ...numbersOf(index),
  }))
  const missing = waiting.filter(({ placed }) => !placed).map(({ login }) => login)
  if (missing.length > 0) throw new Error(`there is no place for ${missing.join(', ')}`)
  return people.map((person) => ({ ...person, email: `${person.login}@hufu.example` }))
}

type Place = Pick<Person, 'path' | 'title' | 'head'>

const placesOf = ({ path, head, staff }: Staffed): readonly Place[] => [
  { path, title: head, head: true },
  ...Object.entries(staff).flatMap(([title, count]) =>
    Array.from({ length: count }, () => ({ path, title, head: false })),
  ),
]

// 138 0000 xxxx is what manuals print where a number of nobody is needed.
const numbersOf = (index: number): Pick<Person, 'phone' | 'employeeNo'> => ({
  phone: `1380000${String(index + 1).padStart(4, '0')}`,
  employeeNo: `HF${String(index + 1).padStart(4, '0')}`,
})

const columns = ['姓名', '登录名', '手机', '邮箱', '工号', '部门', '岗位', '部门负责人'] as const

/** The file as a colleague would save it from a spreadsheet: UTF-8 with a byte order mark, lines ending in CR LF. */
export function csvOf(people: readonly Person[]): string {
  const lines = people.map(({ name, login, phone, email, employeeNo, path, title, head }) =>
    [name, login, phone, email, employeeNo, path, title, head ? '是' : ''].join(','),
  )
  return `\uFEFF${[columns.join(','), ...lines].join('\r\n')}\r\n`
}
