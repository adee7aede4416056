import { z } from 'zod'
import { change, id, page, pageQuery, reason } from './common.ts'
import { route } from './define.ts'
import { departmentTree, memberRow } from './directory.ts'
import { hideableField, visibilityRule, visibilityTerms } from './visibility-terms.ts'

const byRule = z.strictObject({ ruleId: id })
const manages = ['org.visibility.manage'] as const

/** Doors of who sees whom; shown as part of the directory's. */
export const visibility = {
  visibility: route(
    'GET',
    '/api/v1/visibility',
    { summary: 'Rules of who sees whom, newest first', asks: manages },
    {
      query: z.strictObject({
        ...pageQuery,
        kind: z.enum(['hide', 'fields', 'limit', 'shield']).optional(),
        search: z.string().trim().max(100).optional(),
        ended: z.enum(['true', 'false']).optional(),
      }),
      answer: page(visibilityRule),
    },
  ),
  setVisibility: route(
    'POST',
    '/api/v1/visibility',
    { summary: 'Hide people, departments or fields; limit a department; shield a person', asks: manages },
    {
      body: z.strictObject({ terms: visibilityTerms, because: reason }),
      answer: change.extend({ id }),
    },
  ),
  changeVisibility: route(
    'PATCH',
    '/api/v1/visibility/:ruleId',
    { summary: 'Change a rule; whom it is about and its kind stay', asks: manages },
    {
      params: byRule,
      body: z.strictObject({ terms: visibilityTerms, because: reason }),
      answer: change,
    },
  ),
  endVisibility: route(
    'POST',
    '/api/v1/visibility/:ruleId/end',
    { summary: 'End a rule', asks: manages },
    { params: byRule, body: z.strictObject({ because: reason }), answer: change },
  ),
  weighVisibility: route(
    'POST',
    '/api/v1/visibility/weigh',
    { summary: 'How many people a rule would concern, before it is set', asks: manages },
    {
      body: z.strictObject({ terms: visibilityTerms }),
      /** `viewers` see, or write, less than before; `people` are those they lose, where that is one number. */
      answer: z.object({ viewers: z.number().int(), people: z.number().int().nullable() }),
    },
  ),
  previewTree: route(
    'GET',
    '/api/v1/visibility/preview/:memberId',
    { summary: 'The directory as one member sees it', asks: manages },
    {
      params: z.strictObject({ memberId: id }),
      answer: z.object({
        name: z.string(),
        tree: departmentTree,
        people: z.number().int(),
        all: z.boolean(),
      }),
    },
  ),
  previewMembers: route(
    'GET',
    '/api/v1/visibility/preview/:memberId/members',
    {
      summary: 'The people one member sees, by name; `hidden` says which details they do not',
      asks: manages,
    },
    {
      params: z.strictObject({ memberId: id }),
      query: z.strictObject({
        ...pageQuery,
        departmentId: id.optional(),
      }),
      answer: page(memberRow),
    },
  ),
  reveal: route(
    'POST',
    '/api/v1/members/:memberId/reveal',
    {
      summary: 'Read one hidden field, with a reason that stays on record',
      asks: ['org.field.sensitive.view'],
    },
    {
      params: z.strictObject({ memberId: id }),
      body: z.strictObject({ field: hideableField, because: reason }),
      answer: change.extend({ value: z.string().nullable() }),
    },
  ),
}
