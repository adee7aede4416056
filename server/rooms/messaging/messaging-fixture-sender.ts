/** A process of its own that sends one message; a test kills it on the way. */
import { newId } from '@hufu/kit'
import { performOn } from '../../platform/act/index.ts'
import { send } from './index.ts'
import { officeNode } from './messaging-fixture.ts'

type Input = {
  readonly url: string
  readonly workspaceId: string
  readonly memberId: string
  readonly conversationId: string
}

// The test that starts this process wrote it.
const { url, workspaceId, memberId, conversationId } = JSON.parse(process.argv[2] ?? '') as Input
const node = await officeNode(url, 'killed')
console.log('sending')
const input = { conversationId, clientId: newId(), body: '被打断的话', fileId: null }
await performOn(node)(
  { type: 'member', memberId, sessionId: null },
  { name: 'send', kind: 'content', workspaceId },
  (act) => send(act, input),
)
console.log('sent')
