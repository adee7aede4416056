import { z } from 'zod'
import { id, line, page, pageQuery, reason, text } from './common.ts'
import { route } from './define.ts'
import {
  changes,
  checklist,
  checklistItem,
  duty,
  formerBecomes,
  overview,
  successor,
  transfer,
  transferLine,
  transferSettings,
} from './transfer.ts'

const because = { because: reason }
const one = { params: z.strictObject({ transferId: id }) }
const bound = { hash: z.string().regex(/^[0-9a-f]{64}$/, 'sha256-hex') }
const self = 'sec.self.manage'

/** Handing on the top seat. What a person does for themself, accepting or declining, is asked as such and always proved. */
export const transfers = {
  overview: route(
    'GET',
    '/api/v1/creator',
    { summary: 'Who holds the top seat, the duties of it, and what is under way', asks: ['audit.self.view'] },
    { answer: overview },
  ),
  settings: route(
    'PUT',
    '/api/v1/creator/settings',
    { summary: 'What a transfer of the top seat takes in this company', asks: ['creator.transfer'] },
    { body: transferSettings, answer: z.object({ settings: transferSettings }) },
  ),
  successors: route(
    'GET',
    '/api/v1/creator/successors',
    {
      summary: 'Who may become creator, and why others may not',
      asks: ['audit.self.view'],
      decides: ['creator.recovery.vote'],
    },
    {
      query: z.strictObject({
        ...pageQuery,
        search: z.string().max(100).optional(),
        eligible: z.stringbool().optional(),
        /** As if the company asked for this rank, to be looked at before it is set. */
        rankMin: z.union([z.literal('any'), z.coerce.number().int().min(0).max(100)]).optional(),
      }),
      answer: page(successor),
    },
  ),
  preview: route(
    'POST',
    '/api/v1/creator/transfers/preview',
    {
      summary: 'What a transfer would change for both',
      asks: ['audit.self.view'],
      decides: ['creator.recovery.vote'],
    },
    {
      body: z.strictObject({ successorId: id, formerBecomes }),
      answer: z.object({ gains: changes, loses: changes, duties: z.array(duty), steps: z.array(z.string()) }),
    },
  ),
  offer: route(
    'POST',
    '/api/v1/creator/transfers',
    {
      summary: 'Offer the top seat to a successor: the creator’s half of the ceremony',
      asks: ['creator.transfer'],
    },
    { body: z.strictObject({ successorId: id, formerBecomes, ...because }), answer: transfer },
  ),
  list: route(
    'GET',
    '/api/v1/creator/transfers',
    { summary: 'Every transfer of the top seat there was', asks: ['audit.self.view'] },
    { query: z.strictObject(pageQuery), answer: page(transferLine) },
  ),
  read: route(
    'GET',
    '/api/v1/creator/transfers/:transferId',
    { summary: 'One transfer, for those whom it concerns', asks: ['audit.self.view'] },
    { ...one, answer: transfer },
  ),
  approve: route(
    'POST',
    '/api/v1/creator/transfers/:transferId/approve',
    { summary: 'Give the company’s consent, as a super administrator', asks: ['creator.recovery.vote'] },
    { ...one, body: z.strictObject(bound), answer: transfer },
  ),
  letter: route(
    'POST',
    '/api/v1/creator/transfers/:transferId/letter',
    { summary: 'Put the company’s letter on record', asks: ['creator.transfer'] },
    {
      ...one,
      /** At most 2 MB of a PDF or picture, base64. Its hash stands in the ledger. */
      body: z.strictObject({ ...bound, name: line(120), content: z.base64().max(2_800_000) }),
      answer: transfer,
    },
  ),
  accept: route(
    'POST',
    '/api/v1/creator/transfers/:transferId/accept',
    {
      summary: 'Accept the top seat after reading its duties: the successor’s half',
      asks: [self],
      proves: 'seat',
    },
    {
      ...one,
      body: z.strictObject({ ...bound, duties: z.array(z.string().max(60)).max(40) }),
      answer: transfer,
    },
  ),
  decline: route(
    'POST',
    '/api/v1/creator/transfers/:transferId/decline',
    { summary: 'Decline the top seat', asks: [self] },
    { ...one, body: z.strictObject({ because: text(500) }), answer: transfer },
  ),
  arm: route(
    'POST',
    '/api/v1/creator/transfers/:transferId/arm',
    { summary: 'Confirm once more, in a strict company; the cooling-off begins', asks: ['creator.transfer'] },
    { ...one, body: z.strictObject(bound), answer: transfer },
  ),
  cancel: route(
    'POST',
    '/api/v1/creator/transfers/:transferId/cancel',
    { summary: 'Call an offer off, any time before the seat changes hands', asks: [self] },
    { ...one, body: z.strictObject(because), answer: transfer },
  ),
  veto: route(
    'POST',
    '/api/v1/creator/transfers/:transferId/veto',
    {
      summary: 'Object to a transfer, as a super administrator; two objections stop it',
      asks: ['creator.recovery.vote'],
    },
    { ...one, body: z.strictObject(because), answer: transfer },
  ),
  revert: route(
    'POST',
    '/api/v1/creator/transfers/:transferId/revert',
    { summary: 'Take the top seat back within three days, as whoever held it', asks: [self], proves: 'seat' },
    { ...one, body: z.strictObject({ ...bound, ...because }), answer: transfer },
  ),
  agreeToRevert: route(
    'POST',
    '/api/v1/creator/transfers/:transferId/revert/agree',
    {
      summary: 'Agree, as a super administrator, that the top seat goes back',
      asks: ['creator.recovery.vote'],
    },
    { ...one, body: z.strictObject(bound), answer: transfer },
  ),
  letterFile: route(
    'GET',
    '/api/v1/creator/transfers/:transferId/letter',
    {
      summary: 'The company’s letter, for those whom it concerns',
      asks: ['audit.self.view'],
      answers: 'bytes',
    },
    { ...one, answer: z.unknown() },
  ),
  checklist: route(
    'GET',
    '/api/v1/creator/transfers/:transferId/checklist',
    { summary: 'What is left to be done after a transfer', asks: ['audit.self.view'] },
    { ...one, answer: checklist },
  ),
  tick: route(
    'POST',
    '/api/v1/creator/transfers/:transferId/checklist/:item',
    { summary: 'Say that something of it was done, and how', asks: [self] },
    {
      params: z.strictObject({ transferId: id, item: checklistItem.shape.key }),
      body: z.strictObject({ evidence: text(500) }),
      answer: checklist,
    },
  ),
}
