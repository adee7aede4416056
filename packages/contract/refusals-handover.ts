/** Refusals of the room handover. */
export const handoverRefusals = {
  'handover/not-found': { status: 404, zh: '没有这项交接', en: 'There is no such hand-over' },
  'handover/not-now': {
    status: 409,
    zh: '这项交接的状态已经改变，不能这样操作',
    en: 'This hand-over stands differently by now, and this cannot be done',
  },
  'handover/to-oneself': {
    status: 422,
    zh: '不能交接给本人',
    en: 'Somebody cannot hand over to themselves',
  },
  'handover/receiver-inactive': {
    status: 422,
    zh: '接收人不在职或尚未启用账号',
    en: 'The successor is not at work here',
  },
  'handover/not-held': {
    status: 404,
    zh: '所选内容中有的已不归此人所有',
    en: 'Some of what you chose is not held by this person',
  },
  'handover/nothing': { status: 409, zh: '没有可交接的内容', en: 'There is nothing to hand over' },
  'handover/too-many': {
    status: 422,
    zh: '一次最多交接 {max} 项，请分批进行',
    en: 'At most {max} things go over at once; do it in parts',
  },
  'handover/already-offered': {
    status: 409,
    zh: '所选内容正在等待另一位接收人答复，请先撤回',
    en: 'Some of it waits for somebody’s answer already; withdraw that first',
  },
  'handover/author-not-entitled': {
    status: 409,
    zh: '发起交接的管理员已不再有此权限，请让现任管理员重新发起',
    en: 'The administrator who offered this may no longer do so; ask a present one to offer it anew',
  },
  'handover/too-late': {
    status: 409,
    zh: '交接已超过七天，不能撤销；可以重新发起交接',
    en: 'This went over more than seven days ago and cannot go back; offer it anew instead',
  },
  'handover/giver-gone': {
    status: 409,
    zh: '原持有人已离职，不能退回；可以交接给其他人',
    en: 'The person it came from has left; hand it to somebody else instead',
  },
  'backup/not-found': { status: 404, zh: '没有这份备份', en: 'There is no such backup' },
  'backup/file-not-found': {
    status: 404,
    zh: '备份中没有这个文件',
    en: 'There is no such file in this backup',
  },
  'backup/not-yours': {
    status: 403,
    zh: '你只能打开已交接给你的文件',
    en: 'You may open only the files that were handed to you',
  },
  'backup/bytes-differ': {
    status: 409,
    zh: '文件内容与封存时的校验值不符，未予提供；请联系运维人员从磁盘备份恢复',
    en: 'The bytes of this file are not those that were sealed, so it is not given out; ask an operator to restore it',
  },
} as const
