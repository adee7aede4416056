import type { FactorNeed, PendingSignIn, ProofBrought, ProofMethod } from '@hufu/contract'
import { refuse } from '@hufu/kit'
import type { FactorKind, Tally } from '../../platform/act/index.ts'

/** Everything beside the password by which somebody can prove who they are. */
export type SecondMethod = Exclude<ProofMethod, 'password'>
export type SecondBrought<M extends SecondMethod = SecondMethod> = Extract<
  ProofBrought,
  { readonly method: M }
>

/** What is proved, and for whom. `strength`: how strong a proof the company asks for there. */
export type Asked = {
  readonly memberId: string
  readonly strength: FactorNeed
} & (
  | { readonly for: 'second'; readonly pendingId: string }
  | {
      readonly for: 'step-up'
      readonly sessionId: string
      readonly epoch: number
      readonly actHash: Buffer
    }
)

/** The member's own tally, under whose transaction a proof is checked and used up. */
export type Proving = Tally<'audit.self.view'>
/** The tally of whoever comes in: as themselves, or by an invitation in their hand. */
export type Entering = Tally<'audit.self.view' | 'sec.self.manage'>

/** One way to prove who one is. */
export type SecondWay<M extends SecondMethod = SecondMethod> = {
  /** Tried within the budgets of signing in, since it could be guessed. */
  readonly guessable: boolean
  /** Whether somebody with these factors can go this way at all. */
  readonly open: (kinds: ReadonlySet<FactorKind>) => boolean
  /**
   * Checks what is brought and uses it up, in the transaction of what rests on it: a second use finds nothing. Throws the
   * refusal otherwise; whoever calls has asked `assertActive` and holds the lock on the credential.
   */
  readonly check: (proving: Proving, brought: SecondBrought<M>, asked: Asked) => Promise<void>
  /** What to hand to the browser when a sign-in waits for this way. Only for passkeys. */
  readonly offer?: (entering: Entering, asked: Asked) => Promise<PendingSignIn['passkey']>
}

/** Every way there is: the one table that signing in and step-ups look into. */
export type Ways = { readonly [M in SecondMethod]?: SecondWay<M> }

/** The methods that can stand second for somebody who has these factors. */
export function methodsOpen(ways: Ways, kinds: ReadonlySet<FactorKind>): readonly SecondMethod[] {
  const order = ['passkey', 'totp', 'link', 'recovery'] as const
  return order.filter((method) => ways[method]?.open(kinds) === true)
}

/** Checks what is brought by the way it came. Throws `identity/way-unknown` where the member has no such way. */
export async function checkBrought(
  ways: Ways,
  kinds: ReadonlySet<FactorKind>,
  {
    proving,
    brought,
    asked,
  }: { readonly proving: Proving; readonly brought: SecondBrought; readonly asked: Asked },
): Promise<void> {
  const way = wayOf(ways, brought.method)
  if (way?.open(kinds) !== true) throw refuse('identity/way-unknown')
  await way.check(proving, brought, asked)
}

/** Whether this way could be guessed. */
export const isGuessable = (ways: Ways, method: ProofMethod): boolean =>
  method === 'password' || wayOf(ways, method)?.guessable !== false

function wayOf(ways: Ways, method: SecondMethod): SecondWay | undefined {
  // The table pairs each method with what checks exactly that, which the compiler cannot follow through an index.
  return ways[method] as SecondWay | undefined
}
