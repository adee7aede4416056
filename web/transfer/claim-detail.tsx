import { contract } from '@hufu/contract'
import type { ClaimView } from '@hufu/contract'
import { useTranslation } from 'react-i18next'
import { ask } from '../data/ask.ts'
import { useMe } from '../data/me.ts'
import { readAgain } from '../data/queries.ts'
import { ReasonButton } from '../ui/reason-button.tsx'
import { Remains } from '../ui/remains.tsx'
import { useTell } from '../ui/tell.tsx'
import { Time, clockTime } from '../ui/time.tsx'
import { useConsequence } from '../ui/use-consequence.tsx'
import { AcceptSheet } from './accept-part.tsx'
import { ClaimEvidence, ClaimTold, ClaimVotes } from './claim-parts.tsx'
import { ClaimTag, isClaimOpen } from './claim-words.tsx'
import './transfer.css'

/** One claim that the creator is gone, as those read it who may: what is said, who stands behind it, what the creator was told. */
export function ClaimDetail({ view }: { readonly view: ClaimView }) {
  const { t } = useTranslation('claims')
  const tell = useTell()
  const { id: me } = useMe()
  const accept = async (duties: readonly string[]): Promise<void> => {
    await ask(contract.claims.accept, { params: { claimId: view.id }, body: { duties: [...duties] } })
    tell.done(t('accept.done'))
    await readAgain()
  }
  return (
    <div className="transfer">
      <Head view={view} />
      {view.may.accept.allowed && me === view.successor.id ? (
        <AcceptSheet
          title={t('accept.title')}
          lead={t('accept.lead', { by: view.by.name, creator: view.creator.name })}
          can={view.may.accept}
          onSend={accept}
        />
      ) : null}
      <div className="transfer-columns">
        <ClaimEvidence view={view} />
        <ClaimVotes view={view} />
      </div>
      <ClaimTold view={view} />
    </div>
  )
}

function Head({ view }: { readonly view: ClaimView }) {
  const { t } = useTranslation('claims')
  const { by, creator, successor, state, at, dueAt, until } = view
  const [words, end] =
    dueAt !== null
      ? [t('one.due', { time: clockTime(dueAt) }), dueAt]
      : until !== null
        ? [t('one.until', { time: clockTime(until) }), until]
        : [null, null]
  return (
    <header className="sheet sheet-pad transfer-head">
      <div className="transfer-title">
        <h1>{t('one.title', { creator: creator.name, successor: successor.name })}</h1>
        <ClaimTag state={state} />
      </div>
      <p role="status">{t(`stateLead.${state}`)}</p>
      <p className="quiet">
        {t('one.by', by)} <Time at={at} />
      </p>
      {end === null ? null : (
        <p className="transfer-times">
          {words} · <Remains until={end} />
        </p>
      )}
      <Acts view={view} />
    </header>
  )
}

function Acts({ view }: { readonly view: ClaimView }) {
  const { t } = useTranslation('claims')
  const tell = useTell()
  const { id: me, tier } = useMe()
  const { ask: askFirst, dialog } = useConsequence()
  const { may, creator, successor } = view
  const params = { claimId: view.id }
  if (!isClaimOpen(view)) return null
  const act = (which: 'vote' | 'withdraw' | 'refute', words: string, lines: readonly string[]): void =>
    askFirst({
      title: words,
      lines,
      act: words,
      danger: which !== 'refute',
      reason: false,
      onAct: async () => {
        await ask(contract.claims[which], { params, body: {} })
        tell.done(t(which === 'refute' ? 'banner.done' : which === 'vote' ? 'acts.voted' : 'acts.withdrawn'))
        await readAgain()
      },
    })
  return (
    <div className="page-acts">
      {may.vote.allowed || tier === 'super' ? (
        <ReasonButton
          type="primary"
          can={may.vote}
          permission="creator.recovery.vote"
          onClick={() =>
            act('vote', t('acts.vote'), [
              t('acts.voteLine', { creator: creator.name, successor: successor.name }),
              t('acts.voteWarn'),
            ])
          }
        >
          {t('acts.vote')}
        </ReasonButton>
      ) : null}
      {me === view.by.id ? (
        <ReasonButton
          can={may.withdraw}
          onClick={() => act('withdraw', t('acts.withdraw'), [t('acts.withdrawLine')])}
        >
          {t('acts.withdraw')}
        </ReasonButton>
      ) : null}
      {me === creator.id ? (
        <ReasonButton
          type="primary"
          can={may.refute}
          onClick={() => act('refute', t('banner.here'), [t('stateLead.refuted')])}
        >
          {t('banner.here')}
        </ReasonButton>
      ) : null}
      {dialog}
    </div>
  )
}
