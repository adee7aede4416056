/**
 * One well-formed request for every route that takes ids, with things of the caller's own: what a test swaps ids in.
 * `the('kind')` is an id that must not be exchanged for somebody else's; `open('kind')` may name anything, and says so.
 */
import { contract } from '@hufu/contract'
import { swap } from './swap.ts'
import type { Options, Swap, The, Thing } from './swap.ts'
import { ofDevices } from './swaps-devices.ts'
import { ofClaims } from './swaps-claims.ts'
import { ofRequests } from './swaps-requests.ts'
import { ofTaking } from './swaps-taking.ts'
import { ofTransfers } from './swaps-transfers.ts'

export type { Swap, Thing } from './swap.ts'

const because = '测试需要'
const { authority, directory, factors, identity, messaging, files, batches, notices } = contract
const { handover } = contract
const right = { type: 'permission', key: 'file.download' } as const
const within = (...ids: readonly string[]) => ({ type: 'departments', ids })
const member = (id: string) => ({ type: 'member', id })
const ofMember: Swap['request'] = (the) => ({ params: { memberId: the('person') } })
const ofMemberBecause: Swap['request'] = (the) => ({
  params: { memberId: the('person') },
  body: { because },
})
const top: Options = { by: 'super' }

const resource = { type: 'workspace', id: 'company' }
const evaluated = (the: The) => ({
  subject: { type: 'member', id: the('person') },
  action: { name: 'msg.dm' },
})

const ofRights: readonly Swap[] = [
  swap(authority.profile, ofMember),
  swap(authority.give, (the) => ({
    body: { subject: member(the('person')), right, scope: within(the('department')), because },
  })),
  swap(authority.giveMany, (the) => ({
    body: {
      subjects: [member(the('person')), { type: 'group', id: the('inner') }],
      rights: [right],
      scope: within(the('department')),
      because,
    },
  })),
  swap(authority.endGrant, (the) => ({ params: { grantId: the('grant') }, body: { because } })),
  swap(authority.suspendGrant, (the) => ({ params: { grantId: the('grant') }, body: { because } })),
  swap(authority.resumeGrant, (the) => ({ params: { grantId: the('paused') }, body: { because } })),
  swap(authority.extendGrant, (the) => ({
    params: { grantId: the('ending') },
    body: { until: '2099-01-01T00:00:00Z', because },
  })),
  swap(authority.relinquish, (the) => ({ params: { grantId: the('own') }, body: {} })),
  swap(authority.restrict, (the) => ({
    body: { subject: member(the('person')), right, scope: within(the('department')), because },
  })),
  swap(authority.restrictMany, (the) => ({
    body: {
      subjects: [member(the('person')), { type: 'department', id: the('empty') }],
      rights: [right],
      scope: within(the('department')),
      because,
    },
  })),
  swap(authority.lift, (the) => ({ params: { restrictionId: the('restriction') }, body: { because } })),
  swap(authority.explain, (the) => ({
    body: { memberId: the('person'), permission: 'msg.dm', target: { type: 'workspace' } },
  })),
  swap(authority.whatCan, (the) => ({ body: { memberId: the('person'), target: { type: 'workspace' } } })),
  swap(authority.whoCan, (the) => ({
    body: { permission: 'msg.dm', target: { type: 'department', id: the('department') } },
  })),
  swap(authority.evaluation, (the) => ({ body: { ...evaluated(the), resource } })),
  swap(authority.evaluations, (the) => ({ body: { resource, evaluations: [evaluated(the)] } })),
  swap(authority.searchResource, (the) => ({
    body: { ...evaluated(the), resource: { type: 'department' } },
  })),
  swap(authority.searchAction, (the) => ({ body: { subject: evaluated(the).subject, resource } })),
  swap(authority.placeResource, (the, word) => ({
    body: { kind: 'repository', id: word, name: word, departmentId: the('department') },
  })),
]

const ofOffices: readonly Swap[] = [
  swap(authority.appointAdministrator, (the) => ({
    body: {
      memberId: the('person'),
      tier: 'scoped',
      permissions: ['perm.view'],
      scope: within(the('department')),
      ceiling: { permissions: [], reach: within(the('empty')) },
      because,
    },
  })),
  swap(authority.changeAdministrator, (the) => ({
    params: { administratorId: the('seat') },
    body: {
      scope: within(the('department')),
      ceiling: { permissions: [], reach: within(the('empty')) },
      because,
    },
  })),
  swap(authority.endAdministrator, (the) => ({
    params: { administratorId: the('seat') },
    body: { because },
  })),
  swap(authority.roleHolders, (the) => ({ params: { roleId: the('role') } }), top),
  swap(authority.changeRole, (the, word) => ({ params: { roleId: the('role') }, body: { name: word } }), top),
  swap(authority.removeRole, (the) => ({ params: { roleId: the('role') } }), top),
  swap(authority.replaceRole, (the) => ({ params: { roleId: the('role') }, body: { because } }), top),
  swap(authority.template, (the) => ({ params: { positionId: the('position') } }), top),
  swap(
    authority.setTemplate,
    (the) => ({
      params: { positionId: the('position') },
      body: { items: [{ right, scope: within(the('role')) }], because },
    }),
    { ...top, succeeds: false },
  ),
  swap(authority.drift, (the) => ({ params: { positionId: the('position') } }), top),
]

