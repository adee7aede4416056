import { contract } from '@hufu/contract'
import type { HalfView } from '@hufu/contract'
import { Link, getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useMe } from '../../data/me.ts'
import { useAsk } from '../../data/queries.ts'
import { CopyText } from '../../ui/copy-text.tsx'
import { Facts } from '../../ui/facts.tsx'
import { nameOfPermission } from '../../ui/permission-name.tsx'
import { ReasonButton } from '../../ui/reason-button.tsx'
import { Remains } from '../../ui/remains.tsx'
import { PageSkeleton, Shown } from '../../ui/states.tsx'
import { clockTime } from '../../ui/time.tsx'
import { HalfTag } from './half-words.tsx'
import { useHalfActs } from './use-half-acts.tsx'
import '../console.css'
import './critical.css'

const here = getRouteApi('/signed/console/critical/$halfId')
const LOOK_MS = 4000

/** One act that takes two: exactly what would be done, and what each of the two can say to it. */
export function HalfPage() {
  const { halfId } = here.useParams()
  const read = useAsk(contract.halves.read, { params: { halfId } }, { everyMs: LOOK_MS })
  return (
    <Shown read={read} skeleton={<PageSkeleton />}>
      {(half) => (
        <div className="page page-narrow">
          <Head half={half} />
          <Exactly half={half} />
        </div>
      )}
    </Shown>
  )
}

type Props = { readonly half: HalfView }

function Head({ half }: Props) {
  const { t } = useTranslation('halves')
  const { by, because, at, until, state, answeredBy, answeredAt, words, permission } = half
  const open = state === 'waiting' || state === 'agreed'
  return (
    <header className="sheet sheet-pad half-head">
      <div className="half-title">
        <h1>{t('one.title', { name: nameOfPermission(permission) })}</h1>
        <HalfTag state={state} />
      </div>
      <p role="status">{words}</p>
      <Facts
        facts={[
          { key: 'by', label: t('one.by'), value: by.name },
          { key: 'because', label: t('one.because'), value: because },
          { key: 'at', label: t('one.at'), value: clockTime(at) },
          {
            key: 'until',
            label: t('one.until'),
            value: (
              <>
                {clockTime(until)} {open ? <Remains until={until} /> : null}
              </>
            ),
          },
          ...(answeredBy === null || answeredAt === null
            ? []
            : [
                {
                  key: 'answered',
                  label: t('one.answered'),
                  value: `${answeredBy.name} · ${clockTime(answeredAt)}`,
                },
              ]),
        ]}
      />
      <Acts half={half} />
    </header>
  )
}

function Acts({ half }: Props) {
  const { t } = useTranslation('halves')
  const { agree, refuse, withdraw, use, dialog } = useHalfActs(half)
  const { id: me } = useMe()
  const { may, by, state } = half
  return (
    <div className="page-acts">
      {may.answer.allowed || (by.id !== me && state === 'waiting') ? (
        <>
          <ReasonButton type="primary" can={may.answer} permission={half.permission} onClick={agree}>
            {t('one.agree')}
          </ReasonButton>
          <ReasonButton danger can={may.answer} permission={half.permission} onClick={refuse}>
            {t('one.refuse')}
          </ReasonButton>
        </>
      ) : null}
      {may.use.allowed ? (
        <ReasonButton type="primary" can={may.use} onClick={use}>
          {t('one.use')}
        </ReasonButton>
      ) : null}
      {may.withdraw.allowed ? <ReasonButton onClick={withdraw}>{t('one.withdraw')}</ReasonButton> : null}
      <Link to="/console/critical" search={{ tab: 'halves' }} className="half-back">
        {t('one.back')}
      </Link>
      {dialog}
    </div>
  )
}

function Exactly({ half: { act } }: Props) {
  const { t } = useTranslation('halves')
  return (
    <section className="sheet sheet-pad half-exactly" aria-labelledby="half-exactly">
      <h2 id="half-exactly">{t('one.exactly')}</h2>
      <p className="quiet">{t('one.exactlyLead')}</p>
      <ul className="half-words">
        {act.words.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <details>
        <summary>{t('one.raw')}</summary>
        <p>
          <code>
            {act.method} {act.path}
          </code>
        </p>
        {act.body === '' ? null : <pre className="raw">{act.body}</pre>}
        <small className="quiet">
          {t('one.hash')} <CopyText text={act.hash} label={t('one.hash')} />
        </small>
      </details>
    </section>
  )
}
