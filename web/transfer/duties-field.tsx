import type { contract } from '@hufu/contract'
import { Checkbox } from 'antd'
import { useTranslation } from 'react-i18next'
import type { AnswerOf } from '../data/shapes.ts'

type Duty = AnswerOf<typeof contract.transfers.overview>['duties'][number]
type Props = {
  readonly duties: readonly Duty[]
  /** The keys of those that have been read. */
  readonly read: ReadonlySet<string>
  readonly onRead: (read: ReadonlySet<string>) => void
}

/** The duties as a list of which each is ticked, or all at once by whoever says to have read each. */
export function DutiesField({ duties, read, onRead }: Props) {
  const { t } = useTranslation('creator')
  const mark = (key: string, isRead: boolean): void =>
    onRead(new Set(isRead ? [...read, key] : [...read].filter((other) => other !== key)))
  return (
    <section className="duties" aria-labelledby="duties-title">
      <header className="section-head">
        <h2 id="duties-title">{t('accept.duties')}</h2>
        <span className="quiet" role="status">
          {t('accept.read', { read: read.size, all: duties.length })}
        </span>
      </header>
      <ol>
        {duties.map(({ key, title, words }) => (
          <li key={key}>
            <Checkbox checked={read.has(key)} onChange={({ target }) => mark(key, target.checked)}>
              <strong>{title}</strong>
              <span>{words}</span>
            </Checkbox>
          </li>
        ))}
      </ol>
      <Checkbox
        className="duties-all"
        checked={read.size === duties.length}
        indeterminate={read.size > 0 && read.size < duties.length}
        onChange={({ target }) => onRead(new Set(target.checked ? duties.map(({ key }) => key) : []))}
      >
        {t('accept.all')}
      </Checkbox>
    </section>
  )
}
