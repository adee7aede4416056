export const messenger = {
  title: '消息',
  soon: '即将到来',
} as const
