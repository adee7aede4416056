import { z } from 'zod'
import { can, change, id, instant, page, pageQuery, reason } from './common.ts'
import { route } from './define.ts'

/** Everything a person can hold, by kind. */
export const holdingKind = z.enum([
  'group',
  'report',
  'file',
  'seat',
  'headship',
  'appointment',
  'user-group',
  'conversation',
  'grant',
  'invitation',
  'session',
  'approval',
  'request',
])
export type HoldingKind = z.infer<typeof holdingKind>

/** What can be handed to a successor who accepts it. */
export const handedKind = z.enum(['group', 'report', 'file'])
export type HandedKind = z.infer<typeof handedKind>

/** Items of one kind shown of a person, and in one offer. */
export const HOLDINGS_SHOWN_MAX = 200
export const OFFER_ITEMS_MAX = 20_000

/** Whether somebody leaves, or goes on working here. */
export const occasion = z.enum(['departure', 'inservice'])
export type Occasion = z.infer<typeof occasion>

/** `parked`: given to a custodian at once, who was not asked. `lapsed`: nobody answered in time. */
export const offerState = z.enum([
  'offered',
  'accepted',
  'declined',
  'withdrawn',
  'lapsed',
  'parked',
  'reversed',
])
export type OfferState = z.infer<typeof offerState>

/** What became of one thing: it went over, was no longer there, could not go, went back, or had gone on by then. */
export const fate = z.enum(['handed', 'gone', 'stays', 'returned', 'moved-on'])
export type Fate = z.infer<typeof fate>

const person = z.object({ id, name: z.string() })
const counts = z.object({ handed: z.number().int(), gone: z.number().int(), stays: z.number().int() })

export const handoverOffer = z.object({
  id,
  kind: handedKind,
  occasion,
  state: offerState,
  from: person,
  to: person,
  by: z.string(),
  because: z.string(),
  madeAt: instant,
  /** Until when it can be answered. */
  until: instant,
  answeredAt: instant.nullable(),
  answer: z.string().nullable(),
  /** Until when it can be given back; null where there is nothing to give back. */
  reversibleUntil: instant.nullable(),
  count: z.number().int(),
  /** The first of its things by name, with what became of each. */
  items: z.array(z.object({ id: z.string(), name: z.string(), fate: fate.nullable() })),
  fates: counts,
  can: z.object({ answer: can, withdraw: can, reverse: can }),
})
export type HandoverOffer = z.infer<typeof handoverOffer>

export const holding = z.object({
  kind: holdingKind,
  /** `successor`: somebody accepts it. `administrator`: given on by an act of their own. `ends`: ends with the person. */
  goes: z.enum(['successor', 'administrator', 'ends']),
  count: z.number().int(),
  items: z.array(z.object({ id: z.string(), name: z.string(), sole: z.boolean(), offered: z.boolean() })),
})
export type HoldingView = z.infer<typeof holding>

export const backupLine = z.object({
  id,
  memberId: id,
  memberName: z.string(),
  takenAt: instant,
  by: z.string(),
  sha256: z.string(),
  files: z.number().int(),
  bytes: z.number().int(),
  counts: z.array(z.object({ kind: holdingKind, count: z.number().int() })),
  openings: z.array(z.object({ by: z.string(), at: instant, file: z.string().nullable() })),
  can: z.object({ open: can }),
})
export type BackupLine = z.infer<typeof backupLine>

const backupFile = z.object({
  id,
  name: z.string(),
  type: z.string(),
  size: z.number().int(),
  sha256: z.string(),
  /** Whether whoever opened the backup may read its bytes. */
  can,
})

const byMember = z.strictObject({ memberId: id })
const byOffer = z.strictObject({ offerId: id })
const byBackup = z.strictObject({ backupId: id })
const done = change.extend({ fates: counts })

