/** What people of the demonstration ask for: one that waits, one that was given for a time, one that was refused and is looked at again. */
import { contract } from '@hufu/contract'
import type { Stage } from './rights.ts'
import type { Role } from './structure.ts'

type Key = 'resource.admin' | 'file.download'
const ledger = { type: 'resource', kind: 'repository', id: 'platform/ledger' } as const
const everywhere = { type: 'workspace' } as const
const HOUR = 60

/** Requests in every state that a visitor should find. */
export async function askForRights({ of, id }: Stage): Promise<void> {
  const ask = async (role: Role, key: Key, because: string, lasts: number): Promise<string> => {
    const made = await of(role).ask(contract.requests.ask, {
      body: {
        kind: 'right',
        rights: [{ type: 'permission', key }],
        scope: key === 'file.download' ? everywhere : ledger,
        lasts,
        need: 'project',
        because,
        evidence: [{ type: 'ticket', number: 'PRJ-2617' }],
      },
    })
    return made.id
  }
  const decide = async (
    role: Role,
    requestId: string,
    answer: {
      readonly verdict: 'approve' | 'reject'
      readonly because: string
      readonly code?: 'not-needed'
    },
  ): Promise<void> => {
    const params = { requestId }
    const { termsHash } = await of(role).ask(contract.requests.one, { params })
    await of(role).ask(contract.requests.decide, {
      params,
      body: { ...answer, termsHash: termsHash ?? '' },
    })
  }
  // Waits for the head of the region.
  await ask('leaver', 'file.download', '交接期间需要下载苏州锦绣的跟进资料，交给沈书宁', 3 * 24 * HOUR)
  // Agreed to by the head of the team; an administrator is next.
  const maintain = await ask('employee', 'resource.admin', '账本 2.0 上线周需要合并发布分支', 7 * 24 * HOUR)
  await decide('engine', maintain, { verdict: 'approve', because: '上线周由他值守' })
  // Refused, and looked at again.
  const refused = await ask('tester', 'resource.admin', '想清理测试分支', 30 * 24 * HOUR)
  const { stages } = await of('tester').ask(contract.requests.one, { params: { requestId: refused } })
  const first = stages[0]?.people[0]?.id
  const decider = (['operations', 'engine', 'ledger', 'superTech'] as const).find(
    (role) => id(role) === first,
  )
  if (decider === undefined) return
  await decide(decider, refused, {
    verdict: 'reject',
    code: 'not-needed',
    because: '清理分支由维护人定期执行',
  })
  await of('tester').ask(contract.requests.appeal, {
    params: { requestId: refused },
    body: { because: '回归测试每天产生几十个分支，等不到每周一次的清理' },
  })
}
