import { ApartmentOutlined, CaretRightOutlined, TeamOutlined } from '@ant-design/icons'
import type { DepartmentTree as Columns } from '@hufu/contract'
import { useVirtualizer } from '@tanstack/react-virtual'
import { Input } from 'antd'
import { useDeferredValue, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { above, indexOf, matching, pathOf, unfolded } from './department-index.ts'
import type { DepartmentIndex } from './department-index.ts'

const ROW_PX = 34
const FOUND_MAX = 500

type Props = {
  readonly tree: Columns
  readonly chosen: string | null
  readonly onChoose: (id: string) => void
  /** Stands at the right end of a row: a menu, a checkbox. */
  readonly extra?: (id: string, name: string) => ReactNode
  /** Shows how many people are in each department and below. Default true. */
  readonly counts?: boolean
  readonly label?: string
  /** Colours a row by what is true there, and says a word at its end; null leaves it as it is. */
  readonly paint?: (id: string) => Paint | null
  /** Unfolded from the start, with all above them. */
  readonly unfold?: readonly string[]
}

/** `tone` becomes the row's class `tree-…`; `note` stands at its end. */
export type Paint = { readonly tone: string; readonly note: ReactNode }

/** The company by departments: searched and unfolded in memory, drawn only where it is looked at. */
export function DepartmentTree(props: Props) {
  const { t } = useTranslation()
  const [search, setSearch] = useState('')
  const wanted = useDeferredValue(search.trim())
  const index = indexOf(props.tree)
  const found = useMemo(() => (wanted === '' ? null : matching(index, wanted, FOUND_MAX)), [index, wanted])
  return (
    <div className="department-tree">
      <Input.Search
        allowClear
        value={search}
        onChange={(event) => setSearch(event.target.value)}
        placeholder={t('tree.search')}
        aria-label={t('tree.search')}
      />
      {found === null ? null : (
        <p className="tree-found" role="status">
          {found.length === 0
            ? t('tree.none')
            : found.length === FOUND_MAX
              ? t('tree.tooMany', { count: FOUND_MAX })
              : t('tree.found', { count: found.length })}
        </p>
      )}
      <Rows {...props} index={index} found={found} />
    </div>
  )
}

type RowsProps = Props & { readonly index: DepartmentIndex; readonly found: Int32Array | null }

function Rows(props: RowsProps) {
  const { t } = useTranslation()
  const { index, found, chosen, unfold = [] } = props
  const [open, setOpen] = useState<ReadonlySet<string>>(() => firstOpen(index, chosen, unfold))
  const [focus, setFocus] = useState(0)
  // Whatever chose another department, it is to be seen in the tree: all above it unfold once.
  const [seen, setSeen] = useState(chosen)
  if (chosen !== seen && chosen !== null && index.place.has(chosen)) {
    setSeen(chosen)
    setOpen((before) => new Set([...before, ...above(index, chosen)]))
  }
  const shown = useMemo(() => found ?? unfolded(index, open), [found, index, open])
  const box = useRef<HTMLDivElement>(null)
  const rows = useVirtualizer({
    count: shown.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_PX,
    overscan: 12,
  })
  const searching = found !== null
  const bring = useEffectEvent(() => {
    const row = chosen === null ? -1 : shown.indexOf(index.place.get(chosen) ?? -1)
    if (row >= 0) rows.scrollToIndex(row)
  })
  // Chosen elsewhere, or among what a search found: it is brought into view, which only the virtualizer can.
  useEffect(() => bring(), [chosen, searching])
  const walk: Walk = {
    index,
    shown,
    folds: found === null,
    open,
    fold: (id, how) => setOpen((before) => withOrWithout(before, id, how)),
    goTo: (row) => {
      const next = Math.max(0, Math.min(shown.length - 1, row))
      setFocus(next)
      rows.scrollToIndex(next)
      requestAnimationFrame(() => box.current?.querySelector<HTMLElement>(`[data-row="${next}"]`)?.focus())
    },
    choose: (id, row) => {
      setFocus(row)
      props.onChoose(id)
    },
  }
  const tabStop = Math.min(focus, shown.length - 1)
  return (
    <div ref={box} className="tree-scroll">
      <div
        role="tree"
        aria-label={props.label ?? t('tree.label')}
        style={{ height: rows.getTotalSize(), position: 'relative' }}
      >
        {rows.getVirtualItems().map(({ index: row, start }) => (
          <Row key={shown[row]} {...props} walk={walk} row={row} top={start} tabStop={row === tabStop} />
        ))}
      </div>
    </div>
  )
}

/** What the keys and the mouse can do in the tree as it is shown now. */
type Walk = {
  readonly index: DepartmentIndex
  readonly shown: Int32Array
  readonly folds: boolean
  readonly open: ReadonlySet<string>
  readonly fold: (id: string, open: boolean) => void
  readonly goTo: (row: number) => void
  readonly choose: (id: string, row: number) => void
}

type RowProps = Props & {
  readonly walk: Walk
  readonly row: number
  readonly top: number
  readonly tabStop: boolean
}

function Row({ walk, row, top, tabStop, chosen, extra, counts = true, paint }: RowProps) {
  const { tree, depth, total } = walk.index
  const place = walk.shown[row] ?? 0
  const id = tree.ids[place] ?? ''
  const name = tree.names[place] ?? ''
  const branch = isBranch(walk, place)
  const level = walk.folds ? (depth[place] ?? 0) : 0
  const painted = paint?.(id) ?? null
  return (
    <div
      role="treeitem"
      aria-level={level + 1}
      aria-selected={id === chosen}
      {...(branch ? { 'aria-expanded': walk.open.has(id) } : {})}
      data-row={row}
      tabIndex={tabStop ? 0 : -1}
      className={`tree-row${id === chosen ? ' tree-row-chosen' : ''}${painted === null ? '' : ` tree-${painted.tone}`}`}
      style={{ transform: `translateY(${top}px)`, paddingInlineStart: 6 + level * 16 }}
      title={walk.folds ? undefined : pathOf(walk.index, id).join(' / ')}
      onClick={() => walk.choose(id, row)}
      onKeyDown={(event) => {
        if (event.target === event.currentTarget && press(event.key, walk, row)) event.preventDefault()
      }}
    >
      <Fold shown={branch} open={walk.open.has(id)} onFold={() => walk.fold(id, !walk.open.has(id))} />
      <span className="tree-icon" aria-hidden>
        {place === 0 ? <ApartmentOutlined /> : <TeamOutlined />}
      </span>
      <span className="tree-name">{name}</span>
      {painted === null ? null : <span className="tree-note">{painted.note}</span>}
      {counts ? <span className="tree-count" data-count={total[place]} aria-hidden /> : null}
      {extra === undefined ? null : <span className="tree-extra">{extra(id, name)}</span>}
    </div>
  )
}

const isBranch = (walk: Walk, place: number): boolean =>
  walk.folds && (walk.index.end[place] ?? 0) > place + 1

/** Does what a key means on a row of an ARIA tree; false for keys that mean nothing here. */
function press(key: string, walk: Walk, row: number): boolean {
  const place = walk.shown[row] ?? 0
  const id = walk.index.tree.ids[place] ?? ''
  const branch = isBranch(walk, place)
  const isOpen = branch && walk.open.has(id)
  if (key === 'ArrowDown') walk.goTo(row + 1)
  else if (key === 'ArrowUp') walk.goTo(row - 1)
  else if (key === 'Home') walk.goTo(0)
  else if (key === 'End') walk.goTo(walk.shown.length - 1)
  else if (key === 'ArrowRight' && isOpen) walk.goTo(row + 1)
  else if (key === 'ArrowRight' && branch) walk.fold(id, true)
  else if (key === 'ArrowLeft' && isOpen) walk.fold(id, false)
  else if (key === 'ArrowLeft')
    walk.goTo(Math.max(0, walk.shown.indexOf(walk.index.tree.parents[place] ?? -1)))
  else if (key === 'Enter' || key === ' ') walk.choose(id, row)
  else return false
  return true
}

function withOrWithout(before: ReadonlySet<string>, id: string, how: boolean): ReadonlySet<string> {
  const after = new Set(before)
  if (how) after.add(id)
  else after.delete(id)
  return after
}

function Fold({
  shown,
  open,
  onFold,
}: {
  readonly shown: boolean
  readonly open: boolean
  readonly onFold: () => void
}) {
  if (!shown) return <span className="tree-fold" aria-hidden />
  // Arrow keys fold too, so the little arrow is for pointers only.
  return (
    <span
      className={open ? 'tree-fold tree-fold-open' : 'tree-fold'}
      aria-hidden
      onClick={(event) => {
        event.stopPropagation()
        onFold()
      }}
    >
      <CaretRightOutlined />
    </span>
  )
}

function firstOpen(
  index: DepartmentIndex,
  chosen: string | null,
  unfold: readonly string[],
): ReadonlySet<string> {
  const root = index.tree.ids[0]
  return new Set([
    ...(root === undefined ? [] : [root]),
    ...(chosen === null ? [] : above(index, chosen)),
    ...unfold.flatMap((id) => [...above(index, id), id]),
  ])
}
