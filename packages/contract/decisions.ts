import { z } from 'zod'
import { can, cursor, id, instant } from './common.ts'
import { route } from './define.ts'
import { memberStatus, tier } from './identity.ts'
import { key, target } from './terms.ts'

/** A person as lists of decisions name them: names repeat, so the department stands beside. */
export const personNamed = z.object({ id, name: z.string(), department: z.string() })
export type PersonNamed = z.infer<typeof personNamed>

const reason = z.object({
  kind: z.string(),
  id: z.string(),
  label: z.string(),
  because: z.string().nullable(),
  givenBy: z.string().nullable(),
  givenAt: z.string().nullable(),
})

/** One station of a path: the person, what they belong to, the rule or seat, the role in it, and where it holds. */
const station = z.object({
  kind: z.enum([
    'member',
    'group',
    'position',
    'department',
    'everyone',
    'role',
    'permission',
    'grant',
    'restriction',
    'administrator',
    'status',
    'relation',
    'scope',
  ]),
  id: z.string(),
  label: z.string(),
})

/** One way from the person to the permission. `counts`: it decides; the other states say why it does not. */
export const path = z.object({
  effect: z.enum(['allows', 'denies']),
  state: z.enum(['counts', 'not-yet', 'ended', 'suspended', 'elsewhere', 'higher-tier']),
  stations: z.array(station),
  from: instant.nullable(),
  until: instant.nullable(),
  because: z.string().nullable(),
  givenBy: z.string().nullable(),
  givenAt: z.string().nullable(),
  /** Whether the reader may end the grant or seat, or lift the restriction, as it stands today; null without a rule. */
  can: can.nullable(),
})
export type PathView = z.infer<typeof path>

const decision = z.object({
  allowed: z.boolean(),
  because: z.string(),
  /** The facts it rests on. Grants and restrictions say who gave them, when and why; other facts have nulls there. */
  by: z.array(reason),
  /** Every fact about this permission that was looked at, drawn as a way; those that count come first. */
  paths: z.array(path),
  missing: z.object({ permission: z.string(), kind: z.string(), scope: z.string() }).optional(),
  /** The sentence a person reads, in the caller's language. */
  words: z.string(),
  /** Of a denial: who could give it, or lift the restriction in the way. Of an allow: who could stop it, by taking back or restricting. At most 20. */
  whoCouldGive: z.array(personNamed),
  whoCouldStop: z.array(personNamed),
  /** What was asked about, in words. */
  asked: z.object({ member: personNamed, permission: z.string(), target: z.string() }),
  revision: z.number().int(),
  /** The instant asked about; `past` when it was answered from the ledger as of then. */
  at: instant,
  past: z.boolean(),
})
export type DecisionView = z.infer<typeof decision>

const covered = z.object({ by: z.array(z.string()), except: z.array(z.string()) })

/** People for whom exactly the same would change. */
export const alike = z.object({
  count: z.number().int(),
  people: z.array(personNamed),
  changes: z.array(
    z.object({
      permission: z.string(),
      label: z.string(),
      risk: z.enum(['low', 'medium', 'high', 'critical']),
      how: z.enum(['gained', 'lost', 'wider', 'narrower', 'other']),
      /** Places in words; null where it is not held at all. */
      before: covered.nullable(),
      after: covered.nullable(),
    }),
  ),
  status: z.object({ before: memberStatus.nullable(), after: memberStatus }).nullable(),
  tier: z.object({ before: tier, after: tier }).nullable(),
})
export type AlikeView = z.infer<typeof alike>

/** Groups of people alike that one answer lists; the others are counted. */
export const ALIKE_MAX = 100
/** People named in each of them; more on request. */
export const ALIKE_PEOPLE_MAX = 5

export const preview = z.object({
  /** How many people something changes for, and how many of them gain, lose. */
  people: z.number().int(),
  gaining: z.number().int(),
  losing: z.number().int(),
  alike: z.array(alike),
  /** Groups of people alike beyond `ALIKE_MAX`. */
  more: z.number().int(),
  /** Administrators whose reach grows, because ground moves into it: what a move of a department has to approve. */
  reach: z.array(personNamed),
  /** Where nothing changes yet: the instant to come at which it does, and as of which all this is compared. */
  begins: instant.nullable(),
  /** Rights that were taken back of somebody, are watched since, and would be allowed again. */
  watched: z.array(
    z.object({ revocationId: id, memberId: id, memberName: z.string(), permissions: z.array(z.string()) }),
  ),
  revision: z.number().int(),
})
export type PreviewView = z.infer<typeof preview>

