import { contract } from '@hufu/contract'
import type { SuccessorView } from '@hufu/contract'
import { Button, Input } from 'antd'
import { useDeferredValue } from 'react'
import { useTranslation } from 'react-i18next'
import { usePages } from '../data/queries.ts'
import type { Pages } from '../data/queries.ts'
import { Person } from '../ui/person.tsx'
import { EmptyState, ErrorState, RowsSkeleton } from '../ui/states.tsx'
import { TierTag } from '../ui/tags.tsx'
import './successors.css'

type Props = {
  readonly find: string
  readonly onFind: (find: string) => void
  readonly chosen?: string | null
  readonly onChoose: (successor: SuccessorView) => void
}

/** Members to become creator: whoever may first, and the others with what stands against them. */
export function SuccessorList({ find, onFind, chosen = null, onChoose }: Props) {
  const { t } = useTranslation('creator')
  const wanted = useDeferredValue(find.trim())
  const search = wanted === '' ? {} : { search: wanted }
  const may = usePages(contract.transfers.successors, { query: { limit: 20, eligible: true, ...search } })
  const mayNot = usePages(contract.transfers.successors, { query: { limit: 20, eligible: false, ...search } })
  const nobody = may.items.length + mayNot.items.length === 0 && !may.loading && !mayNot.loading
  return (
    <div className="successors">
      <Input.Search
        allowClear
        value={find}
        placeholder={t('start.search')}
        aria-label={t('start.search')}
        onChange={({ target }) => onFind(target.value)}
      />
      {may.loading ? <RowsSkeleton rows={4} /> : null}
      {may.error === null ? null : <ErrorState error={may.error} onRetry={may.again} />}
      {nobody && may.error === null ? (
        <EmptyState title={t('start.none')} hint={t('start.noneHint')} />
      ) : null}
      {may.items.length === 0 ? null : <Eligible pages={may} chosen={chosen} onChoose={onChoose} />}
      {mayNot.items.length === 0 ? null : <Barred pages={mayNot} />}
    </div>
  )
}

type ListOf = { readonly pages: Pages<SuccessorView> }

function Eligible({ pages, chosen, onChoose }: ListOf & Pick<Props, 'chosen' | 'onChoose'>) {
  const { t } = useTranslation('creator')
  return (
    <section aria-label={t('start.people')}>
      <ul className="successor-rows">
        {pages.items.map((one) => (
          <li key={one.memberId}>
            <button
              type="button"
              className="successor"
              aria-pressed={one.memberId === chosen}
              onClick={() => onChoose(one)}
            >
              <Who one={one} />
            </button>
          </li>
        ))}
      </ul>
      <MoreOf pages={pages} />
    </section>
  )
}

function Barred({ pages }: ListOf) {
  const { t } = useTranslation('creator')
  return (
    <section aria-labelledby="successors-others">
      <h3 id="successors-others" className="quiet">
        {t('start.others')}
      </h3>
      <ul className="successor-rows">
        {pages.items.map((one) => (
          <li key={one.memberId} className="successor successor-barred">
            <Who one={one} />
            <ul className="successor-reasons">
              {one.reasons.map(({ code, words }) => (
                <li key={code}>{words}</li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
      <MoreOf pages={pages} />
    </section>
  )
}

function Who({ one }: { readonly one: SuccessorView }) {
  return (
    <>
      <Person
        name={one.name}
        hint={[one.department, one.position].filter((part) => part !== '').join(' · ')}
      />
      <TierTag tier={one.tier} />
    </>
  )
}

function MoreOf({ pages }: ListOf) {
  const { t } = useTranslation()
  return pages.hasMore ? (
    <Button block type="text" loading={pages.loadingMore} onClick={pages.more}>
      {t('act.more')}
    </Button>
  ) : null
}
