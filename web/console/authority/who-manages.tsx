import { contract } from '@hufu/contract'
import type { ChartSeat, DepartmentTree as Columns } from '@hufu/contract'
import { Button, Input } from 'antd'
import { useMemo, useRef } from 'react'
import type { KeyboardEvent, ReactNode, RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk } from '../../data/queries.ts'
import { indexOf, nameIn } from '../../ui/department-index.ts'
import type { DepartmentIndex } from '../../ui/department-index.ts'
import { DepartmentTree } from '../../ui/department-tree.tsx'
import type { Paint } from '../../ui/department-tree.tsx'
import { Person } from '../../ui/person.tsx'
import { usePhone } from '../../ui/phone.ts'
import { EmptyState, Shown } from '../../ui/states.tsx'
import { TierTag } from '../../ui/tags.tsx'
import { listed } from '../../words/listed.ts'
import { AdministratorDetail } from './administrator-detail.tsx'
import { chartOf, countBelow, managersOf, rangesOf } from './managing.ts'
import type { Chart } from './managing.ts'
import { administratorsRoute } from './route.ts'
import './administrators.css'

/** Administrators drawn at once; more are found by name. */
const LISTED_MAX = 200
const NAMED_MAX = 2
const SHADES = 3

type Props = { readonly onOpen: (seatId: string | undefined) => void }

/** The company as a chart, painted with who manages what: by administrator, or by department. */
export function WhoManages({ onOpen }: Props) {
  const tree = useAsk(contract.directory.tree, {})
  const read = useAsk(contract.authority.seatChart, {})
  return (
    <Shown read={read}>
      {({ items }) => (
        <Shown read={tree}>{(columns) => <Painted columns={columns} seats={items} onOpen={onOpen} />}</Shown>
      )}
    </Shown>
  )
}

type PaintedProps = Props & { readonly columns: Columns; readonly seats: readonly ChartSeat[] }

function Painted({ columns, seats, onOpen }: PaintedProps) {
  const { t } = useTranslation('seats')
  const search = administratorsRoute.useSearch()
  const navigate = administratorsRoute.useNavigate()
  const put = (change: Partial<typeof search>): void =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true })
  const index = indexOf(columns)
  const chart = useMemo(() => chartOf(index, seats), [index, seats])
  const lit = seats.find(({ id }) => id === search.seat) ?? null
  const paint = usePaint(index, chart, lit)
  const department = search.department ?? null
  const phone = usePhone()
  const answers = useRef<HTMLElement>(null)
  const company = useRef<HTMLElement>(null)
  // On a phone the three stand one below the other: what was asked for comes into view.
  const showOnPhone = (part: RefObject<HTMLElement | null>): void => {
    if (phone) requestAnimationFrame(() => part.current?.scrollIntoView({ block: 'start' }))
  }
  return (
    <div className="managing">
      <p className="quiet managing-lead" aria-live="polite">
        {lit === null
          ? t('mapLead')
          : t('mapNow', { name: lit.memberName, departments: lit.departments.length, people: lit.people })}
      </p>
      <Administrators
        seats={seats}
        chosen={lit?.id ?? null}
        onChoose={(seat) => {
          put({ seat: seat?.id, department: seat === null ? undefined : seat.departments[0] })
          showOnPhone(company)
        }}
      />
      <section className="sheet managing-tree" ref={company}>
        <DepartmentTree
          // Another administrator may manage where the tree is still folded.
          key={lit?.id ?? 'all'}
          tree={columns}
          chosen={department}
          label={t('mapTree')}
          counts={false}
          paint={paint}
          unfold={lit?.departments ?? []}
          onChoose={(id) => {
            put({ department: id })
            showOnPhone(answers)
          }}
        />
      </section>
      <section className="sheet sheet-pad managing-who" aria-live="polite" ref={answers}>
        {department === null ? (
          <EmptyState title={t('mapChoose')} />
        ) : (
          <Managers index={index} chart={chart} seats={seats} department={department} onOpen={onOpen} />
        )}
      </section>
      <AdministratorDetail seatId={search.open ?? null} onClose={() => onOpen(undefined)} />
    </div>
  )
}

type Seats = readonly ChartSeat[]

function usePaint(
  index: DepartmentIndex,
  chart: Chart<ChartSeat>,
  lit: ChartSeat | null,
): (id: string) => Paint | null {
  const { t } = useTranslation('seats')
  return useMemo(() => {
    const ranges = lit === null ? [] : rangesOf(index, lit.departments)
    const within = lit === null ? chart.below : countBelow(index, lit.departments)
    const plain = (place: number): Paint | null => {
      const count = within[place] ?? 0
      return count === 0 ? null : { tone: 'plain', note: <Below count={count} /> }
    }
    return (id) => {
      const place = index.place.get(id) ?? -1
      if (lit !== null) {
        if (!ranges.some(([from, end]) => place >= from && place < end)) return plain(place)
        const words = t('mapLit', { name: lit.memberName })
        const note = lit.departments.includes(id) ? lit.memberName : <span className="sr-only">{words}</span>
        return { tone: `shade-${String(SHADES)}`, note }
      }
      const count = chart.covering[place] ?? 0
      if (count === 0) return plain(place)
      const below = within[place] ?? 0
      const note = (
        <>
          {namesOf(chart.named.get(id) ?? [])} {below === 0 ? null : <Below count={below} />}
        </>
      )
      return { tone: `shade-${String(Math.min(count, SHADES))}`, note }
    }
  }, [index, chart, lit, t])
}

