import { z } from 'zod'
import { can, change, id, instant, page, pageQuery, reason } from './common.ts'
import { route } from './define.ts'

/** The header in which a request brings the id of the half that a second person has agreed to. */
export const SECOND_HALF_HEADER = 'Hufu-Second-Half'
export const SECOND_HALF_NEEDED = 'authority/second-half-needed'

/** `waiting`: for a second person. `agreed`: may be used by whoever asked, once. */
export const halfState = z.enum(['waiting', 'agreed', 'refused', 'used', 'withdrawn', 'lapsed'])
export type HalfState = z.infer<typeof halfState>
export const HALF_MS = 24 * 3_600_000

const method = z.enum(['POST', 'PUT', 'PATCH', 'DELETE'])
const person = z.object({ id, name: z.string() })

/** One critical act that takes two: exactly these bytes to exactly this address, by the first, agreed to by the second. */
export const half = z.object({
  id,
  state: halfState,
  by: person,
  because: z.string(),
  act: z.object({
    method,
    path: z.string(),
    /** Of the contract. */
    summary: z.string(),
    /** What will be sent, as JSON text; what the second person agrees to. */
    body: z.string(),
    /** Said in words, one a line, names resolved. */
    words: z.array(z.string()),
    /** Of method, path and body: what the second person sends back to agree to. */
    /** Of exactly that; what the second person agrees to. */
    hash: z.string(),
  }),
  permission: z.string(),
  at: instant,
  until: instant,
  answeredBy: person.nullable(),
  answeredAt: instant.nullable(),
  words: z.string(),
  may: z.object({ answer: can, withdraw: can, use: can }),
})
export type HalfView = z.infer<typeof half>

/** How long a critical act can be taken back, and how long it is shown. */
export const TAKE_BACK_MS = 72 * 3_600_000
export const ACTS_SHOWN_MS = 30 * 24 * 3_600_000

const one = { params: z.strictObject({ halfId: id }) }

export const halves = {
  ask: route(
    'POST',
    '/api/v1/halves',
    {
      summary: 'Ask a second entitled person to stand behind exactly one critical act',
      asks: ['sec.self.manage'],
      proves: 'half',
    },
    {
      body: z.strictObject({
        act: z.strictObject({
          method,
          path: z.string().startsWith('/').max(2000),
          body: z.string().max(200_000),
        }),
        because: reason,
      }),
      answer: half,
    },
  ),
  list: route(
    'GET',
    '/api/v1/halves',
    {
      summary: 'What waits for a second person: mine, and what I could stand behind',
      asks: ['audit.self.view'],
    },
    { query: z.strictObject({ ...pageQuery, state: halfState.optional() }), answer: page(half) },
  ),
  read: route(
    'GET',
    '/api/v1/halves/:halfId',
    { summary: 'Exactly what somebody is asked to stand behind', asks: ['audit.self.view'] },
    { ...one, answer: half },
  ),
  agree: route(
    'POST',
    '/api/v1/halves/:halfId/agree',
    { summary: 'Stand behind exactly that act', asks: ['sec.self.manage'], proves: 'half' },
    { ...one, body: z.strictObject({ hash: z.string().max(64) }), answer: half },
  ),
  refuse: route(
    'POST',
    '/api/v1/halves/:halfId/refuse',
    { summary: 'Refuse to stand behind it', asks: ['sec.self.manage'] },
    { ...one, body: z.strictObject({ because: reason }), answer: half },
  ),
  withdraw: route(
    'POST',
    '/api/v1/halves/:halfId/withdraw',
    { summary: 'Ask no longer', asks: ['sec.self.manage'] },
    { ...one, answer: half },
  ),
}

/** What was done by a critical permission lately, and whether and how it can be taken back. */
export const criticalAct = z.object({
  revision: z.number().int(),
  at: instant,
  by: person.nullable(),
  /** In words, from the ledger. */
  words: z.string(),
  permission: z.string(),
  method: z.string().nullable(),
  second: person.nullable(),
  /** Until when it can be taken back; null where that is not possible, as of an export. */
  until: instant.nullable(),
  /** What taking it back would do, in words. */
  back: z.string(),
  revert: can,
  revertedAt: instant.nullable(),
  revertedBy: person.nullable(),
})
export type CriticalAct = z.infer<typeof criticalAct>

export const criticalActs = {
  list: route(
    'GET',
    '/api/v1/critical-acts',
    { summary: 'Critical acts of the last days', asks: ['audit.admin.view'] },
    { query: z.strictObject(pageQuery), answer: page(criticalAct) },
  ),
  revert: route(
    'POST',
    '/api/v1/critical-acts/:revision/revert',
    {
      summary: 'Take a critical act back, within three days, by the acts that undo it',
      asks: [
        'audit.admin.view',
        'admin.revoke',
        'admin.assign',
        'admin.delegate',
        'admin.role.manage',
        'org.member.delete',
      ],
    },
    {
      params: z.strictObject({ revision: z.coerce.number().int().min(1) }),
      body: z.strictObject({ because: reason }),
      answer: change,
    },
  ),
}
