import { contract } from '@hufu/contract'
import { probe } from '../../platform/http/index.ts'
import type { Probe } from '../../platform/http/index.ts'

const routes = contract.identity

/** Probes of what this room asks. */
export const identityProbes: readonly Probe[] = [
  probe('audit.self.view', routes.me),
  probe('sec.self.manage', routes.changeMe, { body: () => ({ locale: 'zh-CN' }) }),
  probe('sec.session.view', routes.sessionsOf, {
    needs: ['person'],
    params: ({ person }) => ({ memberId: person }),
  }),
  probe('sec.session.kick', routes.signOutMember, {
    needs: ['person'],
    params: ({ person }) => ({ memberId: person }),
    body: () => ({ because: 'probe' }),
  }),
  probe('sec.mfa.reset', contract.factors.reset, {
    needs: ['person'],
    params: ({ person }) => ({ memberId: person }),
    body: () => ({ because: 'probe' }),
  }),
  probe('sec.policy.manage', contract.protection.choose, {
    body: () => ({
      profile: 'standard',
      needs: { creator: 'password', super: 'password', scoped: 'password', member: 'password' },
      because: 'probe',
    }),
  }),
]