// A branch that is folded would hide them.
function Below({ count }: { readonly count: number }) {
  const { t } = useTranslation('seats')
  return <span className="quiet">{t('mapBelow', { count })}</span>
}

/** Who is named for a department itself, the first few by name. */
function namesOf(seats: Seats): string {
  const names = seats.slice(0, NAMED_MAX).map(({ memberName }) => memberName)
  return seats.length > NAMED_MAX ? `${listed(names)} +${String(seats.length - NAMED_MAX)}` : listed(names)
}

type ListProps = {
  readonly seats: Seats
  readonly chosen: string | null
  readonly onChoose: (seat: ChartSeat | null) => void
}

function Administrators({ seats, chosen, onChoose }: ListProps) {
  const { t } = useTranslation('seats')
  const search = administratorsRoute.useSearch()
  const navigate = administratorsRoute.useNavigate()
  const find = search.find?.trim() ?? ''
  const found = seats.filter(({ memberName }) => memberName.includes(find))
  return (
    <section className="sheet managing-list" aria-label={t('mapAdministrators')}>
      <Input.Search
        allowClear
        value={search.find ?? ''}
        placeholder={t('mapFind')}
        aria-label={t('mapFind')}
        onChange={({ target: { value } }) =>
          void navigate({
            search: (before) => ({ ...before, find: value === '' ? undefined : value }),
            replace: true,
          })
        }
      />
      <div className="managing-rows">
        <Choice here={chosen === null} onChoose={() => onChoose(null)}>
          <strong>{t('mapAll')}</strong>
        </Choice>
        {found.slice(0, LISTED_MAX).map((seat) => (
          <Choice key={seat.id} here={seat.id === chosen} onChoose={() => onChoose(seat)}>
            <Person name={seat.memberName} hint={seat.scope} />
          </Choice>
        ))}
        {found.length > LISTED_MAX ? <p className="quiet">+{found.length - LISTED_MAX}</p> : null}
      </div>
    </section>
  )
}

/** Moves the focus along the buttons of a list. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  const all = [...(event.currentTarget.parentElement?.querySelectorAll('button') ?? [])]
  const at = all.findIndex((button) => button === document.activeElement)
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key]
  const next = to === undefined ? undefined : all[to]
  if (next === undefined) return
  event.preventDefault()
  next.focus()
}

type ChoiceProps = {
  readonly here: boolean
  readonly onChoose: () => void
  readonly children: ReactNode
}

const Choice = ({ here, onChoose, children }: ChoiceProps) => (
  <button
    type="button"
    className={here ? 'managing-one managing-here' : 'managing-one'}
    aria-pressed={here}
    // One stop for the tab key; the arrows go from one to the next.
    tabIndex={here ? 0 : -1}
    onKeyDown={walk}
    onClick={onChoose}
  >
    {children}
  </button>
)

type ManagersProps = Props & {
  readonly index: DepartmentIndex
  readonly chart: Chart<ChartSeat>
  readonly seats: Seats
  readonly department: string
}

function Managers({ index, chart, seats, department, onOpen }: ManagersProps) {
  const { t } = useTranslation('seats')
  const here = managersOf(index, chart, department)
  const whole = seats.filter(({ tier }) => tier !== 'scoped')
  return (
    <>
      <h2>{t('mapOf', { name: nameIn(index, department) ?? department })}</h2>
      {here.length === 0 ? <p className="quiet">{t('mapOfNone')}</p> : null}
      <ul className="lines">
        {here.map(({ seat, by }) => (
          <Manager key={seat.id} seat={seat} onOpen={onOpen}>
            {by === department ? null : `${t('below')} ${nameIn(index, by) ?? by}`}
          </Manager>
        ))}
      </ul>
      <h3>{t('mapWhole')}</h3>
      <ul className="lines">
        {whole.map((seat) => (
          <Manager key={seat.id} seat={seat} onOpen={onOpen} />
        ))}
      </ul>
    </>
  )
}

type ManagerProps = Props & { readonly seat: ChartSeat; readonly children?: ReactNode }

function Manager({ seat, onOpen, children }: ManagerProps) {
  const { t } = useTranslation()
  const { t: seats } = useTranslation('seats')
  return (
    <li>
      <span className="stack">
        <Person name={seat.memberName} hint={seat.memberDepartment} />
        <small>
          <TierTag tier={seat.tier} /> {seat.forHead ? <span className="tag">{seats('forHead')}</span> : null}{' '}
          {children}
        </small>
      </span>
      <Button
        size="small"
        aria-label={`${t('act.details')} ${seat.memberName}`}
        onClick={() => onOpen(seat.id)}
      >
        {t('act.details')}
      </Button>
    </li>
  )
}
