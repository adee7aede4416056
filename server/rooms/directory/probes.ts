import { contract } from '@hufu/contract'
import { probe } from '../../platform/http/index.ts'
import type { Probe } from '../../platform/http/index.ts'

const routes = contract.directory
const because = 'probe'
const ofPerson = ({ person }: { readonly person: string }) => ({ memberId: person })

const ofDepartments: readonly Probe[] = [
  probe('org.directory.view', routes.tree),
  probe('org.dept.edit', routes.createDepartment, {
    needs: ['department'],
    body: ({ department, word }) => ({ parentId: department, name: word }),
  }),
  probe('org.dept.move', routes.moveDepartment, {
    needs: ['department', 'emptyDepartment'],
    params: ({ emptyDepartment }) => ({ departmentId: emptyDepartment }),
    body: ({ department }) => ({ parentId: department }),
  }),
  probe('org.dept.delete', routes.removeDepartment, {
    needs: ['emptyDepartment'],
    params: ({ emptyDepartment }) => ({ departmentId: emptyDepartment }),
  }),
  probe('org.directory.export', routes.exportDirectory, {
    reach: 'workspace',
    query: { format: 'csv' },
  }),
  probe('org.directory.import', routes.imports),
  probe('org.position.manage', routes.createPosition, { body: ({ word }) => ({ name: word }) }),
  probe('org.usergroup.manage', routes.createGroup, {
    needs: ['department'],
    body: ({ department, word }) => ({ name: word, departmentId: department }),
  }),
]

const ofMembers: readonly Probe[] = [
  probe('org.field.sensitive.view', routes.reveal, {
    needs: ['person'],
    params: ofPerson,
    body: () => ({ field: 'phone', because }),
  }),
  probe('org.member.invite', routes.addMember, {
    needs: ['department'],
    body: ({ department, word }) => ({ name: word, login: word, departmentId: department }),
  }),
  probe('org.member.edit', routes.changeMember, {
    needs: ['person'],
    params: ofPerson,
    body: ({ word }) => ({ name: word }),
  }),
  probe('org.member.move', routes.appoint, {
    needs: ['person', 'emptyDepartment'],
    params: ofPerson,
    body: ({ emptyDepartment }) => ({ departmentId: emptyDepartment }),
  }),
  probe('org.member.disable', routes.suspend, {
    needs: ['person'],
    params: ofPerson,
    body: () => ({ because }),
  }),
  probe('org.member.delete', routes.depart, {
    needs: ['person'],
    params: ofPerson,
    body: () => ({ because }),
  }),
  probe('org.visibility.manage', routes.setVisibility, {
    needs: ['person'],
    body: ({ person }) => ({
      terms: { kind: 'fields', about: { type: 'member', id: person }, fields: ['phone'], viewers: [] },
      because,
    }),
  }),
]

/** Probes of what this room asks. */
export const directoryProbes: readonly Probe[] = [...ofDepartments, ...ofMembers]
