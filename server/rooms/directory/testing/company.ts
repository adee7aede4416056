import type { TestContext } from 'node:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newId } from '@hufu/kit'
import { performOn, permit, provingProjections } from '../../../platform/act/index.ts'
import type { Act, Actor, Perform } from '../../../platform/act/index.ts'
import { systemClock } from '../../../platform/clock/index.ts'
import { kyselyOver } from '../../../platform/db/index.ts'
import type { PlatformTables } from '../../../platform/feed/index.ts'
import { quietLog } from '../../../platform/log/index.ts'
import type { Reading } from '../../../platform/http/index.ts'
import { startNode } from '../../../platform/nodes/index.ts'
import type { HufuNode } from '../../../platform/nodes/index.ts'
import { atTheirWord, testDatabase } from '../../../testing/index.ts'
import { authorityCommands, foundAuthority, snapshotAuthority } from '../../authority/index.ts'
import { directoryCommands } from '../commands.ts'
import { departMember, suspendMember } from '../commands-members.ts'
import { foundDirectory } from '../commands-founding.ts'
import { visibility } from '../visibility/projection.ts'
import { openImports } from '../imports.ts'
import type { Imports } from '../imports.ts'
import type { Db } from '../store.ts'
import { snapshotDirectory } from '../store-snapshot.ts'

// Whoever keeps a record of what is lost stands in a later room: here people just go.
const commands = {
  ...directoryCommands,
  ...authorityCommands,
  'members.suspend': (act: Act, input: Leaving) => suspendMember(act, input, (_, end) => end()),
  'members.depart': (act: Act, input: Leaving) => departMember(act, input, (_, end) => end()),
} as const
type Leaving = { readonly memberId: string; readonly because: string }
type Commands = typeof commands
type Result<Name extends keyof Commands> = Awaited<ReturnType<Commands[Name]>>

/** A company on a database of its own: the creator 胡明, and whatever the test adds. */
export type TestCompany = {
  readonly node: HufuNode
  readonly perform: Perform
  readonly db: Db
  readonly url: string
  readonly workspaceId: string
  readonly rootId: string
  readonly creatorId: string
  readonly imports: Imports
  /** Runs a verb as somebody, the creator unless said. */
  readonly does: <Name extends keyof Commands>(
    name: Name,
    input: Parameters<Commands[Name]>[1],
    memberId?: string,
  ) => Promise<Result<Name>>
  /** What somebody reads, as of now. */
  readonly reading: (memberId?: string) => Reading
}

/** Founds a company for a test. */
export async function startCompany(t: Pick<TestContext, 'after'>): Promise<TestCompany> {
  const { url } = await testDatabase(t)
  const snapshots = [snapshotDirectory, snapshotAuthority]
  const node = await startNode({
    url,
    name: 'test',
    log: quietLog(),
    clock: systemClock,
    snapshots,
    projections: [...provingProjections, visibility],
  })
  t.after(() => node.stop())
  const dataDir = mkdtempSync(join(tmpdir(), 'hufu-directory-'))
  const imports = openImports(node, dataDir)
  t.after(async () => {
    await imports.stop()
    rmSync(dataDir, { recursive: true, force: true })
  })
  const perform = performOn(node)
  const workspaceId = newId()
  const setup = { name: 'found', kind: 'authority', workspaceId, founding: true } as const
  const founded = await perform({ type: 'system', name: 'setup' }, setup, async (act) => {
    const tally = permit(act, 'sys.org.found', { type: 'workspace' })
    await act.tx.insertInto('workspace').values({ id: workspaceId, slug: 'main', name: '虎符科技' }).execute()
    const made = await foundDirectory(tally, {
      company: '虎符科技',
      creator: { name: '胡明', login: 'huming' },
    })
    await foundAuthority(tally, made.creatorId, 'zh-CN')
    return made
  })
  const { creatorId, rootId } = founded.result
  const db = kyselyOver<PlatformTables>(node.pool)
  const actorOf = (memberId: string): Actor => ({ type: 'member', memberId, sessionId: null })
  return {
    node,
    perform,
    db,
    url,
    workspaceId,
    rootId,
    creatorId,
    imports,
    async does(name, input, memberId = creatorId) {
      // The input is that of exactly this command; the compiler does not follow a name into a table of functions.
      const command = commands[name] as (act: unknown, given: unknown) => Promise<unknown>
      const kind = { name, kind: 'authority', workspaceId, proof: atTheirWord } as const
      const { result } = await perform(actorOf(memberId), kind, (act) => command(act, input))
      return result as never
    },
    reading: (memberId = creatorId) => ({
      workspaceId,
      memberId,
      at: Date.now(),
      db,
      facts: node.feed.facts(workspaceId),
      projection: (projection) => node.feed.projection(workspaceId, projection),
      past: () => Promise.reject(new Error('a reading of these tests is about now')),
    }),
  }
}
