import { contract } from '@hufu/contract'
import type { RevocationAfter, RevocationReturn, RevocationView } from '@hufu/contract'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ExplainDrawer } from '../../rights/explain-drawer.tsx'
import { useAsk } from '../../data/queries.ts'
import { nameOfPermission } from '../../ui/permission-name.tsx'
import { RowsSkeleton, Shown } from '../../ui/states.tsx'
import { Time, clockTime } from '../../ui/time.tsx'
import { listed } from '../../words/listed.ts'
import { ContestPart } from './contest-part.tsx'
import { RestorePart } from './restore-part.tsx'
import { keyOfPlace } from './places.ts'
import { usePlaceWords } from './revocation-words.tsx'

const READ_EVERY_MS = 10_000

/** What came after a revocation: whether anything came back, what the person says to it, what was restored. */
export function RevocationAfterParts({ view }: { readonly view: RevocationView }) {
  const input = { params: { revocationId: view.id } }
  const read = useAsk(contract.revocations.after, input, { everyMs: READ_EVERY_MS })
  return (
    <Shown read={read} skeleton={<RowsSkeleton rows={3} />}>
      {(after) => (
        <>
          <WatchPart view={view} watch={after.watch} />
          <ContestPart view={view} after={after} />
          <RestorePart view={view} after={after} />
        </>
      )}
    </Shown>
  )
}

type WatchProps = { readonly view: RevocationView; readonly watch: RevocationAfter['watch'] }

function WatchPart({ view, watch: { until, open, watched, returned } }: WatchProps) {
  const { t } = useTranslation('after')
  const alarms = returned.filter(({ kind }) => kind === 'alarm')
  const given = returned.filter(({ kind }) => kind === 'given')
  return (
    <section className="sheet sheet-pad" aria-labelledby="revocation-watch">
      <header className="section-head">
        <h2 id="revocation-watch">
          {t('watch.title')}{' '}
          {alarms.length === 0 ? null : <span className="tag tag-broken">{t('watch.alarm')}</span>}
        </h2>
      </header>
      <p className="quiet">
        {watched === 0
          ? t('watch.nothing')
          : t(open ? 'watch.open' : 'watch.closed', { until: clockTime(until) })}
      </p>
      {watched > 0 && returned.length === 0 ? <p>{t('watch.quiet', { count: watched })}</p> : null}
      {alarms.length === 0 ? null : (
        <>
          <h3 className="after-alarms">{t('watch.alarms')}</h3>
          <p className="quiet">{t('watch.alarmsLead')}</p>
          <Returns view={view} returns={alarms} />
        </>
      )}
      {given.length === 0 ? null : (
        <>
          <h3>{t('watch.givens')}</h3>
          <Returns view={view} returns={given} />
        </>
      )}
    </section>
  )
}

type ReturnsProps = { readonly view: RevocationView; readonly returns: readonly RevocationReturn[] }

/** Rights that came back, each with its place, by what, and whether that is so still. */
function Returns({ view: { memberId, memberName }, returns }: ReturnsProps) {
  const { t } = useTranslation('after')
  const [asked, setAsked] = useState<string | null>(null)
  const place = usePlaceWords()
  return (
    <>
      <ul className="lines after-returns">
        {returns.map((one) => (
          <li key={`${one.permission} ${keyOfPlace(one.place)}`}>
            <span className="stack">
              <span>
                {nameOfPermission(one.permission)} <span className="quiet">· {place(one.place)}</span>
              </span>
              <small>
                {one.kind === 'given'
                  ? t('watch.by', { by: one.by ?? '', because: one.because ?? '' })
                  : t('watch.through', { grounds: listed(one.grounds.map(({ label }) => label)) })}
              </small>
              <small>
                <Time at={one.at} /> ·{' '}
                <span className={one.allowed && one.kind === 'alarm' ? 'after-still' : ''}>
                  {t(one.allowed ? 'watch.still' : 'watch.gone')}
                </span>
              </small>
            </span>
            <Button size="small" onClick={() => setAsked(one.permission)}>
              {t('watch.why')}
            </Button>
          </li>
        ))}
      </ul>
      {asked === null ? null : (
        <ExplainDrawer
          memberId={memberId}
          name={memberName}
          permissionKey={asked}
          reader="console"
          onClose={() => setAsked(null)}
        />
      )}
    </>
  )
}
