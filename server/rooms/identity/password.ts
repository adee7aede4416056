import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { refuse } from '@hufu/kit'

/** What one comparison by Argon2id costs, and so one guess. */
export type PasswordCost = {
  readonly memoryKib: number
  readonly passes: number
  readonly lanes: number
}

/** A password as it is kept: Argon2id with its parameters. */
export type Hashed = PasswordCost & {
  readonly salt: Buffer
  readonly hash: Buffer
}

/** OWASP's first choice for Argon2id: 19 MiB, two passes, one lane; about 30 ms on one core. */
export const usualCost: PasswordCost = { memoryKib: 19 * 1024, passes: 2, lanes: 1 }
const AT_ONCE_MAX = 2
const WAITING_MAX = 64

/** Hashes and compares, two at a time and off the event loop, so that signing in never slows what others do. */
export type Passwords = {
  readonly hash: (password: string) => Promise<Hashed>
  /** `null` compares with a hash nobody knows the password of: it takes as long and is never right. */
  readonly matches: (password: string, kept: Hashed | null, first: boolean) => Promise<boolean>
}

type Waiter = { readonly go: () => void; readonly first: boolean }

/** Makes the hasher of a node. Throws `node/busy` when more than 64 wait. */
export function newPasswords(cost: PasswordCost): Passwords {
  const waiting: Waiter[] = []
  let running = 0
  const nobody: Hashed = { ...cost, salt: randomBytes(16), hash: randomBytes(32) }

  const turn = (first: boolean): Promise<void> => {
    if (running < AT_ONCE_MAX) {
      running += 1
      return Promise.resolve()
    }
    if (waiting.length >= WAITING_MAX) return Promise.reject(refuse('node/busy'))
    return new Promise((go) => {
      const waiter = { go, first }
      const behind = first ? waiting.findIndex((other) => !other.first) : -1
      if (behind === -1) waiting.push(waiter)
      else waiting.splice(behind, 0, waiter)
    })
  }
  const next = (): void => {
    const waiter = waiting.shift()
    if (waiter === undefined) running -= 1
    else waiter.go()
  }
  const inTurn = async (
    password: string,
    parameters: Omit<Hashed, 'hash'>,
    first: boolean,
  ): Promise<Buffer> => {
    await turn(first)
    try {
      return await derive(password, parameters)
    } finally {
      next()
    }
  }
  return {
    async hash(password) {
      const parameters = { ...cost, salt: randomBytes(16) }
      return { ...parameters, hash: await inTurn(password, parameters, true) }
    },
    async matches(password, kept, first) {
      const against = kept ?? nobody
      const equal = timingSafeEqual(await inTurn(password, against, first), against.hash)
      return equal && kept !== null
    },
  }
}

// One person types é as one character, another's keyboard sends two: NFC makes them the same password.
const derive = (
  password: string,
  { memoryKib, passes, lanes, salt }: Omit<Hashed, 'hash'>,
): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const parameters = {
      message: password.normalize('NFC'),
      nonce: salt,
      parallelism: lanes,
      memory: memoryKib,
      passes,
      tagLength: 32,
    }
    argon2('argon2id', parameters, (error, hash) => (error === null ? resolve(hash) : reject(error)))
  })

const common = new Set(
  `1234567890 12345678910 0123456789 0987654321 9876543210 1122334455 1111111111 123123123123 123456789a a123456789
   123456789q q123456789 aa123456789 abc1234567 abcd123456 abc123456789 password12 password123 password1234 passw0rd123
   p@ssw0rd123 p@ssword123 qwertyuiop qwerty12345 qwerty123456 qwer123456 1qaz2wsx3edc 1q2w3e4r5t 1q2w3e4r5t6y zxcvbnm123
   asdfghjkl123 asdf123456 woaini1314 woaini1314520 5201314520 1314520520 iloveyou123 iloveyou1314 wangyut2 administrator
   administrator1 admin123456 admin12345678 admin@1234 root123456 welcome123 welcome2024 welcome2025 welcome2026
   letmein1234 changeme123 changeme1234 hello123456 test123456 test1234567 user123456 company123 qq123456789 wechat1234
   weixin1234 dingtalk123 feishu1234 hufu123456 hufu1234567 asd123456789 zaq12wsxcde 1a2b3c4d5e aaaaaaaaaa0 football123
   superman123 dragon12345 monkey12345 sunshine123 princess123 trustno1234 whatever123 starwars123`.split(
    /\s+/,
  ),
)

/** Refuses what a guesser tries first: a common password, one letter or a run, or one that holds the login or name. */
export function checkStrength(password: string, about: readonly string[]): void {
  const plain = password.normalize('NFKC').toLowerCase()
  const weak =
    common.has(plain) ||
    new Set(plain).size < 4 ||
    isRun(plain) ||
    about.some((word) => word.length >= 3 && plain.includes(word.normalize('NFKC').toLowerCase()))
  if (weak) throw refuse('identity/password-weak')
}

// 12345678901, abcdefghijk, 10987654321: nearly every step is one up or one down.
function isRun(text: string): boolean {
  const steps = [...text].slice(1).map((letter, index) => letter.charCodeAt(0) - text.charCodeAt(index))
  const even = Math.max(steps.filter((step) => step === 1).length, steps.filter((step) => step === -1).length)
  return even >= steps.length - 1
}
