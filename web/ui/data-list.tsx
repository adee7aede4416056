import { useVirtualizer } from '@tanstack/react-virtual'
import { Button } from 'antd'
import { useEffect, useRef } from 'react'
import type { CSSProperties, ReactNode, RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import type { Pages } from '../data/queries.ts'
import { EmptyState, ErrorState, RowsSkeleton } from './states.tsx'

export type Column<Row> = {
  readonly key: string
  readonly title: string
  readonly render: (row: Row) => ReactNode
  /** A track of the grid on a wide window: `minmax(160px, 2fr)`. Default `minmax(110px, 1fr)`. */
  readonly width?: string
  /** Left out on a phone's card. */
  readonly wideOnly?: boolean
  /** On a phone's card it stands without its title, as what it is needs no saying. */
  readonly bare?: boolean
}

type Props<Row> = {
  readonly label: string
  readonly columns: readonly Column<Row>[]
  readonly pages: Pages<Row>
  readonly idOf: (row: Row) => string
  /** Opens a row; its first cell becomes the button. `nameOf` names that button. */
  readonly onOpen?: (row: Row) => void
  readonly chosen?: string | null
  readonly empty?: ReactNode
  /** Stands at the left of the line under the list. */
  readonly foot?: ReactNode
}

const ROW_PX = 52
const FROM_END = 8

/** A list of any length: rows on a wide window, cards on a phone, drawn only where looked at, read page by page. */
export function DataList<Row>(props: Props<Row>) {
  const { pages, columns, label } = props
  const { t } = useTranslation()
  const tracks = columns.map(({ width }) => width ?? 'minmax(110px, 1fr)').join(' ')
  const box = useRef<HTMLDivElement>(null)
  const style = { '--tracks': tracks } as CSSProperties
  return (
    <section className="list">
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keys */}
      <div className="list-scroll" ref={box} role="region" aria-label={label} tabIndex={0}>
        <div
          role="table"
          aria-label={label}
          aria-rowcount={pages.total ?? -1}
          className="list-table"
          style={style}
        >
          <div role="rowgroup" className="list-head">
            <div role="row" className="list-row">
              {columns.map(({ key, title }) => (
                <span key={key} role="columnheader">
                  {title}
                </span>
              ))}
            </div>
          </div>
          {pages.items.length === 0 ? null : <Body {...props} box={box} />}
        </div>
        <Beneath pages={pages} empty={props.empty} />
      </div>
      <footer className="list-foot">
        <span className="list-foot-extra">{props.foot}</span>
        <span role="status">{pages.items.length === 0 ? null : <Counted pages={pages} />}</span>
        {pages.hasMore ? (
          <Button size="small" loading={pages.loadingMore} onClick={pages.more}>
            {t('act.more')}
          </Button>
        ) : null}
      </footer>
    </section>
  )
}

function Counted({ pages }: { readonly pages: Pages<unknown> }) {
  const { t } = useTranslation()
  const shown = pages.items.length
  return pages.total === null
    ? t('state.shown', { shown })
    : t('state.shownOf', { shown, total: pages.total })
}

function Beneath({ pages, empty }: { readonly pages: Pages<unknown>; readonly empty: ReactNode }) {
  const { t } = useTranslation()
  if (pages.error !== null) return <ErrorState error={pages.error} onRetry={pages.again} />
  if (pages.loading) return <RowsSkeleton />
  if (pages.items.length > 0) return null
  return empty ?? <EmptyState title={t('state.nothingFound')} hint={t('state.nothingFoundHint')} />
}

function Body<Row>(props: Props<Row> & { readonly box: RefObject<HTMLDivElement | null> }) {
  const { pages, idOf, box } = props
  const rows = useVirtualizer({
    count: pages.items.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_PX,
    getItemKey: (place) => {
      const row = pages.items[place]
      return row === undefined ? place : idOf(row)
    },
    overscan: 10,
  })
  const drawn = rows.getVirtualItems()
  const nearEnd = (drawn.at(-1)?.index ?? 0) >= pages.items.length - FROM_END
  const wanting = nearEnd && pages.hasMore && !pages.loadingMore
  // Reading on is caused by scrolling, which only the virtualizer knows of.
  useEffect(() => {
    if (wanting) pages.more()
  }, [wanting, pages])
  return (
    <div role="rowgroup" className="list-body" style={{ height: rows.getTotalSize() }}>
      {drawn.map(({ index, start, key }) => {
        const row = pages.items[index]
        if (row === undefined) return null
        return (
          <div
            key={key}
            ref={rows.measureElement}
            data-index={index}
            className="list-place"
            style={{ transform: `translateY(${start}px)` }}
          >
            <Line {...props} row={row} place={index} />
          </div>
        )
      })}
    </div>
  )
}

type LineProps<Row> = Props<Row> & { readonly row: Row; readonly place: number }

function Line<Row>({ columns, row, place, idOf, onOpen, chosen }: LineProps<Row>) {
  const here = chosen === idOf(row)
  return (
    <div
      role="row"
      aria-rowindex={place + 2}
      className={`list-row list-line${onOpen === undefined ? '' : ' list-opens'}${here ? ' list-chosen' : ''}`}
    >
      {columns.map((column, at) => (
        <span
          key={column.key}
          role="cell"
          data-title={column.bare === true ? undefined : column.title}
          className={
            column.wideOnly === true ? 'list-cell wide-only' : at === 0 ? 'list-cell list-first' : 'list-cell'
          }
        >
          {at === 0 && onOpen !== undefined ? (
            <button type="button" className="list-open" onClick={() => onOpen(row)}>
              {column.render(row)}
            </button>
          ) : (
            column.render(row)
          )}
        </span>
      ))}
    </div>
  )
}

/** A list that came whole, in the shape of one that comes by pages. */
export function wholeList<Row>(read: {
  readonly data: readonly Row[] | undefined
  readonly isPending: boolean
  readonly error: Error | null
  readonly refetch: () => unknown
}): Pages<Row> {
  return {
    items: read.data ?? [],
    total: read.data?.length ?? null,
    hasMore: false,
    more: () => {},
    loading: read.isPending,
    loadingMore: false,
    error: read.data === undefined ? read.error : null,
    again: () => void read.refetch(),
  }
}
