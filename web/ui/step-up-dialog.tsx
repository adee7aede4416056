import { actWordsOf, contract, proofMethod } from '@hufu/contract'
import type { ProofBrought, ProofMethod } from '@hufu/contract'
import { Link } from '@tanstack/react-router'
import { Alert, Button, Modal } from 'antd'
import { useId, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../data/ask.ts'
import { wordsOfError } from '../data/problem.ts'
import { useAsk } from '../data/queries.ts'
import { onStepUp, stepUpNow } from '../data/step-up.ts'
import type { StepUp } from '../data/step-up.ts'
import { signByPasskey } from '../proving/passkey.ts'
import { keepPreferred } from '../proving/preferred.ts'
import { hasButton } from '../proving/prove-panel.tsx'
import type { Brought } from '../proving/prove-panel.tsx'
import { ProveWays } from '../proving/prove-ways.tsx'
import { useProving } from '../proving/use-proving.ts'
import { locale } from '../words/locale.ts'
import { nameOfPermission } from './permission-name.tsx'
import { StepUpLines } from './step-up-lines.tsx'

/** Above drawers and dialogs: it is always the last thing asked. */
const LAYER = 1200

/** Asks for a proof where the server wants to know once more who sits here. One for every page. */
export function StepUpDialog() {
  const now = useSyncExternalStore(onStepUp, stepUpNow)
  // Drawn anew for each request, so that no password stays in a field.
  return now === null ? null : <Dialog key={`${now.act.path} ${now.act.bodySha256}`} stepUp={now} />
}

function actOf({ needed, route, act: { method, path } }: StepUp): string {
  const { act } = needed.details
  const words = route.proves === undefined ? null : actWordsOf(method, path, locale())
  return words?.words ?? (typeof act === 'string' ? nameOfPermission(act) : '')
}

/** The ways that count for this act, as the server said; one that this page does not know is left out. */
const countingFor = ({ needed }: StepUp): readonly ProofMethod[] =>
  proofMethod.options.filter((way) => [needed.details['methods']].flat().includes(way))

function Dialog({ stepUp }: { readonly stepUp: StepUp }) {
  const { t } = useTranslation()
  const formId = useId()
  const ways = useHeld(countingFor(stepUp))
  const proving = useProving(ways, useProof(stepUp))
  const { way, busy, error } = proving
  const focus = (): void => document.querySelector<HTMLElement>(`[id="${formId}"] input`)?.focus()
  return (
    <Modal
      open
      zIndex={LAYER}
      title={t('stepUp.title', { act: actOf(stepUp) })}
      onCancel={stepUp.cancel}
      mask={{ closable: false }}
      footer={<Footer stepUp={stepUp} way={way} formId={formId} busy={busy} />}
      // The dialog takes the focus for itself when it opens; what is typed next is the proof.
      afterOpenChange={(open) => (open ? focus() : undefined)}
      destroyOnHidden
    >
      <StepUpLines stepUp={stepUp} />
      {way === undefined ? (
        <NoWay onLeave={stepUp.cancel} />
      ) : (
        <ProveWays
          ways={ways}
          way={way}
          proving={proving}
          formId={formId}
          showLink={() => ask(contract.factors.showStepUpLink, { body: { act: sentActOf(stepUp) } })}
        />
      )}
      {error === null ? null : <Alert type="error" showIcon title={wordsOfError(error)} />}
    </Modal>
  )
}

type FooterProps = {
  readonly stepUp: StepUp
  readonly way: ProofMethod | undefined
  readonly formId: string
  readonly busy: boolean
}

function Footer({ stepUp, way, formId, busy }: FooterProps) {
  const { t } = useTranslation()
  return (
    <>
      <Button onClick={stepUp.cancel}>{t('act.cancel')}</Button>
      {way === undefined || !hasButton(way) ? null : (
        <Button
          type="primary"
          danger={stepUp.route.proves === undefined}
          htmlType="submit"
          form={formId}
          loading={busy}
        >
          {t('stepUp.confirm')}
        </Button>
      )}
    </>
  )
}

/** Of the ways that count, those that the person has: strict companies name ways that somebody may still have to set up. */
function useHeld(counting: readonly ProofMethod[]): readonly ProofMethod[] {
  const every = counting.includes('password')
  const { data } = useAsk(contract.factors.mine, {}, { enabled: !every })
  if (every || data === undefined) return counting
  const held = {
    totp: data.totp !== null,
    recovery: data.recovery !== null,
    passkey: data.passkeys.length > 0,
  }
  return counting.filter((way) => way === 'password' || way === 'link' || held[way])
}

/** Nothing this person has would count: says so, and leads to where they get it. */
function NoWay({ onLeave }: { readonly onLeave: () => void }) {
  const { t } = useTranslation('proving')
  return (
    <Alert
      type="warning"
      showIcon
      title={t('none')}
      description={
        <Link to="/me/security" onClick={onLeave}>
          {t('setUp')}
        </Link>
      }
    />
  )
}

const sentActOf = ({ act: { method, ...act } }: StepUp) => {
  // Reading is never asked a proof for, and the contract knows of none.
  if (method === 'GET') throw new Error('a proof was asked for reading')
  return { method, ...act }
}

/** Brings what somebody proves with to the server, and goes on with what was asked. */
function useProof(stepUp: StepUp): (brought: Brought) => Promise<void> {
  const act = sentActOf(stepUp)
  const proofOf = async (brought: Brought): Promise<ProofBrought> => {
    if (brought.method !== 'passkey') return brought
    const { options } = await ask(contract.factors.stepUpChallenge, { body: { act } })
    return { method: 'passkey', answer: await signByPasskey(options) }
  }
  return async (brought) => {
    const { token } = await ask(contract.identity.stepUp, { body: { proof: await proofOf(brought), act } })
    keepPreferred(brought.method)
    stepUp.proved(token)
  }
}
