import { contract } from '@hufu/contract'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ask } from '../data/ask.ts'
import type { AnswerOf, InputOf } from '../data/shapes.ts'
import { ErrorState, RowsSkeleton } from '../ui/states.tsx'
import { listed } from '../words/listed.ts'
import { inUnits } from '../words/units.ts'
import { useEndWords, useRouteWords } from './request-words.tsx'

/** What is sent to ask what would become of it. */
export type ScreenBody = InputOf<typeof contract.requests.screen>['body']
type Screened = AnswerOf<typeof contract.requests.screen>

const FRESH_MS = 10_000

/** What would become of a request as it is filled in; null waits. What was said stays until the next answer comes. */
export function useScreen(body: ScreenBody | null) {
  return useQuery({
    queryKey: ['screen', body] as const,
    queryFn: ({ signal }) => {
      if (body === null) throw new Error('asked before enough was chosen')
      return ask(contract.requests.screen, { body }, signal)
    },
    enabled: body !== null,
    staleTime: FRESH_MS,
    retry: false,
    placeholderData: keepPreviousData,
  })
}

/** Says at once what would become of a request: held already, refused and how to mend it, or who decides and how long that takes. */
export function ScreenPanel({ body }: { readonly body: ScreenBody | null }) {
  const { t } = useTranslation('asking')
  const { data, error, isPending } = useScreen(body)
  return (
    <section className="sheet sheet-pad screen" aria-labelledby="screen-title" aria-live="polite">
      <h2 id="screen-title">{t('screen.title')}</h2>
      {body === null ? (
        <p className="quiet">{t('screen.wait')}</p>
      ) : data !== undefined ? (
        <Outcome screened={data} lasts={body.lasts ?? null} />
      ) : error === null && isPending ? (
        <RowsSkeleton rows={2} />
      ) : (
        <ErrorState error={error} />
      )}
    </section>
  )
}

type OutcomeProps = {
  readonly screened: Screened
  /** Minutes, where so long was asked for in place of an end. */
  readonly lasts: number | null
}

function Outcome({ screened, lasts }: OutcomeProps) {
  const { t } = useTranslation('asking')
  const end = useEndWords()
  const { outcome, words, until, lifts } = screened
  return (
    <>
      <p>
        <span className={`tag ${outcome === 'ok' ? 'tag-good' : outcome === 'held' ? '' : 'tag-warn'}`}>
          {t(`screen.${outcome}`)}
        </span>
      </p>
      {words === '' ? null : <p>{words}</p>}
      {outcome === 'ok' ? (
        <>
          <p>
            {until === null && lasts === null
              ? t('screen.endless')
              : t('screen.ends', { time: end({ until, lasts }) })}
          </p>
          {lifts === 0 ? null : <p>{t('screen.lifts', { count: lifts })}</p>}
          <Stages screened={screened} />
        </>
      ) : null}
    </>
  )
}

function Stages({ screened: { stages, usualHours } }: { readonly screened: Screened }) {
  const { t } = useTranslation('asking')
  const route = useRouteWords()
  return (
    <>
      <h3>{t('screen.stages')}</h3>
      <ol className="screen-stages">
        {stages.map(({ who, needs, names, hours }, place) => (
          // The way is shown as it is: stages have no other name than their place.
          <li key={`${who}${place}`}>
            <strong>{route(who)}</strong>
            {needs > 1 ? <small className="quiet"> {t('screen.needs', { needs })}</small> : null}
            <p>{names.length === 0 ? t('screen.nobody') : listed(names)}</p>
            <small className="quiet">{t('screen.hours', { hours })}</small>
          </li>
        ))}
      </ol>
      <p className="quiet">
        {usualHours === null
          ? t('screen.usualUnknown')
          : t('screen.usual', { span: inUnits(Math.max(1, Math.round(usualHours)), 'hour') })}
      </p>
    </>
  )
}
