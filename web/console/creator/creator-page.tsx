import { contract } from '@hufu/contract'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMe } from '../../data/me.ts'
import { useAsk } from '../../data/queries.ts'
import type { AnswerOf } from '../../data/shapes.ts'
import { TransferTag, useAwaited } from '../../transfer/transfer-words.tsx'
import { Facts } from '../../ui/facts.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { Person } from '../../ui/person.tsx'
import { ReasonButton } from '../../ui/reason-button.tsx'
import { PageSkeleton, Shown } from '../../ui/states.tsx'
import { clockTime } from '../../ui/time.tsx'
import { SettingsDrawer } from './settings-drawer.tsx'
import { TransferHistory } from './transfer-history.tsx'
import '../console.css'
import './creator.css'

export type Overview = AnswerOf<typeof contract.transfers.overview>
type Props = { readonly overview: Overview }
const KEY = 'creator.transfer'

/** Who holds the top seat, what it takes to hand it on, and every time that was done. */
export function CreatorPage() {
  const { t } = useTranslation('creator')
  const read = useAsk(contract.transfers.overview, {})
  return (
    <div className="page page-narrow">
      <PageHead title={t('title')} lead={t('lead')} />
      <Shown read={read} skeleton={<PageSkeleton />}>
        {(overview) => (
          <>
            <Current overview={overview} />
            <div className="creator-columns">
              <SeatCard overview={overview} />
              <SettingsCard overview={overview} />
            </div>
            <TransferHistory />
          </>
        )}
      </Shown>
    </div>
  )
}

/** What is under way, and what is left of the last one. */
function Current({ overview: { current, checklistOf, creator } }: Props) {
  const { t } = useTranslation('creator')
  const awaited = useAwaited()
  const me = useMe()
  return (
    <>
      {current === null ? null : (
        <section className="sheet sheet-pad sheet-note" aria-labelledby="creator-current">
          <div>
            <h2 id="creator-current">
              {t('seat.current')} <TransferTag state={current.state} />
            </h2>
            <p>{t('one.title', { former: current.former.name, successor: current.successor.name })}</p>
            <p className="quiet">{awaited(current).join(' ')}</p>
          </div>
          <Link
            to="/console/creator/transfers/$transferId"
            params={{ transferId: current.id }}
            className="link-button"
          >
            {t('seat.open')}
          </Link>
        </section>
      )}
      {checklistOf === null || me.id !== creator.id ? null : (
        <section className="sheet sheet-pad sheet-note">
          <p>{t('seat.checklist')}</p>
          <Link
            to="/console/creator/transfers/$transferId/checklist"
            params={{ transferId: checklistOf }}
            className="link-button"
          >
            {t('seat.checklistOpen')}
          </Link>
        </section>
      )}
    </>
  )
}

function SeatCard({ overview }: Props) {
  const { t } = useTranslation('creator')
  const me = useMe()
  const navigate = useNavigate()
  const { creator, since, offer, leftToday } = overview
  return (
    <section className="sheet sheet-pad creator-card" aria-labelledby="creator-seat">
      <h2 id="creator-seat">{t('seat.title')}</h2>
      <Person
        name={creator.name}
        hint={[
          t('seat.since', { time: clockTime(since) }),
          ...(creator.id === me.id ? [t('seat.you')] : []),
        ].join(' · ')}
        size={44}
      />
      <div className="page-acts">
        <ReasonButton
          type="primary"
          can={offer}
          permission={KEY}
          onClick={() => void navigate({ to: '/console/creator/new' })}
        >
          {t('seat.start')}
        </ReasonButton>
        <Link to="/console/creator/duties" className="creator-link">
          {t('seat.duties')}
        </Link>
        <Link to="/console/creator/claims" className="creator-link">
          {t('seat.lost')}
        </Link>
      </div>
      {offer.allowed ? <small className="quiet">{t('seat.left', { count: leftToday })}</small> : null}
    </section>
  )
}

function SettingsCard({ overview: { settings, changeSettings } }: Props) {
  const { t } = useTranslation('creator')
  const [open, setOpen] = useState(false)
  const { rankMin, consent, approvals } = settings
  return (
    <section className="sheet sheet-pad creator-card" aria-labelledby="creator-settings">
      <h2 id="creator-settings">{t('settings.title')}</h2>
      <p className="quiet">{t('settings.lead')}</p>
      <Facts
        facts={[
          {
            key: 'rank',
            label: t('settings.rank'),
            value: rankMin === null ? t('settings.rankNone') : t('settings.rankAtLeast', { rank: rankMin }),
          },
          {
            key: 'consent',
            label: t('settings.consent'),
            value: t(`settings.consents.${consent}`, { count: approvals }),
          },
        ]}
      />
      <div className="page-acts">
        <ReasonButton can={changeSettings} permission={KEY} onClick={() => setOpen(true)}>
          {t('settings.change')}
        </ReasonButton>
      </div>
      {open ? <SettingsDrawer settings={settings} onClose={() => setOpen(false)} /> : null}
    </section>
  )
}