const offers = {
  holdings: route(
    'GET',
    '/api/v1/members/:memberId/holdings',
    { summary: 'Everything a person holds, by kind', asks: ['handover.run', 'handover.inservice'] },
    {
      params: byMember,
      answer: z.object({
        memberId: id,
        memberName: z.string(),
        holdings: z.array(holding),
        can: z.object({ departure: can, inservice: can, backup: can }),
      }),
    },
  ),
  offer: route(
    'POST',
    '/api/v1/handovers',
    {
      summary: 'Offer what one person holds to a successor',
      asks: ['handover.run', 'handover.inservice'],
    },
    {
      body: z.strictObject({
        fromId: id,
        toId: id,
        kind: handedKind,
        /** Left out: all there are of this kind. */
        itemIds: z.array(id).min(1).max(OFFER_ITEMS_MAX).optional(),
        occasion,
        because: reason,
      }),
      answer: change.extend({ id, count: z.number().int() }),
    },
  ),
  offers: route(
    'GET',
    '/api/v1/handovers',
    { summary: 'Hand-overs, newest first', asks: ['handover.run', 'handover.inservice'] },
    {
      query: z.strictObject({ ...pageQuery, memberId: id }),
      answer: page(handoverOffer),
    },
  ),
  mine: route(
    'GET',
    '/api/v1/me/handovers',
    { summary: 'What I was asked to take over, and what of mine goes over', asks: ['audit.self.view'] },
    { answer: z.object({ toMe: z.array(handoverOffer), fromMe: z.array(handoverOffer) }) },
  ),
  withdraw: route(
    'POST',
    '/api/v1/handovers/:offerId/withdraw',
    { summary: 'Take an offer back', asks: ['handover.run', 'handover.inservice'] },
    { params: byOffer, body: z.strictObject({}), answer: change },
  ),
  accept: route(
    'POST',
    '/api/v1/handovers/:offerId/accept',
    { summary: 'Take over what I was offered', asks: ['audit.self.view'] },
    { params: byOffer, body: z.strictObject({}), answer: done },
  ),
  decline: route(
    'POST',
    '/api/v1/handovers/:offerId/decline',
    { summary: 'Say no to what I was offered', asks: ['audit.self.view'] },
    { params: byOffer, body: z.strictObject({ because: reason }), answer: change },
  ),
  reverse: route(
    'POST',
    '/api/v1/handovers/:offerId/reverse',
    {
      summary: 'Give back what was handed over, within seven days',
      asks: ['handover.run', 'handover.inservice', 'audit.self.view'],
    },
    { params: byOffer, body: z.strictObject({ because: reason }), answer: done },
  ),
}

const backups = {
  takeBackup: route(
    'POST',
    '/api/v1/backups',
    { summary: 'Seal a backup of what a person holds', asks: ['handover.run'] },
    { body: z.strictObject({ memberId: id, because: reason }), answer: change.extend({ id }) },
  ),
  backups: route(
    'GET',
    '/api/v1/members/:memberId/backups',
    {
      summary: 'Sealed backups of a person, newest first, and who opened them',
      asks: ['handover.run', 'audit.self.view'],
    },
    { params: byMember, answer: z.object({ items: z.array(backupLine) }) },
  ),
  openBackup: route(
    'POST',
    '/api/v1/backups/:backupId/open',
    { summary: 'Open a sealed backup; this is recorded', asks: ['handover.run', 'audit.self.view'] },
    {
      params: byBackup,
      body: z.strictObject({}),
      answer: z.object({
        id,
        sha256: z.string(),
        /** The manifest to the byte, as it was sealed. */
        manifest: z.string(),
        files: z.array(backupFile),
      }),
    },
  ),
  backupFile: route(
    'GET',
    '/api/v1/backups/:backupId/files/:fileId',
    {
      summary: 'The bytes of one file of a sealed backup, checked; this is recorded',
      asks: ['handover.run', 'audit.self.view'],
      answers: 'bytes',
    },
    { params: z.strictObject({ backupId: id, fileId: id }), answer: z.unknown() },
  ),
}

export const handover = { ...offers, ...backups }
