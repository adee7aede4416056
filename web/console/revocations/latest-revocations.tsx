import { contract } from '@hufu/contract'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useMay } from '../../data/me.ts'
import { useAsk } from '../../data/queries.ts'
import { nameOfPermission } from '../../ui/permission-name.tsx'
import { RowsSkeleton, Shown } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import { listed } from '../../words/listed.ts'
import { RevocationStateTag, useTakingWords } from './revocation-words.tsx'

const LATEST = 5
const NAMED_MAX = 2

/** The latest revocations of one person, each with a way to its verification; nothing for who may not read them. */
export function LatestRevocations({ memberId }: { readonly memberId: string }) {
  const { t } = useTranslation('revocations')
  const takingWords = useTakingWords()
  const { allowed } = useMay('perm.view')
  const read = useAsk(contract.revocations.list, { query: { memberId, limit: LATEST } }, { enabled: allowed })
  if (!allowed) return null
  return (
    <section className="sheet sheet-pad" aria-label={t('latest')}>
      <header className="section-head">
        <h2>{t('latest')}</h2>
        {read.data?.next === null || read.data === undefined ? null : (
          <Link to="/console/revocations" search={{ member: memberId }}>
            {t('all')}
          </Link>
        )}
      </header>
      <Shown read={read} skeleton={<RowsSkeleton rows={1} />}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="quiet">{t('noneOf')}</p>
          ) : (
            <ul className="lines">
              {items.map(({ id, at, by, what, reason, state, permissions }) => (
                <li key={id}>
                  <span className="stack">
                    <Link to="/console/revocations/$revocationId" params={{ revocationId: id }}>
                      {listed(permissions.slice(0, NAMED_MAX).map(nameOfPermission))}
                      {permissions.length <= NAMED_MAX
                        ? null
                        : ` ${t('more', { count: permissions.length })}`}
                    </Link>
                    <small>
                      {by} · {takingWords({ what, reason })}
                    </small>
                    <small>
                      <RevocationStateTag state={state} /> <Time at={at} />
                    </small>
                  </span>
                </li>
              ))}
            </ul>
          )
        }
      </Shown>
    </section>
  )
}
