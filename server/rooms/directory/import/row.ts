import { employeeKey, isEmail, isLogin, loginKey, normalPhone } from '../contacts.ts'
import { hasHidden, nameFault, tidyName } from '../names.ts'
import { cellOf } from './columns.ts'
import type { Field, Header } from './columns.ts'
import { readLastDay, saysLeft, saysSuspended } from './leaving.ts'
import { DEPARTMENTS_OF_ONE_MAX } from './limits.ts'
import { readEscapedList, readList, readPaths } from './paths.ts'
import type { TableRecord } from './record.ts'

/** Why a row is refused: a code of the contract's list with what fills its sentence. */
export type Fault = { readonly code: string; readonly details: Readonly<Record<string, string | number>> }

/**
 * One person as a file tells it. `undefined`: the file has no such column; `null`: the cell is empty. Both leave what
 * an existing member has. Logins and phones are normalised, paths still relative to whatever the file calls the top.
 */
export type MemberRow = {
  readonly row: number
  readonly name: string
  readonly login: string | null
  readonly phone: string | null
  readonly email: string | null
  readonly employeeNo: string | null
  readonly paths: readonly (readonly string[])[]
  readonly positions: readonly string[]
  readonly heads: readonly boolean[]
  readonly manager: string | null
  readonly suspended: boolean
  readonly left: boolean
  /** The last moment of work, in ISO-8601 UTC. */
  readonly lastDay: string | null
  /** What stood in the file, for the preview. */
  readonly shown: { readonly name: string; readonly login: string; readonly departments: string }
  readonly fault: Fault | null
}

const yes = new Set(['是', 'y', 'yes', 'true', '1', '✓', '√', '负责人', '主管'])
const SHOWN_MAX = 200

/** True when nothing at all stands in a record: people leave blank lines. */
export function isBlank(record: TableRecord): boolean {
  return record.cells.every((cell) => cell.trim() === '')
}

/** Reads one record. A fault is the first thing that is wrong with it, in the order in which people read a row. */
export function readMember(record: TableRecord, header: Header, width: number): MemberRow {
  const cell = (field: Field): string => cellOf(header, record.cells, field) ?? ''
  const faults: Fault[] = []
  const fail = (code: string, details: Fault['details'] = {}): null => {
    faults.push({ code, details })
    return null
  }
  checkShape(record, width, fail)
  const name = tidyName(cell('name'))
  checkName(name, 'name', fail)
  const row = {
    row: record.row,
    name,
    login: readLogin(cell('login'), fail),
    phone: readPhone(cell('phone'), fail),
    email: readEmail(cell('email'), fail),
    employeeNo: readEmployeeNo(cell('employeeNo'), fail),
    paths: readPaths(cell('departments'), header.dialect).map((path) => path.map(tidyName)),
    positions: readPositions(cell('position'), header),
    heads: cell('heads') === '' ? [] : readList(cell('heads')).map((word) => yes.has(word.toLowerCase())),
    manager: cell('manager') === '' ? null : tidyName(cell('manager')),
    suspended: saysSuspended(cell('status')),
    left: saysLeft(cell('status')),
    lastDay: lastDayIn(cell('lastDay'), fail),
  }
  for (const path of row.paths) for (const step of path) checkName(step, 'department', fail)
  for (const position of row.positions) if (position !== '') checkName(position, 'position', fail)
  if (row.paths.length > DEPARTMENTS_OF_ONE_MAX)
    fail('directory/import-many-departments', { max: DEPARTMENTS_OF_ONE_MAX })
  return {
    ...row,
    shown: {
      name: shownText(cell('name')),
      login: shownText(cell('login')),
      departments: shownText(cell('departments')),
    },
    fault: faults[0] ?? null,
  }
}

type Fail = (code: string, details?: Fault['details']) => null

/** Hidden characters are not shown either: a preview must not be able to lie. */
export function shownText(text: string): string {
  const safe = text.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '\uFFFD')
  return safe.length > SHOWN_MAX ? `${safe.slice(0, SHOWN_MAX - 1)}…` : safe
}

function checkShape(record: TableRecord, width: number, fail: Fail): void {
  if (record.cut === true && record.cells.length < width) fail('directory/import-row-cut')
  else if (record.cells.some((cell, index) => index >= width && cell.trim() !== ''))
    fail('directory/import-row-wide', { cells: record.cells.length, columns: width })
}

const whatIsNamed = { name: 'name', department: 'department', position: 'position' } as const

function checkName(text: string, what: keyof typeof whatIsNamed, fail: Fail): void {
  const fault = nameFault(text)
  if (fault === 'empty') fail('directory/name-empty')
  else if (fault === 'too-long')
    fail('directory/name-too-long', { what: whatIsNamed[what], length: text.length })
  else if (fault === 'control-characters')
    fail('directory/name-control-characters', { what: whatIsNamed[what] })
}

function readLogin(text: string, fail: Fail): string | null {
  if (text === '') return null
  const login = text.normalize('NFKC')
  return isLogin(login) ? login : fail('directory/login-characters')
}

function readPhone(text: string, fail: Fail): string | null {
  if (text === '') return null
  return normalPhone(text) ?? fail('directory/phone-malformed', { phone: shownText(text) })
}

function readEmail(text: string, fail: Fail): string | null {
  if (text === '') return null
  return isEmail(text) ? text : fail('directory/email-malformed')
}

function readEmployeeNo(text: string, fail: Fail): string | null {
  if (text === '') return null
  const employeeNo = text.normalize('NFKC').trim()
  return employeeNo.length <= 40 && !hasHidden(employeeNo)
    ? employeeNo
    : fail('directory/employee-number-malformed')
}

function lastDayIn(text: string, fail: Fail): string | null {
  const day = readLastDay(text)
  return day === undefined ? fail('directory/import-last-day', { text: shownText(text) }) : day
}

function readPositions(text: string, header: Header): readonly string[] {
  if (text === '') return []
  return header.dialect === 'plain' ? readEscapedList(text).map(tidyName) : [tidyName(text)]
}

/** The keys under which a row must be alone: in its file and among members. */
export function keysOf(
  row: MemberRow,
): readonly { readonly field: 'login' | 'phone' | 'employeeNo'; readonly key: string }[] {
  return [
    ...(row.login === null ? [] : [{ field: 'login' as const, key: loginKey(row.login) }]),
    ...(row.employeeNo === null ? [] : [{ field: 'employeeNo' as const, key: employeeKey(row.employeeNo) }]),
    ...(row.phone === null ? [] : [{ field: 'phone' as const, key: row.phone }]),
  ]
}
