/** Refusals of the rooms messaging and files. */
export const messagingRefusals = {
  'messaging/not-found': { status: 404, zh: '没有这个会话', en: 'There is no such conversation' },
  'messaging/not-with-oneself': {
    status: 422,
    zh: '不能和自己发起单聊',
    en: 'One cannot open a conversation with oneself',
  },
  'messaging/receiver-departed': {
    status: 409,
    zh: '对方已离职，不能再发送消息',
    en: 'This person has left the company and can no longer be written to',
  },
  'messaging/member-departed': {
    status: 422,
    zh: '所选成员中有人已离职',
    en: 'Somebody you chose has left the company',
  },
  'messaging/not-a-group': { status: 422, zh: '只有群聊可以这样操作', en: 'This can be done in groups only' },
  'messaging/not-owner': {
    status: 403,
    zh: '只有群主可以这样操作',
    en: 'Only the owner of the group may do this',
  },
  'messaging/group-full': { status: 422, zh: '群成员最多 {max} 人', en: 'A group has at most {max} members' },
  'messaging/empty': { status: 422, zh: '不能发送空消息', en: 'An empty message cannot be sent' },
  'messaging/shielded': {
    status: 403,
    zh: '对方只接收指定同事的消息，也只能由这些同事拉入群聊',
    en: 'Only named colleagues may write to this person or add them to a group',
  },
  'messaging/changed': {
    status: 503,
    zh: '会话刚刚发生变化，请重试',
    en: 'Your conversations have just changed; try again',
  },
  'messaging/key-reused': {
    status: 409,
    zh: '同一个消息编号用于了不同的内容',
    en: 'The id of the message was used for another content',
  },
  'file/not-found': { status: 404, zh: '没有这个文件', en: 'There is no such file' },
  'file/too-large': {
    status: 413,
    zh: '文件不能超过 {mebibytes} MB',
    en: 'A file may have at most {mebibytes} MB',
  },
  'file/empty': { status: 422, zh: '文件是空的', en: 'The file is empty' },
  'file/interrupted': { status: 400, zh: '上传中断，请重试', en: 'The upload was cut off; try again' },
  'file/already-sent': { status: 409, zh: '这个文件已经发送过', en: 'This file was sent already' },
} as const
