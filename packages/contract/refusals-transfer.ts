/** What may go wrong when the top seat is handed on. */
export const transferRefusals = {
  'authority/not-creator': {
    status: 409,
    zh: '创建者已经不是这个人',
    en: 'The top seat is not theirs any more',
  },
  'transfer/not-found': { status: 404, zh: '没有找到该转让', en: 'There is no such transfer' },
  'transfer/not-now': {
    status: 409,
    zh: '转让已进行到别的步骤，请刷新后查看',
    en: 'The transfer has moved on to another step; refresh to see',
  },
  'transfer/not-yours': {
    status: 403,
    zh: '这一步由另一方完成',
    en: 'This step is for the other of the two',
  },
  'transfer/no-voice': {
    status: 403,
    zh: '这一步由转让双方之外的超级管理员完成',
    en: 'This step is for super administrators who are neither of the two',
  },
  'transfer/voted': { status: 409, zh: '已经做过', en: 'Done already' },
  'transfer/too-late': { status: 409, zh: '已超过时限', en: 'The time for it is over' },
  'transfer/hash-differs': {
    status: 409,
    zh: '转让内容与你看到的不同，请刷新后重新确认',
    en: 'The terms are others than those you saw; refresh and read them again',
  },
  'transfer/one-open': {
    status: 409,
    zh: '已有一个转让正在进行，请先完成或取消',
    en: 'A transfer is under way; finish it or call it off first',
  },
  'transfer/too-many-today': {
    status: 409,
    zh: '24 小时内最多转让 {most} 次，请稍后再试',
    en: 'At most {most} transfers in 24 hours; try again later',
  },
  'transfer/duties-unread': {
    status: 422,
    zh: '还有 {missing} 条职责没有确认',
    en: 'Duties not confirmed yet: {missing}',
  },
  'transfer/consent-missing': {
    status: 409,
    zh: '还缺少企业的同意',
    en: 'The consent of the company is still missing',
  },
  'transfer/not-asked-for': {
    status: 409,
    zh: '本次转让不需要这项同意',
    en: 'This transfer does not ask for that consent',
  },
  'transfer/approvals-too-many': {
    status: 422,
    zh: '要求 {needed} 位超级管理员同意，但目前只有 {most} 位。请减少人数、先任命超级管理员，或改用授权书',
    en: '{needed} approvals are asked and there are {most} super administrators: ask for fewer, appoint more, or take a letter',
  },
  'transfer/approvers-missing': {
    status: 409,
    zh: '需要 {needed} 位超级管理员同意，除你和接任者外只有 {most} 位。请任命更多超级管理员，或在设置中改用授权书',
    en: 'It takes {needed} approvals and only {most} could give one, you and the successor aside: appoint more, or take a letter in the settings',
  },
  'transfer/no-veto-here': {
    status: 409,
    zh: '标准模式没有否决；转让后 72 小时内可以撤回',
    en: 'There is no objecting in the standard profile; for 72 hours afterwards it can be taken back',
  },
  'transfer/moved-on': {
    status: 409,
    zh: '创建者身份之后又转让给了别人，不能再撤回',
    en: 'The seat has gone to somebody else since; it cannot be taken back',
  },
  'transfer/letter-size': {
    status: 422,
    zh: '授权书最大 2 MB，不能为空',
    en: 'A letter has at most 2 MB, and is not empty',
  },
  'transfer/letter-kind': {
    status: 422,
    zh: '授权书必须是 PDF、PNG 或 JPEG 文件',
    en: 'A letter is a PDF, PNG or JPEG file',
  },
  'transfer/is-creator': { status: 422, zh: '已是创建者', en: 'Is the creator already' },
  'transfer/not-active': { status: 422, zh: '账号未启用', en: 'The account is not active' },
  'transfer/external': { status: 422, zh: '是外部访客', en: 'Is a guest from outside' },
  'transfer/open-incident': {
    status: 422,
    zh: '近 90 天内因安全事件或滥用被收回过权限',
    en: 'Lost rights for an incident or misuse in the last 90 days',
  },
  'transfer/planned': {
    status: 422,
    zh: '有离职、停用或收回权限的计划',
    en: 'Is named in a plan to leave, be suspended or lose rights',
  },
  'transfer/rank': {
    status: 422,
    zh: '岗位职级低于企业要求',
    en: 'The rank of their position is below what the company asks',
  },
  'transfer/no-passkey': { status: 422, zh: '还没有通行密钥', en: 'Has no passkey yet' },
  'transfer/shows-itself': {
    status: 409,
    zh: '这一项由系统核对，完成后会自动勾选',
    en: 'The system sees this by itself, and ticks it once it is done',
  },
  'transfer/no-evidence': { status: 422, zh: '请写明是怎么做的', en: 'Say how it was done' },
} as const
