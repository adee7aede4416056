import { contract } from '@hufu/contract'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '../../data/me.ts'
import { useAsk } from '../../data/queries.ts'
import type { AnswerOf } from '../../data/shapes.ts'
import { ClaimTag } from '../../transfer/claim-words.tsx'
import { useClaims } from '../../transfer/use-claims.ts'
import { Facts } from '../../ui/facts.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { ReasonButton } from '../../ui/reason-button.tsx'
import { EmptyState, RowsSkeleton, Shown } from '../../ui/states.tsx'
import { clockTime } from '../../ui/time.tsx'
import { listed } from '../../words/listed.ts'
import { ClaimDrawer } from './claim-drawer.tsx'
import '../console.css'
import './creator.css'

const KEY = 'creator.recovery.vote'
type Voters = AnswerOf<typeof contract.claims.voters>

/** When the creator is gone: how it goes, what was ever claimed, and claiming it. */
export function ClaimsPage() {
  const { t } = useTranslation('claims')
  const may = useMay(KEY)
  const [open, setOpen] = useState(false)
  const voters = useAsk(contract.claims.voters, {}, { enabled: may.allowed })
  return (
    <div className="page page-narrow">
      <PageHead
        title={t('title')}
        lead={t('lead')}
        acts={
          <ReasonButton
            danger
            can={may.allowed ? voters.data?.make : may}
            disabled={may.allowed && voters.data === undefined}
            permission={KEY}
            onClick={() => setOpen(true)}
          >
            {t('make.act')}
          </ReasonButton>
        }
      />
      <Way voters={voters.data ?? null} />
      <List />
      {open ? <ClaimDrawer onClose={() => setOpen(false)} /> : null}
    </div>
  )
}

function Way({ voters }: { readonly voters: Voters | null }) {
  const { t } = useTranslation('claims')
  return (
    <section className="sheet sheet-pad" aria-labelledby="claim-way">
      <h2 id="claim-way">{t('way.title')}</h2>
      <ol className="claim-way">
        <li>{t('way.make')}</li>
        <li>{t('way.vote', { count: voters?.votesNeeded ?? 2 })}</li>
        <li>{t('way.accept')}</li>
        <li>{t('way.challenge', { days: voters?.challengeDays ?? 3 })}</li>
        <li>{t('way.refute')}</li>
        <li>{t('way.done')}</li>
      </ol>
      {voters === null ? null : (
        <Facts
          facts={[
            {
              key: 'voters',
              label: t('way.voters'),
              value:
                voters.voters.length === 0 ? t('way.nobody') : listed(voters.voters.map(({ name }) => name)),
            },
            {
              key: 'last',
              label: t('way.last'),
              value: voters.lastProvedAt === null ? t('way.never') : clockTime(voters.lastProvedAt),
            },
          ]}
        />
      )}
      <p className="quiet">{t('way.recovery')}</p>
    </section>
  )
}

function List() {
  const { t } = useTranslation('claims')
  const read = useClaims()
  return (
    <section className="sheet sheet-pad" aria-labelledby="claim-list">
      <h2 id="claim-list">{t('list.title')}</h2>
      <Shown read={read} skeleton={<RowsSkeleton rows={2} />}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={t('list.none')} />
          ) : (
            <ul className="lines">
              {items.map(({ id, creator, successor, state, at, by }) => (
                <li key={id}>
                  <span className="stack">
                    <Link to="/console/creator/claims/$claimId" params={{ claimId: id }}>
                      {t('one.title', { creator: creator.name, successor: successor.name })}
                    </Link>
                    <small className="quiet">
                      {t('one.by', by)} {clockTime(at)}
                    </small>
                  </span>
                  <ClaimTag state={state} />
                </li>
              ))}
            </ul>
          )
        }
      </Shown>
    </section>
  )
}
