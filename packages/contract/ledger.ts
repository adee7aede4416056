import { z } from 'zod'
import { id, instant, line, page, pageQuery } from './common.ts'
import { route } from './define.ts'

export const tree = z.enum(['authority', 'activity'])
/** One leaf with its clear texts. `words` is the sentence a person reads, in the caller's language. */
export const ledgerEntry = z.object({
  tree,
  index: z.number().int(),
  revision: z.number().int(),
  event: z.string(),
  at: instant,
  actor: z.string(),
  actorName: z.string(),
  channel: z.string(),
  /** By what whoever did it proved once more who they are; null where the act did not ask for it. */
  proof: z.string().nullable(),
  requestId: z.string(),
  data: z.unknown(),
  sealed: z.record(z.string(), z.string()),
  leafHash: z.string(),
  /** False when the row is no longer what was hashed: it is shown all the same, marked. */
  intact: z.boolean(),
  words: z.string(),
})
export type LedgerEntryView = z.infer<typeof ledgerEntry>
const checkpoint = z.object({
  tree,
  size: z.number().int(),
  root: z.string(),
  note: z.string(),
  signedAt: instant,
})
export const verification = z.object({
  ok: z.boolean(),
  trees: z.array(z.object({ tree, size: z.number().int(), checkpoint: z.number().int(), ok: z.boolean() })),
  findings: z.array(
    z.object({ tree: z.string(), index: z.number().int().nullable(), code: z.string(), words: z.string() }),
  ),
  tookMs: z.number(),
})
export type Verification = z.infer<typeof verification>

const entriesQuery = z.strictObject({
  ...pageQuery,
  tree: tree.optional(),
  event: line(80).optional(),
  memberId: id.optional(),
})

export const ledger = {
  entries: route(
    'GET',
    '/api/v1/ledger/entries',
    { summary: 'The ledger, newest first', asks: ['audit.admin.view'] },
    { query: entriesQuery, answer: page(ledgerEntry) },
  ),
  checkpoint: route(
    'GET',
    '/api/v1/ledger/checkpoint',
    { summary: 'Newest signed checkpoint', asks: ['audit.admin.view'] },
    { query: z.strictObject({ tree: tree.optional() }), answer: checkpoint },
  ),
  proof: route(
    'GET',
    '/api/v1/ledger/proof',
    {
      summary: 'Inclusion proof of one entry under the newest checkpoint (C2SP tlog-proof)',
      asks: ['audit.admin.view'],
    },
    {
      query: z.strictObject({ tree: tree.optional(), index: z.coerce.number().int().min(0) }),
      answer: z.object({ proof: z.string(), leaf: z.string(), checkpoint }),
    },
  ),
  consistency: route(
    'GET',
    '/api/v1/ledger/consistency',
    {
      summary: 'Proof that the tree was only added to since it had so many entries (RFC 9162, 2.1.4)',
      asks: ['audit.admin.view'],
    },
    {
      query: z.strictObject({ tree: tree.optional(), from: z.coerce.number().int().min(0) }),
      /** Hashes in base64. None when the tree is not longer than that, or shorter. */
      answer: z.object({ proof: z.array(z.string()), checkpoint }),
    },
  ),
  verify: route(
    'POST',
    '/api/v1/ledger/verify',
    {
      summary: 'Verify trees, signatures, and that the log folded from nothing gives the tables',
      asks: ['audit.admin.view'],
    },
    { body: z.strictObject({}), answer: verification },
  ),
  export: route(
    'POST',
    '/api/v1/ledger/export',
    {
      summary: 'One tree as a file that is verified without a server, up to its newest checkpoint',
      asks: ['audit.export'],
      // The sealed texts are for those who may read them here.
      decides: ['audit.admin.view'],
      answers: 'bytes',
    },
    {
      body: z.strictObject({ tree: tree.optional(), texts: z.boolean().optional() }),
      answer: z.unknown(),
    },
  ),
  aboutMe: route(
    'GET',
    '/api/v1/me/history',
    { summary: 'What was done to me and by me', asks: ['audit.self.view'] },
    { query: z.strictObject(pageQuery), answer: page(ledgerEntry) },
  ),
}
