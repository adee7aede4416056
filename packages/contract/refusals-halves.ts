/** Refusals of acts that take two, and of taking critical acts back. */
export const halfRefusals = {
  'authority/second-half-needed': {
    status: 403,
    zh: '此操作需要另一位有权的管理员一起确认',
    en: 'This takes two: another entitled administrator has to stand behind it',
  },
  'half/not-found': { status: 404, zh: '没有这项确认请求', en: 'There is no such act to stand behind' },
  'half/not-now': {
    status: 409,
    zh: '这项确认请求的状态已经改变，不能这样操作',
    en: 'This stands differently by now, and this cannot be done',
  },
  'half/not-needed': {
    status: 409,
    zh: '此操作不需要第二个人确认，可以直接执行',
    en: 'Nobody else has to stand behind this; you can simply do it',
  },
  'half/not-so': {
    status: 409,
    zh: '此操作按现在的内容不能执行，请核对后再请人确认',
    en: 'This act would be refused as it stands; check it before you ask somebody to stand behind it',
  },
  'half/nobody-for-all': {
    status: 409,
    zh: '没有一个人能为其中每一项作确认，请分开执行',
    en: 'No one person may stand behind every part of this; do it in parts',
  },
  'half/too-much': {
    status: 422,
    zh: '一次最多请人确认 {max} 项关键操作，请分开执行',
    en: 'At most {max} critical acts are stood behind at once; do it in parts',
  },
  'half/too-many': {
    status: 409,
    zh: '你已有 {max} 项确认请求在等待，请先撤回一些',
    en: 'You have {max} such requests open already; withdraw some first',
  },
  'half/own': { status: 403, zh: '不能确认自己的操作', en: 'Nobody stands behind their own act' },
  'half/other-act': {
    status: 409,
    zh: '你看到的内容与要确认的操作不一致，请刷新后核对',
    en: 'What you were shown is not the act you are asked about; read it again',
  },
  'act/not-found': { status: 404, zh: '没有这项关键操作', en: 'There is no such critical act' },
  'act/too-late': {
    status: 409,
    zh: '已超过可以撤回的 72 小时',
    en: 'The 72 hours to take it back are over',
  },
  'act/taken-back': { status: 409, zh: '这项操作已经撤回', en: 'This has been taken back already' },
  'act/changed-since': {
    status: 409,
    zh: '相关内容在此之后又有改动，撤回会覆盖它，请直接修改',
    en: 'It has been changed since, and taking this back would undo that too; change it by hand',
  },
  'act/too-much': {
    status: 409,
    zh: '这次操作内容太多，不能一次撤回，请逐项修改',
    en: 'This was too much to take back at once; change its parts by hand',
  },
  'act/stays': {
    status: 409,
    zh: '这项操作不能撤回，可行的做法见说明',
    en: 'This cannot be taken back; what can be done instead is said with it',
  },
} as const
