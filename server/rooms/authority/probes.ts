import type { PermissionKey } from '@hufu/authority'
import { contract } from '@hufu/contract'
import { PROBED_KIND, probe } from '../../platform/http/index.ts'
import type { Probe } from '../../platform/http/index.ts'

const routes = contract.authority
const because = 'probe'
/** What probes give and take: it is of little use alone. */
const RIGHT: PermissionKey = 'org.directory.view'
const right = { type: 'permission', key: RIGHT } as const
const member = (id: string) => ({ type: 'member', id }) as const
const within = (id: string) => ({ type: 'departments', ids: [id] }) as const

const appointing = ({ person, department }: { readonly person: string; readonly department: string }) => ({
  memberId: person,
  tier: 'scoped',
  permissions: ['perm.view'],
  scope: within(department),
  ceiling: { permissions: [], reach: within(department) },
  because,
})

/** The decision point answers a question with yes in its body. */
const saysYes = (status: number, body: unknown): boolean =>
  status === 200 && typeof body === 'object' && body !== null && 'decision' in body && body.decision === true

const ofResource = (key: PermissionKey): Probe =>
  probe(key, routes.evaluation, {
    needs: ['resource'],
    body: ({ self, resource }) => ({
      subject: { type: 'member', id: self },
      action: { name: key },
      resource: { type: PROBED_KIND, id: resource },
    }),
    passes: saysYes,
  })

const ofAdministration: readonly Probe[] = [
  probe('admin.view', routes.administrators),
  probe('admin.role.manage', routes.createRole, {
    beside: ['perm.grant'],
    body: ({ word }) => ({ name: word, permissions: [] }),
  }),
  probe('admin.assign', routes.appointAdministrator, {
    needs: ['person', 'department'],
    beside: ['admin.delegate', 'perm.view'],
    body: appointing,
  }),
  probe('admin.assign.super', routes.appointAdministrator, {
    needs: ['person'],
    body: ({ person }) => ({ memberId: person, tier: 'super', because }),
  }),
  probe('admin.revoke', routes.endAdministrator, {
    needs: ['seat'],
    params: ({ seat }) => ({ administratorId: seat }),
    body: () => ({ because }),
  }),
  probe('admin.scope.set', routes.changeAdministrator, {
    needs: ['seat', 'emptyDepartment'],
    beside: ['admin.assign', 'admin.delegate', 'perm.view'],
    params: ({ seat }) => ({ administratorId: seat }),
    body: ({ emptyDepartment }) => ({ scope: within(emptyDepartment), because }),
  }),
  probe('admin.delegate', routes.appointAdministrator, {
    needs: ['person', 'department'],
    beside: ['admin.assign', 'perm.view'],
    body: appointing,
  }),
]

const ofRights: readonly Probe[] = [
  probe('perm.view', routes.profile, {
    needs: ['person'],
    params: ({ person }) => ({ memberId: person }),
  }),
  probe('perm.grant', routes.give, {
    needs: ['person', 'department'],
    handsOut: [RIGHT],
    body: ({ person, department }) => ({
      subject: member(person),
      right,
      scope: within(department),
      until: null,
      because,
    }),
  }),
  probe('perm.grant.temp', routes.give, {
    needs: ['person', 'department'],
    handsOut: [RIGHT],
    body: ({ person, department, inAWeek }) => ({
      subject: member(person),
      right,
      scope: within(department),
      until: inAWeek,
      because,
    }),
  }),
  probe('perm.revoke', routes.endGrant, {
    needs: ['grant'],
    params: ({ grant }) => ({ grantId: grant }),
    body: () => ({ because }),
  }),
  probe('request.submit', routes.relinquish, {
    needs: ['ownGrant'],
    params: ({ ownGrant }) => ({ grantId: ownGrant }),
    body: () => ({}),
  }),
  probe('perm.template.manage', routes.setTemplate, {
    needs: ['position'],
    handsOut: [RIGHT],
    params: ({ position }) => ({ positionId: position }),
    body: () => ({ items: [{ right, scope: { type: 'workspace' } }], because }),
  }),
  probe('perm.restrict', routes.restrict, {
    needs: ['person', 'department'],
    body: ({ person, department }) => ({
      subject: member(person),
      right,
      scope: within(department),
      because,
    }),
  }),
]

/** Probes of what this room asks. */
export const authorityProbes: readonly Probe[] = [
  ...ofAdministration,
  ...ofRights,
  probe('resource.manage', routes.placeResource, {
    needs: ['department'],
    body: ({ word, department }) => ({ kind: PROBED_KIND, id: word, name: word, departmentId: department }),
  }),
  ofResource('resource.read'),
  ofResource('resource.triage'),
  ofResource('resource.write'),
  ofResource('resource.maintain'),
  ofResource('resource.admin'),
]
