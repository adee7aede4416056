import type { PermissionKey, Risk, Scope, Right } from '@hufu/authority'
import type {
  Evidence,
  Flow,
  RequestEvent,
  RequestKind,
  RequestNeed,
  RequestState,
  RouteWho,
} from '@hufu/contract'
import type { ColumnType, GeneratedAlways } from 'kysely'

/** jsonb goes in as text and comes out parsed. */
type Json<T> = ColumnType<T, string, string>

/** What is asked for. Instants as ISO texts: exactly this is hashed and agreed to. */
export type Terms = {
  readonly rights: readonly Right[]
  readonly scope: Scope
  readonly from: string | null
  readonly until: string | null
  /** Minutes from when it is given, in place of an end. */
  readonly lasts: number | null
}

/** One stage of the way a request goes. */
export type RouteStage = {
  readonly who: RouteWho
  readonly memberIds: readonly string[]
  readonly needs: number
  /** Working hours. */
  readonly hours: number
}

/** What an approver would give instead. */
export type Offer = {
  readonly by: string
  readonly at: string
  readonly because: string
  readonly terms: Terms
  readonly lifts: readonly string[]
  readonly permissions: readonly PermissionKey[]
  readonly risk: Risk
}

export type TaskVia = 'manager' | 'scoped' | 'super' | 'members' | 'panel' | 'creator'
export type TaskState = 'open' | 'approved' | 'rejected' | 'gone' | 'closed'

/** The tables of migration 0014, as rows. */
export type RequestTables = {
  requestFlow: {
    workspaceId: string
    version: number
    flow: Json<Flow>
    setBy: string
    setAt: Date
    because: string
  }
  accessRequest: {
    workspaceId: string
    id: string
    kind: RequestKind
    state: RequestState
    requesterId: string
    memberId: string
    terms: ColumnType<Terms | null, string | null, string | null>
    grantId: string | null
    lifts: Json<readonly string[]>
    revocationId: string | null
    need: RequestNeed
    because: string
    evidence: Json<readonly Evidence[]>
    answers: Json<Readonly<Record<string, string>>>
    risk: Risk
    permissions: PermissionKey[]
    createdAt: Date
    submittedAt: Date | null
    changedAt: Date
    flowVersion: number
    route: Json<readonly RouteStage[]>
    stage: number
    round: number
    stageSince: Date | null
    dueAt: Date | null
    hops: number
    reminded: number
    clockFrom: Date | null
    clockMs: ColumnType<string, number, number>
    waitUntil: Date | null
    lapseAt: Date | null
    nextAt: Date | null
    offer: ColumnType<Offer | null, string | null, string | null>
    outcomeCode: string | null
    outcomeWords: string | null
    decidedBy: string | null
    decidedAt: Date | null
    appealLevel: number
  }
  requestTask: {
    workspaceId: string
    requestId: string
    round: number
    stage: number
    memberId: string
    via: TaskVia
    state: TaskState
    hop: number
    since: Date
    missedAt: Date | null
    decidedBy: string | null
    decidedAt: Date | null
    termsHash: string | null
    because: string | null
    alone: boolean
  }
  requestEvent: {
    workspaceId: string
    requestId: string
    id: string
    seq: GeneratedAlways<string>
    at: Date
    byId: string | null
    forId: string | null
    what: RequestEvent['what']
    words: string
    data: Json<Readonly<Record<string, unknown>>>
  }
  requestEndorsement: {
    workspaceId: string
    requestId: string
    memberId: string
    words: string | null
    joins: boolean
    at: Date
  }
  requestGrant: { workspaceId: string; requestId: string; grantId: string; warnAt: Date | null }
  deputy: {
    workspaceId: string
    id: string
    memberId: string
    deputyId: string
    fromAt: Date
    untilAt: Date
    because: string
    madeAt: Date
    endedAt: Date | null
  }
  problemReport: {
    workspaceId: string
    id: string
    memberId: string
    at: Date
    words: string
    page: string
    permission: string | null
    toIds: string[]
    answer: string | null
    answeredBy: string | null
    answeredAt: Date | null
  }
}
