import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import type { DirectorySnapshot, Reach, SnapshotMember } from './snapshot.ts'
import { planDepartments } from './departments-file.ts'
import { planImport } from './plan.ts'
import type { Plan } from './plan.ts'
import { readRows } from './rows.ts'

/** Writes a file that is gone after the test. */
export function fileWith(t: TestContext, bytes: Uint8Array | string): string {
  const folder = mkdtempSync(join(tmpdir(), 'hufu-import-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const path = join(folder, 'file')
  writeFileSync(path, bytes)
  return path
}

export const everywhere: Reach = { departments: null, untouchable: [], beyond: [] }

/** A small company: 研发部 (with 一组) and 市场部, 王芳 who heads 研发部, 李雷 below her. */
export const company: DirectorySnapshot = {
  at: Date.parse('2026-06-01T00:00:00Z'),
  rootId: 'root',
  rootName: '虎符科技',
  departments: [
    { id: 'root', parentId: null, name: '虎符科技' },
    { id: 'dev', parentId: 'root', name: '研发部' },
    { id: 'dev1', parentId: 'dev', name: '一组' },
    { id: 'market', parentId: 'root', name: '市场部' },
  ],
  positions: [{ id: 'engineer', name: '工程师' }],
  members: [
    person('wangfang', '王芳', { phone: '13800000001', employeeNo: 'E1', department: 'dev', head: true }),
    person('lilei', '李雷', {
      phone: '13800000002',
      employeeNo: 'E2',
      department: 'dev1',
      managerId: 'wangfang',
    }),
  ],
}

type Person = Partial<Omit<SnapshotMember, 'appointments'>> & {
  readonly department?: string
  readonly head?: boolean
  readonly positionId?: string
}

/** A member whose id is the login. */
export function person(login: string, name: string, more: Person = {}): SnapshotMember {
  const { department = 'root', head = false, positionId = null, ...rest } = more
  return {
    id: login,
    login,
    name,
    phone: null,
    email: null,
    employeeNo: null,
    status: 'active',
    managerId: null,
    appointments: [{ id: `${login}-1`, departmentId: department, positionId, primary: true, head }],
    ...rest,
  }
}

/** Reads and plans a file as text or bytes. */
export async function planOf(
  t: TestContext,
  bytes: Uint8Array | string,
  snapshot: DirectorySnapshot = company,
  reach: Reach = everywhere,
): Promise<Plan> {
  const read = await readRows(fileWith(t, bytes), () => {})
  return read.header.kind === 'departments'
    ? planDepartments(read.departments, snapshot, reach)
    : planImport(read.rows, snapshot, reach, read.header.dialect)
}

/** `row:outcome` or `row:code`, one for each row. */
export function summary(plan: Plan): readonly string[] {
  return plan.rows.map(
    ({ source, outcome, fault }) => `${source.row}:${fault?.code.replace('directory/', '') ?? outcome}`,
  )
}