const entity = z.object({
  type: z.string().min(1),
  id: z.string().min(1),
  properties: z.record(z.string(), z.unknown()).optional(),
})
const action = z.object({ name: z.string().min(1), properties: z.record(z.string(), z.unknown()).optional() })
const context = z.record(z.string(), z.unknown())
const kindOnly = z.object({
  type: z.string().min(1),
  id: z.string().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
})
/** Why: the code of the decision and the facts it rests on, or what could not be found. */
const answered = z.object({
  decision: z.boolean(),
  context: z.object({
    reason: z.string(),
    by: z.array(z.object({ kind: z.string(), id: z.string() })).optional(),
    revision: z.number().int().optional(),
    kind: z.string().optional(),
    error: z.object({ status: z.number().int(), message: z.string() }).optional(),
  }),
})
const pageAsked = z.object({
  token: z.string().optional(),
  limit: z.number().int().min(0).max(1000).optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
})
const pageGiven = z.object({
  next_token: z.string(),
  count: z.number().int().optional(),
  total: z.number().int().optional(),
})
/** Evaluations of one request. */
export const EVALUATIONS_MAX = 1000

const asks = ['perm.view', 'audit.self.view'] as const

/** Asking: why or why not, who and what, what would change, and the AuthZEN decision point. */
export const decisions = {
  explain: route(
    'POST',
    '/api/v1/decisions/explain',
    { summary: 'Why, or why not, now or at a past date', asks },
    {
      body: z.strictObject({ memberId: id, permission: key, target, at: instant.optional() }),
      answer: decision,
    },
  ),
  whatCan: route(
    'POST',
    '/api/v1/decisions/what-can',
    { summary: 'Everything a person can do at a place, now or at a past date', asks },
    {
      body: z.strictObject({ memberId: id, target, at: instant.optional() }),
      answer: z.object({
        permissions: z.array(z.string()),
        revision: z.number().int(),
        at: instant,
        past: z.boolean(),
      }),
    },
  ),
  whoCan: route(
    'POST',
    '/api/v1/decisions/who-can',
    { summary: 'Everyone who can do something at a place, now or at a past date', asks: ['perm.view'] },
    {
      body: z.strictObject({
        permission: key,
        target,
        at: instant.optional(),
        cursor: cursor.optional(),
        limit: z.number().int().min(1).max(200).optional(),
      }),
      answer: z.object({
        items: z.array(personNamed),
        total: z.number().int(),
        next: z.string().nullable(),
        revision: z.number().int(),
        at: instant,
        past: z.boolean(),
      }),
    },
  ),
  evaluation: route(
    'POST',
    '/access/v1/evaluation',
    {
      summary: 'AuthZEN 1.0 access evaluation',
      asks,
      decides: ['resource.read', 'resource.triage', 'resource.write', 'resource.maintain', 'resource.admin'],
    },
    {
      body: z.object({ subject: entity, action, resource: entity, context: context.optional() }),
      answer: answered,
    },
  ),
  evaluations: route(
    'POST',
    '/access/v1/evaluations',
    { summary: 'AuthZEN 1.0 access evaluations', asks },
    {
      body: z.object({
        subject: entity.optional(),
        action: action.optional(),
        resource: entity.optional(),
        context: context.optional(),
        evaluations: z
          .array(
            z.object({
              subject: entity.optional(),
              action: action.optional(),
              resource: entity.optional(),
              context: context.optional(),
            }),
          )
          .max(EVALUATIONS_MAX)
          .optional(),
        options: z.looseObject({ evaluations_semantic: z.string().optional() }).optional(),
      }),
      answer: z.union([z.object({ evaluations: z.array(answered) }), answered]),
    },
  ),
  searchSubject: route(
    'POST',
    '/access/v1/search/subject',
    { summary: 'AuthZEN 1.0 subject search', asks: ['perm.view'] },
    {
      body: z.object({
        subject: kindOnly,
        action,
        resource: entity,
        context: context.optional(),
        page: pageAsked.optional(),
      }),
      answer: z.object({
        page: pageGiven.optional(),
        results: z.array(z.object({ type: z.string(), id: z.string() })),
      }),
    },
  ),
  searchResource: route(
    'POST',
    '/access/v1/search/resource',
    { summary: 'AuthZEN 1.0 resource search', asks },
    {
      body: z.object({
        subject: entity,
        action,
        resource: kindOnly,
        context: context.optional(),
        page: pageAsked.optional(),
      }),
      answer: z.object({
        page: pageGiven.optional(),
        results: z.array(z.object({ type: z.string(), id: z.string() })),
      }),
    },
  ),
  searchAction: route(
    'POST',
    '/access/v1/search/action',
    { summary: 'AuthZEN 1.0 action search', asks },
    {
      body: z.object({
        subject: entity,
        resource: entity,
        context: context.optional(),
        page: pageAsked.optional(),
      }),
      answer: z.object({ page: pageGiven.optional(), results: z.array(z.object({ name: z.string() })) }),
    },
  ),
  authzen: route(
    'GET',
    '/.well-known/authzen-configuration',
    {
      summary: 'AuthZEN discovery',
      asks: ['perm.view'],
      openBecause: 'the standard asks for open discovery; it names addresses only',
    },
    { answer: z.record(z.string(), z.unknown()) },
  ),
}
