/** Refusals of the room requests. */
export const requestRefusals = {
  'access-request/not-found': { status: 404, zh: '没有这个申请', en: 'There is no such request' },
  'access-request/not-now': {
    status: 409,
    zh: '申请的状态已经改变，不能这样操作',
    en: 'The request stands differently by now, and this cannot be done',
  },
  'access-request/not-yours': {
    status: 403,
    zh: '这一步由申请人完成',
    en: 'This is for whoever asks',
  },
  'access-request/not-asked': {
    status: 403,
    zh: '现在不由你审批',
    en: 'It is not yours to decide now',
  },
  'access-request/not-any-more': {
    status: 403,
    zh: '你已不再是这个申请的审批人',
    en: 'You are no longer one of those who decide this request',
  },
  'access-request/decided-already': {
    status: 409,
    zh: '你已经作过决定，这一步由其他人审批',
    en: 'You have decided already; others decide now',
  },
  'access-request/own': {
    status: 403,
    zh: '不能审批自己的申请',
    en: 'Nobody decides a request of their own',
  },
  'access-request/terms-changed': {
    status: 409,
    zh: '申请内容已有变化，请重新查看后再决定',
    en: 'What is asked has changed; read it again before you decide',
  },
  'access-request/words-needed': { status: 422, zh: '请写明理由', en: 'Say why' },
  'access-request/code-needed': { status: 422, zh: '请选择驳回原因', en: 'Choose why it is refused' },
  'access-request/not-narrower': {
    status: 422,
    zh: '调整后的内容必须比申请的更少：权限、范围或时间',
    en: 'An offer must be less than what was asked: fewer rights, a smaller place or a shorter time',
  },
  'access-request/terms': {
    status: 422,
    zh: '申请内容不完整',
    en: 'The request is not complete',
  },
  'access-request/not-suspended': {
    status: 409,
    zh: '账号没有被停用，不需要恢复',
    en: 'The account is not suspended, and needs no restoring',
  },
  'access-request/member-inactive': {
    status: 409,
    zh: '账号未启用或已停用，不能授予权限',
    en: 'The account is not active, and cannot be given rights',
  },
  'access-request/not-requestable': {
    status: 403,
    zh: '公司规定这项权限不能申请，请联系管理员',
    en: 'The company does not take requests for this; ask an administrator',
  },
  'access-request/not-askable': {
    status: 422,
    zh: '管理权限不能申请，只能由上级管理员任命',
    en: 'Rights of administration come with an appointment and cannot be asked for',
  },
  'access-request/too-long': {
    status: 422,
    zh: '这项权限最多申请 {days} 天，请选择结束时间',
    en: 'This may be asked for {days} days at most; choose an end',
  },
  'access-request/beyond-cap': {
    status: 422,
    zh: '连同续期最多 {days} 天，请重新申请',
    en: 'With its extensions it may last {days} days at most; ask for it anew',
  },
  'access-request/extended-twice': {
    status: 422,
    zh: '已续期 {max} 次，请重新申请',
    en: 'It was extended {max} times; ask for it anew',
  },
  'access-request/not-longer': {
    status: 422,
    zh: '新的结束时间必须晚于现在的结束时间',
    en: 'The new end must be after the present one',
  },
  'access-request/time-over': {
    status: 409,
    zh: '时间已过，请重新申请',
    en: 'Its time is over; ask for it anew',
  },
  'access-request/reason-needed': {
    status: 422,
    zh: '请写明用途：做什么工作需要它',
    en: 'Say what it is for: which work needs it',
  },
  'access-request/answers-missing': {
    status: 422,
    zh: '请回答公司要求说明的问题',
    en: 'Answer what the company asks',
  },
  'access-request/evidence-missing': {
    status: 422,
    zh: '所附的消息或文件不存在，或你看不到它',
    en: 'The message or file you add is not there, or not yours to see',
  },
  'access-request/too-many': {
    status: 409,
    zh: '处理中的申请已达 {max} 个，请先处理完一些',
    en: 'There are {max} open requests already; wait for some of them',
  },
  'access-request/open-already': {
    status: 409,
    zh: '同样的申请正在处理中',
    en: 'The same is asked already, and under way',
  },
  'access-request/held-already': {
    status: 409,
    zh: '已经有这项权限，不需要申请',
    en: 'It is held already, and need not be asked for',
  },
  'access-request/restricted-above': {
    status: 409,
    zh: '有一条针对多人的限制，申请不能解除；请联系设置限制的管理员',
    en: 'A restriction for several people stands against it, and a request cannot lift that; ask whoever placed it',
  },
  'access-request/nobody-can-decide': {
    status: 409,
    zh: '现在没有人能审批这个申请，请联系管理员检查申请流程',
    en: 'Nobody could decide this now; ask an administrator to look at the way requests go',
  },
  'access-request/nobody-else': {
    status: 409,
    zh: '没有其他人可以复核，请直接与作出决定的人沟通',
    en: 'There is nobody else who could look at it; speak with whoever decided',
  },
  'access-request/not-for-them': {
    status: 403,
    zh: '只能替下属或委托你的人申请',
    en: 'You may ask for those who report to you, and for those you stand in for',
  },
  'access-request/appealed-already': {
    status: 409,
    zh: '这个决定不能再申诉',
    en: 'This answer cannot be appealed any more',
  },
  'access-request/appeal-late': {
    status: 409,
    zh: '申诉期已过，可以补充后重新申请',
    en: 'The time for an appeal is over; ask again with what is new',
  },
  'access-request/not-a-colleague': {
    status: 422,
    zh: '只能请与审批无关的在职同事说明情况',
    en: 'Ask colleagues at work who have no part in deciding it',
  },
  'access-request/flow': {
    status: 422,
    zh: '申请流程设置有误：{fault}',
    en: 'The way of requests cannot be set so: {fault}',
  },
  'access-request/flow-changed': {
    status: 409,
    zh: '流程刚刚被他人修改，请刷新后再设置',
    en: 'Somebody has just set it; read it again first',
  },
  'access-request/deputy-too-long': {
    status: 422,
    zh: '委托最长 {days} 天',
    en: 'Somebody may stand in for {days} days at most',
  },
  'access-request/deputy-unfit': {
    status: 422,
    zh: '只能委托其他在职成员',
    en: 'Choose somebody else who is at work here',
  },
  'access-request/deputy-twice': {
    status: 409,
    zh: '这段时间已经委托了别人',
    en: 'Somebody stands in at that time already',
  },
  'report/not-found': { status: 404, zh: '没有这条反馈', en: 'There is no such report' },
  'report/answered-already': { status: 409, zh: '这条反馈已经答复', en: 'This report is answered already' },
} as const
