/** What signing in, second factors and how strictly a company proves may answer with. */
export const identityRefusals = {
  'identity/not-signed-in': { status: 401, zh: '请先登录', en: 'Please sign in' },
  'identity/session-ended': {
    status: 401,
    zh: '登录已结束，请重新登录',
    en: 'Your session has ended; please sign in again',
  },
  'identity/not-set-up': { status: 409, zh: '企业尚未创建', en: 'The company is not set up yet' },
  'identity/wrong-credentials': { status: 401, zh: '账号或密码不正确', en: 'Login or password is not right' },
  'identity/wrong-password': {
    status: 403,
    zh: '密码不正确，请重试',
    en: 'The password is not right; try again',
  },
  'identity/step-up-needed': {
    status: 403,
    zh: '“{act}”需要再次确认是你本人',
    en: '“{act}” needs you to confirm that it is you',
  },
  'identity/wrong-code': {
    status: 403,
    zh: '验证码不正确或已使用过，请重试',
    en: 'This code is not right, or was used before; try again',
  },
  'identity/way-unknown': {
    status: 403,
    zh: '你没有登记这种验证方式',
    en: 'You have not set up this way to prove who you are',
  },
  'identity/sign-in-over': {
    status: 401,
    zh: '这次登录已失效，请重新登录',
    en: 'This sign-in is over; please begin again',
  },
  'identity/factor-needed': {
    status: 403,
    zh: '企业要求你使用更强的登录方式，请先完成设置',
    en: 'The company asks you for a stronger way to sign in; set it up first',
  },
  'identity/too-many-attempts': {
    status: 429,
    zh: '尝试次数过多，请在 {seconds} 秒后再试',
    en: 'Too many attempts; try again in {seconds} seconds',
  },
  'identity/code-invalid': {
    status: 403,
    zh: '代码无效、已使用或已过期',
    en: 'The code is wrong, used or expired',
  },
  'identity/already-set-up': { status: 409, zh: '企业已经创建', en: 'The company is already set up' },
  'identity/no-such-session': { status: 404, zh: '没有这个登录会话', en: 'There is no such session' },
  'identity/departed': { status: 409, zh: '该成员已离职', en: 'This member has left' },
  'identity/password-weak': {
    status: 422,
    zh: '密码太容易被猜到，请换一个',
    en: 'This password is too easy to guess; choose another',
  },
  'identity/factor-asked': {
    status: 409,
    zh: '企业要求你保留这种登录方式；请先设置另一种符合要求的方式',
    en: 'The company asks this of you; set up another way that meets it first',
  },
  'identity/no-such-factor': {
    status: 404,
    zh: '没有这种验证方式',
    en: 'There is no such way to prove who you are',
  },
  'identity/key-missing': {
    status: 503,
    zh: '这台服务器缺少解开验证密钥所需的文件，请联系运维人员',
    en: 'This server lacks the key file for authenticator secrets; ask whoever runs it',
  },
  'identity/would-stop-you': {
    status: 409,
    zh: '这样设置后你自己将无法继续；请先用符合要求的方式登录',
    en: 'This would stop you yourself; first sign in the way it asks for',
  },
  'identity/needs-too-low': {
    status: 422,
    zh: '严格模式下，创建者须用通行密钥登录，其他管理员须用双重验证',
    en: 'Under strict, the creator signs in with a passkey and other administrators with a second factor',
  },
} as const
