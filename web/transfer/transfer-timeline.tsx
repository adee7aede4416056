import type { TransferView } from '@hufu/contract'
import { useTranslation } from 'react-i18next'
import { Time } from '../ui/time.tsx'
import { useMethodWords } from './transfer-words.tsx'

const grave: ReadonlySet<string> = new Set(['vetoed', 'declined', 'cancelled', 'lapsed', 'revert-asked'])

/** What has happened to a transfer, one after the other. */
export function TransferTimeline({ events }: { readonly events: TransferView['events'] }) {
  const { t } = useTranslation('creator')
  const method = useMethodWords()
  return (
    <section className="sheet sheet-pad" aria-labelledby="transfer-timeline">
      <h2 id="transfer-timeline">{t('one.timeline')}</h2>
      <ol className="transfer-timeline">
        {events.map((event, place) => (
          // Events are only added.
          <li key={place} className={grave.has(event.what) ? 'transfer-grave' : ''}>
            <span>
              <strong>{t(`event.${event.what}`)}</strong>
              {event.by === null ? null : ` · ${event.by.name}`}
            </span>
            {event.words === '' ? null : <span>{event.words}</span>}
            <small className="quiet">
              <Time at={event.at} />
              {event.method === null ? null : ` · ${method(event.method)}`}
            </small>
          </li>
        ))}
      </ol>
    </section>
  )
}
