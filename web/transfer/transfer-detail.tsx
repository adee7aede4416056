import type { TransferView } from '@hufu/contract'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useMe } from '../data/me.ts'
import { CopyText } from '../ui/copy-text.tsx'
import { Facts } from '../ui/facts.tsx'
import { ReasonButton } from '../ui/reason-button.tsx'
import { Remains } from '../ui/remains.tsx'
import { clockTime, useNow } from '../ui/time.tsx'
import { AcceptPart } from './accept-part.tsx'
import { ChangesPart } from './changes-part.tsx'
import { ConsentPart } from './consent-part.tsx'
import { TransferTimeline } from './transfer-timeline.tsx'
import { TransferTag, isOpen, isRevertible, useAwaited } from './transfer-words.tsx'
import { useTransferActs } from './use-transfer-acts.tsx'
import type { TransferAct } from './use-transfer-acts.tsx'
import './transfer.css'

/** One transfer as everybody concerned reads it: where it stands, what is asked of whom, what changes, what happened. */
export function TransferDetail({ view }: { readonly view: TransferView }) {
  const { open, dialog } = useTransferActs(view)
  const { id: me } = useMe()
  const offered = view.state === 'offered' && me === view.successor.id && view.may.accept.allowed
  return (
    <div className="transfer">
      <Head view={view} onAct={open} />
      {offered ? <AcceptPart view={view} onDecline={() => open('decline')} /> : null}
      <ChecklistLink view={view} />
      <div className="transfer-columns">
        <div className="transfer-column">
          <TransferFacts view={view} />
          <ConsentPart view={view} />
        </div>
        <TransferTimeline events={view.events} />
      </div>
      <section className="sheet sheet-pad">
        <ChangesPart
          gains={view.gains}
          loses={view.loses}
          successor={view.successor.name}
          former={view.former.name}
          done={view.state === 'done'}
        />
      </section>
      {dialog}
    </div>
  )
}

type HeadProps = { readonly view: TransferView; readonly onAct: (act: TransferAct) => void }

function Head({ view, onAct }: HeadProps) {
  const { t } = useTranslation('creator')
  const awaited = useAwaited()
  return (
    <header className="sheet sheet-pad transfer-head">
      <div className="transfer-title">
        <h1>{t('one.title', { former: view.former.name, successor: view.successor.name })}</h1>
        <TransferTag state={view.state} />
      </div>
      <div role="status">
        {awaited(view).map((words) => (
          <p key={words}>{words}</p>
        ))}
      </div>
      <Times view={view} />
      <Acts view={view} onAct={onAct} />
    </header>
  )
}

/** Until when something can be done, or when it is done by itself, with what is left of it. */
function Times({ view }: { readonly view: TransferView }) {
  const { t } = useTranslation('creator')
  const now = useNow()
  const [words, at] =
    view.state === 'cooling' && view.dueAt !== null
      ? [t('one.due', { time: clockTime(view.dueAt) }), view.dueAt]
      : isRevertible(view, now) && view.revertUntil !== null
        ? [t('one.revertUntil', { time: clockTime(view.revertUntil) }), view.revertUntil]
        : isOpen(view) && view.until !== null
          ? [t('one.until', { time: clockTime(view.until) }), view.until]
          : [null, null]
  if (at === null) return null
  return (
    <p className="transfer-times">
      {words} · <Remains until={at} />
    </p>
  )
}

const main: ReadonlySet<TransferAct> = new Set(['approve', 'arm', 'agreeToRevert'])
const soft: ReadonlySet<TransferAct> = new Set([...main, 'decline'])

function Acts({ view, onAct }: HeadProps) {
  const { t } = useTranslation('creator')
  const acts = useOfferedActs(view)
  if (acts.length === 0) return null
  return (
    <div className="page-acts">
      {acts.map((act) => (
        <ReasonButton
          key={act}
          type={main.has(act) ? 'primary' : 'default'}
          danger={!soft.has(act)}
          can={view.may[act]}
          onClick={() => onAct(act)}
        >
          {t(`acts.${act}`)}
        </ReasonButton>
      ))}
    </div>
  )
}

/** What the reader may do, and what is theirs to do as this stands and may not be done just now. */
function useOfferedActs(view: TransferView): readonly TransferAct[] {
  const { id: me } = useMe()
  const now = useNow()
  const { may, state, former, successor } = view
  const waits: Readonly<Record<TransferAct, boolean>> = {
    approve: false,
    arm: state === 'accepted' && me === former.id,
    cancel: isOpen(view) && me === former.id,
    // Beside the duties stands a button of its own.
    decline: isOpen(view) && me === successor.id && !(state === 'offered' && may.accept.allowed),
    veto: false,
    revert: isRevertible(view, now) && me === former.id,
    agreeToRevert: false,
  }
  const order = ['approve', 'arm', 'agreeToRevert', 'decline', 'veto', 'cancel', 'revert'] as const
  return order.filter((act) => waits[act] || (act !== 'decline' && may[act].allowed))
}

function TransferFacts({ view }: { readonly view: TransferView }) {
  const { t } = useTranslation('creator')
  const { former, successor, formerBecomes, because, hash, way, consent, approvalsNeeded } = view
  return (
    <section className="sheet sheet-pad" aria-labelledby="transfer-facts">
      <h2 id="transfer-facts">{t('one.facts')}</h2>
      <Facts
        facts={[
          { key: 'former', label: t('one.former'), value: former.name },
          { key: 'successor', label: t('one.successor'), value: successor.name },
          {
            key: 'becomes',
            label: t('one.becomes'),
            value: t(`becomes.${formerBecomes}`),
          },
          { key: 'because', label: t('one.because'), value: because },
          ...(way === 'transfer' ? [] : [{ key: 'way', label: t('one.way'), value: t(`way.${way}`) }]),
          {
            key: 'consent',
            label: t('one.consent'),
            value: t(`settings.consents.${consent}`, { count: approvalsNeeded }),
          },
          {
            key: 'hash',
            label: t('one.hash'),
            value: (
              <>
                <CopyText text={hash} label={t('one.hash')} />
                <small className="quiet">{t('one.hashHint')}</small>
              </>
            ),
          },
        ]}
      />
    </section>
  )
}

/** The new creator is led to what is left to do. */
function ChecklistLink({ view }: { readonly view: TransferView }) {
  const { t } = useTranslation('creator')
  const { id: me } = useMe()
  if (view.state !== 'done' || me !== view.successor.id) return null
  return (
    <section className="sheet sheet-pad sheet-note">
      <p>{t('one.checklistLead')}</p>
      <Link
        to="/console/creator/transfers/$transferId/checklist"
        params={{ transferId: view.id }}
        className="link-button"
      >
        {t('one.checklist')}
      </Link>
    </section>
  )
}
