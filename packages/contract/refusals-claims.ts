/** Refusals of the room claims. */
export const claimRefusals = {
  'claim/not-found': { status: 404, zh: '没有这项失联接管', en: 'There is no such claim' },
  'claim/no-such-file': { status: 404, zh: '没有这个证据文件', en: 'There is no such file' },
  'claim/not-now': {
    status: 409,
    zh: '这项失联接管的状态已经改变，不能这样操作',
    en: 'This claim stands differently by now, and this cannot be done',
  },
  'claim/already-open': {
    status: 409,
    zh: '已有一项失联接管正在进行',
    en: 'Another claim is under way already',
  },
  'claim/supers-only': {
    status: 403,
    zh: '只有在职的超级管理员可以发起失联接管和表决',
    en: 'Only super administrators at work may claim and vote',
  },
  'claim/creator-has-no-vote': {
    status: 403,
    zh: '创建者不参与对自己的表决',
    en: 'The creator has no vote about themself',
  },
  'claim/successor-is-creator': {
    status: 422,
    zh: '接管人不能是现任创建者',
    en: 'The creator cannot take over from themself',
  },
  'claim/not-eligible': {
    status: 422,
    zh: '此人目前不能成为创建者',
    en: 'This person cannot become creator as things are',
  },
  'claim/voted-already': { status: 409, zh: '你已经表决过', en: 'You have voted already' },
  'claim/accepted-already': {
    status: 409,
    zh: '接管人已经同意',
    en: 'The successor has accepted already',
  },
  'claim/duties-unread': {
    status: 422,
    zh: '请先逐条确认创建者的职责',
    en: 'Confirm each duty of the creator first',
  },
  'claim/not-yours': {
    status: 403,
    zh: '只有发起人可以撤回',
    en: 'Only whoever claimed may withdraw it',
  },
  'claim/not-you': {
    status: 403,
    zh: '只有创建者本人可以说“我在”',
    en: 'Only the creator can say that they are here',
  },
  'claim/file-too-large': {
    status: 413,
    zh: '证据文件不能超过 2 MB',
    en: 'A file of evidence has at most 2 MB',
  },
  'claim/file-kind': {
    status: 422,
    zh: '证据文件只接受 PDF、PNG 和 JPEG',
    en: 'Evidence is a PDF, a PNG or a JPEG',
  },
  'claim/supers-there': {
    status: 409,
    zh: '企业还有 {count} 位在职的超级管理员：请由他们在“转让创建者”页面发起失联接管并表决',
    en: 'The company has {count} super administrators at work: they claim and vote on the page where the seat of the creator is handed on',
  },
} as const