const ofPlaces: readonly Swap[] = [
  swap(directory.createDepartment, (the, word) => ({ body: { parentId: the('department'), name: word } })),
  swap(directory.renameDepartment, (the, word) => ({
    params: { departmentId: the('department') },
    body: { name: word },
  })),
  swap(directory.moveDepartment, (the) => ({
    params: { departmentId: the('empty') },
    body: { parentId: the('department') },
  })),
  swap(directory.removeDepartment, (the) => ({ params: { departmentId: the('empty') } })),
  swap(
    directory.renamePosition,
    (the, word) => ({ params: { positionId: the('position') }, body: { name: word } }),
    top,
  ),
  swap(directory.removePosition, (the) => ({ params: { positionId: the('position') } }), top),
  swap(directory.createGroup, (the, word) => ({ body: { name: word, departmentId: the('department') } })),
  swap(directory.renameGroup, (the, word) => ({
    params: { groupId: the('group') },
    body: { name: word },
  })),
  swap(directory.removeGroup, (the) => ({ params: { groupId: the('group') } })),
  swap(directory.groupMembers, (the) => ({ params: { groupId: the('role') } }), { succeeds: false }),
  swap(directory.changeGroupMembers, (the) => ({
    params: { groupId: the('group') },
    // People may come from anywhere they are seen; what that gives or takes is judged by what stands at the group.
    body: { add: [the('contact')] },
  })),
]

const ofPeople: readonly Swap[] = [
  swap(directory.addMember, (the, word) => ({
    body: { name: word, login: word, departmentId: the('department'), positionId: null },
  })),
  swap(directory.changeMember, (the, word) => ({
    params: { memberId: the('person') },
    body: { name: word },
  })),
  swap(directory.addMember, (the, word) => ({
    body: {
      name: word,
      login: word,
      departmentId: the('department'),
      positionId: the('position'),
    },
  })),
  swap(directory.changeMember, (the) => ({
    params: { memberId: the('person') },
    body: { managerId: the('contact') },
  })),
  swap(directory.suspend, ofMemberBecause),
  swap(directory.restore, (the) => ({ params: { memberId: the('resting') }, body: { because } })),
  swap(directory.depart, ofMemberBecause),
  swap(directory.appoint, (the) => ({
    params: { memberId: the('person') },
    body: { departmentId: the('empty') },
  })),
  swap(directory.changeAppointment, (the) => ({
    params: { appointmentId: the('appointment') },
    body: { departmentId: the('empty') },
  })),
  swap(directory.endAppointment, (the) => ({ params: { appointmentId: the('appointment') } })),
  swap(directory.member, (the) => ({ params: { memberId: the('contact') } })),
  swap(identity.invitation, (the) => ({ params: { memberId: the('person') }, body: {} })),
  swap(identity.sessionsOf, ofMember),
  swap(identity.signOutMember, ofMemberBecause),
  swap(identity.endMySession, (the) => ({ params: { sessionId: the('session') } })),
  swap(factors.of, ofMember),
  swap(factors.reset, ofMemberBecause),
  swap(
    factors.endSessionOf,
    (the) => ({ params: { memberId: the('person'), sessionId: the('session') }, body: { because } }),
    { succeeds: false },
  ),
  swap(
    identity.stepUp,
    (the) => ({
      body: {
        proof: { method: 'link', linkId: the('session'), secret: 'none' },
        act: { method: 'POST', path: '/api/v1/tickets', bodySha256: '0'.repeat(64) },
      },
    }),
    { succeeds: false },
  ),
  swap(
    factors.second,
    (the) => ({
      body: { token: 'none', proof: { method: 'link', linkId: the('session'), secret: 'none' } },
    }),
    { succeeds: false, also: 401 },
  ),
  swap(notices.read, (the) => ({ body: { ids: [the('notice')] } }), { silent: true, succeeds: false }),
]

const hiding = (the: The) => ({
  kind: 'fields',
  about: member(the('person')),
  fields: ['phone'],
  viewers: [],
})

