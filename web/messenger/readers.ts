import type { ConversationMember, Message } from '@hufu/contract'

type Readers = {
  readonly read: readonly ConversationMember[]
  readonly unread: readonly ConversationMember[]
}

/** Who has and who has not read a message of mine. Who came after it does not see it and is not counted. */
export function readersOf(message: Message, members: readonly ConversationMember[], myId: string): Readers {
  const others = members.filter(
    ({ memberId, joinedAt, status }) => memberId !== myId && joinedAt <= message.at && status !== 'departed',
  )
  return {
    read: others.filter(({ readSeq }) => readSeq >= message.seq),
    unread: others.filter(({ readSeq }) => readSeq < message.seq),
  }
}
