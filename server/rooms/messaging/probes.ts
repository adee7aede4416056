import { contract } from '@hufu/contract'
import { probe } from '../../platform/http/index.ts'
import type { Probe } from '../../platform/http/index.ts'

const routes = contract.messaging
const ofChat = ({ chat }: { readonly chat: string }) => ({ conversationId: chat })

/** Probes of what this room asks. */
export const messagingProbes: readonly Probe[] = [
  probe('msg.dm', routes.open, {
    needs: ['colleague'],
    beside: ['msg.read'],
    body: ({ colleague }) => ({ kind: 'dm', memberId: colleague }),
  }),
  probe('msg.cross_dept', routes.open, {
    needs: ['stranger'],
    beside: ['msg.dm', 'msg.read'],
    body: ({ stranger }) => ({ kind: 'dm', memberId: stranger }),
  }),
  probe('group.create', routes.open, {
    needs: ['colleague'],
    beside: ['msg.read'],
    body: ({ colleague, word }) => ({ kind: 'group', name: word, memberIds: [colleague] }),
  }),
  probe('group.member.manage', routes.rename, {
    needs: ['chat'],
    params: ofChat,
    body: ({ word }) => ({ name: word }),
  }),
  probe('group.dissolve', routes.dissolve, { needs: ['chat'], params: ofChat, body: () => ({}) }),
  probe('msg.group', routes.send, {
    needs: ['chat'],
    beside: ['msg.read'],
    params: ofChat,
    body: ({ word }) => ({ clientId: word, body: word }),
  }),
  probe('msg.read', routes.messages, { needs: ['chat'], params: ofChat }),
]
