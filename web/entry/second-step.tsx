import { contract } from '@hufu/contract'
import type { PendingSignIn, ProofMethod, SignInAnswer } from '@hufu/contract'
import { Alert, Button } from 'antd'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../data/ask.ts'
import { isProblem, wordsOfError } from '../data/problem.ts'
import { noPasskeysHere, signByPasskey } from '../proving/passkey.ts'
import { keepPreferred } from '../proving/preferred.ts'
import { hasButton } from '../proving/prove-panel.tsx'
import type { Brought } from '../proving/prove-panel.tsx'
import { ProveWays } from '../proving/prove-ways.tsx'
import { useProving } from '../proving/use-proving.ts'
import { minutesOf, useSecondsTo } from '../proving/seconds.ts'
import { EntryFrame } from './entry-frame.tsx'

type Props = {
  readonly pending: PendingSignIn
  readonly onDone: (answer: SignInAnswer) => void
  readonly onLeave: () => void
}

/** The code of a sign-in that nothing can be brought to any more. */
const OVER = 'identity/sign-in-over'

/** The second step of signing in, by whatever of theirs the member chooses. */
export function SecondStep({ pending, onDone, onLeave }: Props) {
  const { t } = useTranslation('entry')
  const formId = useId()
  const ways = waysOf(pending)
  const proving = useProving(ways, sendingTo(pending, onDone))
  const { way, busy, error } = proving
  const over = useSecondsTo(pending.until) === 0 || (isProblem(error) && error.code === OVER)
  if (over || way === undefined)
    return (
      <EntryFrame title={t('second.title')} lead={t(over ? 'second.over' : 'second.noWay')}>
        <Button type="primary" size="large" block className="entry-back" onClick={onLeave}>
          {t('second.again')}
        </Button>
      </EntryFrame>
    )
  return (
    <EntryFrame title={t('second.title')} lead={t('second.lead')}>
      {error === null ? null : <Alert type="error" showIcon title={wordsOfError(error)} role="alert" />}
      <div className="entry-second">
        <ProveWays
          ways={ways}
          way={way}
          proving={proving}
          formId={formId}
          showLink={() => ask(contract.factors.showLink, { body: { pending: pending.token } })}
        />
        {hasButton(way) ? (
          <Button type="primary" size="large" block htmlType="submit" form={formId} loading={busy}>
            {t('second.act')}
          </Button>
        ) : null}
      </div>
      <p className="entry-foot entry-second-foot">
        <Remaining until={pending.until} />
        <Button type="link" size="small" onClick={onLeave}>
          {t('second.leave')}
        </Button>
      </p>
    </EntryFrame>
  )
}

/** A passkey that nothing was prepared for, or that this browser cannot use, is no way. */
const waysOf = ({ methods, passkey }: PendingSignIn): readonly ProofMethod[] =>
  methods.filter((way) => way !== 'passkey' || (passkey !== null && noPasskeysHere() === null))

/** Brings what follows the password to the server, and goes on with what it answers. */
const sendingTo =
  ({ token, passkey }: PendingSignIn, onDone: (answer: SignInAnswer) => void) =>
  async (brought: Brought): Promise<void> => {
    const proof =
      brought.method === 'passkey'
        ? { method: brought.method, answer: await signByPasskey(passkey ?? { challenge: '' }) }
        : brought
    // The password was the first step.
    if (proof.method === 'password') return
    const answer = await ask(contract.factors.second, { body: { token, proof } })
    keepPreferred(proof.method)
    onDone(answer)
  }

function Remaining({ until }: { readonly until: string }) {
  const { t } = useTranslation('entry')
  return <span className="number">{t('second.remaining', { time: minutesOf(useSecondsTo(until)) })}</span>
}
