/** Refusals of passkeys and of QR codes that a second device answers. */
export const deviceRefusals = {
  'identity/passkeys-need-https': {
    status: 409,
    zh: '通行密钥只能在 https 网址下使用；请让运维人员为虎符配置 https，或改用其他方式',
    en: 'Passkeys need an https address; ask whoever runs Hufu for one, or use another way',
  },
  'identity/passkeys-need-name': {
    status: 409,
    zh: '此网址是数字地址，通行密钥需要域名；其他方式仍可使用',
    en: 'This address is a number, and passkeys need a name; the other ways remain',
  },
  'identity/passkeys-elsewhere': {
    status: 403,
    zh: '通行密钥只能在 {at} 使用，请在那里打开页面',
    en: 'Passkeys work at {at} only; open the page there',
  },
  'identity/passkey-wrong': {
    status: 403,
    zh: '未能确认这个通行密钥，请重试',
    en: 'This passkey could not be confirmed; try again',
  },
  'identity/passkey-late': {
    status: 403,
    zh: '已超时或已使用过，请重试',
    en: 'This took too long or was used already; try again',
  },
  'identity/passkey-unknown': {
    status: 403,
    zh: '没有登记这个通行密钥',
    en: 'This passkey is not known here',
  },
  'identity/passkey-copied': {
    status: 403,
    zh: '这个通行密钥可能被复制过，请改用其他方式并移除它',
    en: 'This passkey may have been copied: use another way, and give it up',
  },
  'identity/passkey-known': {
    status: 409,
    zh: '这个通行密钥已经登记过',
    en: 'This passkey is known already',
  },
  'identity/passkeys-full': {
    status: 409,
    zh: '最多登记 {limit} 个通行密钥',
    en: 'At most {limit} passkeys are kept',
  },
  'identity/no-such-passkey': { status: 404, zh: '没有这个通行密钥', en: 'There is no such passkey' },
  'identity/no-such-link': {
    status: 404,
    zh: '二维码无效，或不是给你的',
    en: 'This QR code is not valid, or not for you',
  },
  'identity/link-same-session': {
    status: 403,
    zh: '请用另一台已登录的设备扫码，不能在显示二维码的设备上同意',
    en: 'Scan this with another device that is signed in: the one that shows it cannot say yes to itself',
  },
  'identity/link-same-root': {
    status: 403,
    zh: '两台设备的登录出自同一次扫码，不能互相证明；请用密码或通行密钥确认',
    en: 'One of these devices was let in by the other, so they cannot vouch for each other; use a password or a passkey',
  },
  'identity/link-too-weak': {
    status: 403,
    zh: '同意扫码的设备验证强度不够，请改用通行密钥等更强的方式',
    en: 'The device that said yes has not proved enough for this; use a stronger way, such as a passkey',
  },
  'identity/link-void': {
    status: 403,
    zh: '同意扫码的设备已退出登录或账号状态有变，请重新扫码',
    en: 'The device that said yes was signed out, or the account has changed; scan again',
  },
  'link/not-now': {
    status: 409,
    zh: '二维码已失效、已使用，或还没有同意',
    en: 'This QR code is over, used, or not answered yet',
  },
} as const
