/** What can be refused in the life of a grant that was given already. */
export const grantRefusals = {
  'authority/already-suspended': { status: 409, zh: '已经暂停', en: 'Already suspended' },
  'authority/not-suspended': { status: 409, zh: '没有暂停，无需恢复', en: 'It is not suspended' },
  'authority/suspended-above': {
    status: 403,
    zh: '由更高级别的管理员暂停，只能由同级或更高级别的管理员恢复',
    en: 'An administrator of a higher tier suspended it; one of that tier or above resumes it',
  },
  'authority/no-end': { status: 409, zh: '没有到期时间，无需延期', en: 'It has no end to extend' },
  'authority/end-not-later': {
    status: 422,
    zh: '新的到期时间必须晚于原来的',
    en: 'The new end must be later than the one it has',
  },
  'authority/not-direct': {
    status: 422,
    zh: '这项权限不是单独授予你的，不能由你放弃',
    en: 'It was not given to you alone, so it is not yours to give up',
  },
} as const
