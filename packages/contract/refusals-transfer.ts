/** What may go wrong when the top seat is handed on. */
export const transferRefusals = {
  'authority/not-creator': {
    status: 409,
    zh: '创建者已经不是这个人',
    en: 'The top seat is not theirs any more',
  },
} as const
