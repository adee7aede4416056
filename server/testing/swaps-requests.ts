import { contract } from '@hufu/contract'
import { swap } from './swap.ts'
import type { Options, Swap, The } from './swap.ts'

const { requests, problemReports } = contract
const because = '测试需要'
const ofRequest: Swap['request'] = (the) => ({ params: { requestId: the('request') } })
/** Only whoever asks, or is asked, does this: for anybody else it is not there. */
const others: Options = { succeeds: false }
const asking = (the: The) => ({
  kind: 'right',
  memberId: the('person'),
  rights: [{ type: 'permission', key: 'resource.write' }],
  scope: { type: 'departments', ids: [the('department')] },
  lasts: 60,
  need: 'work',
  because,
})
const flow = (the: The) => ({
  rules: (['low', 'medium', 'high', 'critical'] as const).map((risk) => ({
    risk,
    requestable: true,
    stages: [{ who: 'members', memberIds: [the('person')], needs: 1, hours: 8 }],
    maxDays: null,
    capDays: null,
    questions: [],
  })),
  appealDays: 14,
  lapseDays: 7,
  answerHours: 72,
})
const acted =
  (body?: object): Swap['request'] =>
  (the) => ({ ...ofRequest(the, ''), ...(body === undefined ? {} : { body }) })

/** Asking for rights, deciding, and what is set about both. */
export const ofRequests: readonly Swap[] = [
  swap(requests.askable, (the) => ({ query: { memberId: the('person') } }), others),
  swap(requests.screen, (the) => ({ body: asking(the) }), others),
  swap(requests.ask, (the) => ({ body: asking(the) }), others),
  swap(requests.edit, (the) => ({ ...ofRequest(the, ''), body: asking(the) }), others),
  swap(requests.submit, acted(), others),
  swap(requests.confirm, acted(), others),
  swap(requests.withdraw, acted({ because }), others),
  swap(requests.answer, acted({ words: because }), others),
  swap(requests.accept, acted({ termsHash: 'x' }), others),
  swap(requests.decline, acted({ because }), others),
  swap(requests.appeal, acted({ because }), others),
  swap(requests.say, acted({ words: because }), others),
  swap(requests.endorse, acted({ words: because, joins: false }), others),
  swap(requests.invite, (the) => ({ ...ofRequest(the, ''), body: { memberIds: [the('contact')] } }), others),
  swap(requests.decide, acted({ verdict: 'approve', termsHash: 'x', because: '' }), others),
  swap(requests.one, ofRequest),
  swap(requests.card, ofRequest),
  swap(requests.list, (the) => ({ query: { memberId: the('person') } }), { silent: true }),
  swap(requests.setFlow, (the) => ({ body: { flow: flow(the), version: 999, because } }), {
    by: 'super',
    succeeds: false,
    also: 409,
  }),
  swap(requests.dryRun, (the) => ({ body: { flow: flow(the) } }), { by: 'super', silent: true }),
  swap(
    requests.setDeputy,
    // Whom one may name is a matter of who is seen.
    (the) => ({
      body: {
        deputyId: the('contact'),
        from: '2099-01-01T00:00:00Z',
        until: '2099-01-02T00:00:00Z',
        because,
      },
    }),
    { succeeds: false, also: 422 },
  ),
  swap(requests.endDeputy, (the) => ({ params: { deputyId: the('deputy') } })),
  swap(problemReports.answer, (the) => ({ params: { reportId: the('problem') }, body: { answer: because } })),
]