const ofSight: readonly Swap[] = [
  swap(directory.setVisibility, (the) => ({ body: { terms: hiding(the), because } })),
  swap(directory.setVisibility, (the) => ({
    body: { terms: { ...hiding(the), viewers: [member(the('contact'))] }, because },
  })),
  swap(directory.weighVisibility, (the) => ({ body: { terms: hiding(the) } })),
  swap(
    directory.changeVisibility,
    (the) => ({ params: { ruleId: the('rule') }, body: { terms: hiding(the), because } }),
    // Whom a rule is about stays, whoever is named.
    { succeeds: false, also: 422 },
  ),
  swap(directory.endVisibility, (the) => ({ params: { ruleId: the('rule') }, body: { because } })),
  swap(directory.previewTree, ofMember),
  swap(directory.previewMembers, ofMember),
  swap(directory.reveal, (the) => ({
    params: { memberId: the('person') },
    body: { field: 'phone', because },
  })),
]

const ofBulk: readonly Swap[] = [
  swap(directory.importState, (the) => ({ params: { importId: the('upload') } })),
  swap(directory.importRows, (the) => ({ params: { importId: the('upload') } })),
  swap(directory.importLeaving, (the) => ({ params: { importId: the('upload') } })),
  swap(directory.commitImport, (the) => ({ params: { importId: the('upload') }, body: {} }), {
    succeeds: false,
  }),
  swap(directory.cancelImport, (the) => ({ params: { importId: the('upload') } })),
  swap(directory.exportDirectory, (the) => ({
    query: { format: 'csv', departmentId: the('department') },
  })),
  swap(batches.run, (the, word) => ({
    body: {
      steps: [{ do: 'departments.rename', with: { departmentId: the('empty'), name: word } }],
      within: the('department'),
    },
  })),
  swap(batches.preview, (the, word) => ({
    body: { steps: [{ do: 'departments.rename', with: { departmentId: the('empty'), name: word } }] },
  })),
]

const inChat: Swap['request'] = (the) => ({ params: { conversationId: the('chat') } })

const ofConversations: readonly Swap[] = [
  swap(messaging.conversation, inChat),
  swap(messaging.messages, inChat),
  swap(messaging.open, (the) => ({ body: { kind: 'dm', memberId: the('contact') } })),
  swap(messaging.rename, (the, word) => ({ ...inChat(the, word), body: { name: word } })),
  swap(messaging.addMembers, (the) => ({
    params: { conversationId: the('chat') },
    body: { memberIds: [the('contact')] },
  })),
  swap(messaging.removeMember, (the) => ({
    params: { conversationId: the('chat'), memberId: the('chatter') },
  })),
  swap(messaging.dissolve, (the, word) => ({ ...inChat(the, word), body: {} })),
  swap(messaging.send, (the, word) => ({
    params: { conversationId: the('chat') },
    body: { clientId: word, body: '', fileId: the('file') },
  })),
  swap(messaging.markRead, (the, word) => ({ ...inChat(the, word), body: { seq: 1 } })),
  swap(files.upload, (the, word) => ({ ...inChat(the, word), query: { name: 'a.txt' } })),
  swap(files.download, (the) => ({ params: { fileId: the('file') } })),
]

const ofOffer =
  (kind: Thing, body?: unknown): Swap['request'] =>
  (the) => ({ params: { offerId: the(kind) }, body })

// Offered: by the caller for somebody of theirs. Asked: to the caller. Taken: by the caller already.
const ofHandovers: readonly Swap[] = [
  swap(handover.holdings, ofMember),
  swap(handover.offer, (the) => ({
    body: {
      fromId: the('person'),
      toId: the('contact'),
      kind: 'report',
      itemIds: [the('reporter')],
      occasion: 'departure',
      because,
    },
  })),
  swap(handover.offers, (the) => ({ query: { memberId: the('person') } })),
  swap(handover.withdraw, ofOffer('offered', {})),
  swap(handover.accept, ofOffer('asked', {})),
  swap(handover.decline, ofOffer('asked', { because })),
  swap(handover.reverse, ofOffer('taken', { because })),
  swap(handover.takeBackup, (the) => ({ body: { memberId: the('person'), because } })),
  swap(handover.backups, ofMember),
  swap(handover.openBackup, (the) => ({ params: { backupId: the('backup') }, body: {} })),
  swap(handover.backupFile, (the) => ({
    params: { backupId: the('backup'), fileId: the('sealed') },
  })),
]

/** All of them. */
export const swaps: readonly Swap[] = [
  ...ofRights,
  ...ofTaking,
  ...ofOffices,
  ...ofPlaces,
  ...ofPeople,
  ...ofSight,
  ...ofBulk,
  ...ofConversations,
  ...ofHandovers,
  ...ofRequests,
  ...ofDevices,
  ...ofTransfers,
  ...ofClaims,
]
