/** Two servers and a company in which two rights come by asking alone: 王伟 asks, 孙丽 and 张强 decide. */
import assert from 'node:assert/strict'
import { cluster } from '../testing/index.ts'
import type { Answer, Cluster, Player } from '../testing/index.ts'

export const because = '项目需要'
/** One yes is enough for the first, and the second takes two. */
export const ONE_YES = 'group.create'
export const TWO_YES = 'file.upload'
export type AskedKey = typeof ONE_YES | typeof TWO_YES

/** What the tables and the ledger say of a request. */
export type RequestState = {
  readonly state: string
  readonly level: number
  readonly grants: readonly string[]
  /** Grants of it that have not ended, and tasks that somebody still has. */
  readonly live: number
  readonly open: number
  /** Newest entries about it: how often it was granted, and how often one of its grants was given. */
  readonly granted: number
  readonly given: number
}

export type AskingCluster = Cluster & {
  /** 王伟 asks, at the second server, which no trial kills or misleads; answers the id. */
  readonly asks: (key: AskedKey, more?: object) => Promise<string>
  readonly hashOf: (who: Player, id: string) => Promise<string>
  readonly stateOf: (id: string) => Promise<RequestState>
  /** What a server says of 王伟 and a right. */
  readonly holds: (node: number, key: AskedKey, target?: object) => Promise<boolean>
}

type Flow = { readonly rules: readonly object[] }

/** Starts two servers, or as many as asked. Everything ends with the test. */
export async function askingCluster(
  t: Parameters<typeof cluster>[0],
  options: Parameters<typeof cluster>[1] = {},
): Promise<AskingCluster> {
  const it = await cluster(t, options)
  await setUp(it)
  const path = (id: string) => `/api/v1/requests/${id}`
  return {
    ...it,
    async asks(key, more = {}) {
      const { id } = await it.ok(1, 'wangwei', 'POST', '/api/v1/requests', {
        kind: 'right',
        rights: [{ type: 'permission', key }],
        scope: { type: 'workspace' },
        lasts: 600,
        need: 'project',
        because,
        ...more,
      })
      return String(id)
    },
    hashOf: async (who, id) => String((await it.ok(1, who, 'GET', path(id)))['termsHash']),
    stateOf: (id) => stateOf(it, id),
    async holds(node, permission, target = { type: 'workspace' }) {
      const asked = { memberId: it.id.wangwei, permission, target }
      return (await it.ok(node, 'lina', 'POST', '/api/v1/decisions/explain', asked))['allowed'] === true
    },
  }
}

/** Gives every member all they had but both rights, and sets who is asked for them. */
async function setUp(it: Cluster): Promise<void> {
  const { rows } = await it.pool.query<{ id: string; permissions: readonly string[] }>(
    `select g.id, r.permissions from authority_grant g join role r on r.workspace_id = g.workspace_id and r.id = g.role_id
     where g.subject_type = 'everyone' and g.ended_at is null`,
  )
  const [all, ...others] = rows
  assert.ok(all !== undefined && others.length === 0, 'one grant gives what every member has')
  const permissions = all.permissions.filter((key) => key !== ONE_YES && key !== TWO_YES)
  const { id } = await it.ok(0, 'chenli', 'POST', '/api/v1/roles', { name: '员工', permissions })
  const right = { type: 'role', id }
  const given = { subject: { type: 'everyone' }, right, scope: { type: 'workspace' }, because }
  await it.ok(0, 'chenli', 'POST', '/api/v1/grants', given)
  await it.ok(0, 'chenli', 'POST', `/api/v1/grants/${all.id}/end`, { because })
  const { flow, version } = (await it.ok(0, 'chenli', 'GET', '/api/v1/requests/flow')) as {
    readonly flow: Flow
    readonly version: number
  }
  const rule = (key: AskedKey, needs: number) => ({
    right: { type: 'permission', key },
    requestable: true,
    stages: [{ who: 'members', memberIds: [it.id.sunli, it.id.zhangqiang], needs, hours: 8 }],
    maxDays: null,
    capDays: null,
    questions: [],
  })
  await it.ok(0, 'chenli', 'PUT', '/api/v1/requests/flow', {
    flow: { ...flow, rules: [...flow.rules, rule(ONE_YES, 1), rule(TWO_YES, 2)] },
    version,
    because,
  })
}

/** The entries that are read: more than one round writes. */
const NEWEST = 200

async function stateOf({ pool, workspaceId }: Cluster, id: string): Promise<RequestState> {
  const { rows } = await pool.query<RequestState>(
    `with newest as (
       select event, leaf from ledger_entry where workspace_id = $1 and tree = 'authority' order by index desc limit ${NEWEST}
     ), mine as (select grant_id from request_grant where request_id = $2)
     select r.state, r.appeal_level as level,
       array(select grant_id::text from mine order by 1) as grants,
       (select count(*)::int from authority_grant a where a.id in (select grant_id from mine) and a.ended_at is null) as live,
       (select count(*)::int from request_task t where t.request_id = r.id and t.state = 'open') as open,
       (select count(*)::int from newest where event = 'request.granted@1' and leaf like '%' || r.id || '%') as granted,
       (select count(*)::int from newest n join mine m on n.leaf like '%' || m.grant_id || '%' where n.event = 'grant.given@1') as given
     from access_request r where r.workspace_id = $1 and r.id = $2`,
    [workspaceId, id],
  )
  return rows[0] ?? assert.fail('there is a request')
}

/** A decision, as it is sent. */
export const decision = (verdict: 'approve' | 'reject', termsHash: string): object => ({
  verdict,
  termsHash,
  because: verdict === 'approve' ? '' : '目前用不到',
  ...(verdict === 'approve' ? {} : { code: 'not-needed' }),
})

/** Whoever asks is told yes, or no for a reason that is theirs: never that the server could not. */
export function isYes(answer: Answer): boolean {
  assert.ok(answer.status < 500, answer.text)
  return answer.status === 200
}
