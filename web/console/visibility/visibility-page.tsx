import { EyeOutlined, PlusOutlined } from '@ant-design/icons'
import { contract } from '@hufu/contract'
import type { VisibilityRuleView } from '@hufu/contract'
import { getRouteApi } from '@tanstack/react-router'
import { Button, Checkbox, Input, Select } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../../data/ask.ts'
import { useMay } from '../../data/me.ts'
import { readAgain, usePages } from '../../data/queries.ts'
import { DataList } from '../../ui/data-list.tsx'
import type { Column } from '../../ui/data-list.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { ReasonButton } from '../../ui/reason-button.tsx'
import { useSettled } from '../../ui/settled.ts'
import { EmptyState } from '../../ui/states.tsx'
import { useTell } from '../../ui/tell.tsx'
import { Time } from '../../ui/time.tsx'
import { useConsequence } from '../../ui/use-consequence.tsx'
import { PreviewDrawer } from './preview-drawer.tsx'
import { RuleDrawer } from './rule-drawer.tsx'
import { kinds } from './terms.ts'
import '../console.css'
import './visibility.css'

const here = getRouteApi('/signed/console/visibility')

/** Who sees whom: every rule, a new one, and the directory through somebody's eyes. */
export function VisibilityPage() {
  const { t } = useTranslation('visibility')
  const search = here.useSearch()
  const navigate = here.useNavigate()
  const open = (what: string | undefined): void =>
    void navigate({ search: (before) => ({ ...before, open: what }) })
  const pages = usePages(contract.directory.visibility, {
    query: {
      limit: 50,
      ended: search.ended === 'true' ? 'true' : 'false',
      ...kindOf(search.kind),
      ...(search.find === undefined ? {} : { search: search.find }),
    },
  })
  const { end, dialog } = useEnd()
  const may = useMay('org.visibility.manage')
  const columns = useColumns(({ id }) => open(id), end)
  const rule = pages.items.find(({ id }) => id === search.open)
  return (
    <div className="page page-fill">
      <PageHead
        title={t('title')}
        lead={t('lead')}
        acts={
          <>
            <Button icon={<EyeOutlined />} onClick={() => open('eyes')}>
              {t('look')}
            </Button>
            <ReasonButton
              type="primary"
              icon={<PlusOutlined />}
              can={may}
              permission="org.visibility.manage"
              onClick={() => open('new')}
            >
              {t('set')}
            </ReasonButton>
          </>
        }
      />
      <Filters />
      <DataList
        label={t('list')}
        columns={columns}
        pages={pages}
        idOf={({ id }) => id}
        empty={<EmptyState title={t('none')} hint={t('noneHint')} />}
      />
      {search.open === 'new' ? <RuleDrawer rule={null} onClose={() => open(undefined)} /> : null}
      {search.open === 'eyes' ? <PreviewDrawer onClose={() => open(undefined)} /> : null}
      {rule === undefined ? null : <RuleDrawer key={rule.id} rule={rule} onClose={() => open(undefined)} />}
      {dialog}
    </div>
  )
}

function kindOf(text: string | undefined) {
  const kind = kinds.find((one) => one === text)
  return kind === undefined ? {} : { kind }
}

function Filters() {
  const { t } = useTranslation('visibility')
  const { find = '', kind, ended } = here.useSearch()
  const navigate = here.useNavigate()
  const filter = (change: {
    find?: string | undefined
    kind?: string | undefined
    ended?: string | undefined
  }) => void navigate({ search: (before) => ({ ...before, ...change }), replace: true })
  const search = useSettled(find, (text) => filter({ find: text.trim() === '' ? undefined : text }))
  return (
    <div className="toolbar" role="search">
      <Input.Search
        allowClear
        className="filter-wide"
        value={search.value}
        onChange={(event) => search.type(event.target.value)}
        placeholder={t('search')}
        aria-label={t('search')}
      />
      <Select
        aria-label={t('kind')}
        value={kind ?? ''}
        options={[
          { value: '', label: t('allKinds') },
          ...kinds.map((one) => ({ value: one, label: t(`kinds.${one}`) })),
        ]}
        onChange={(one) => filter({ kind: one === '' ? undefined : one })}
      />
      <Checkbox
        checked={ended === 'true'}
        onChange={(event) => filter({ ended: event.target.checked ? 'true' : undefined })}
      >
        {t('showEnded')}
      </Checkbox>
    </div>
  )
}

type Rule = VisibilityRuleView

function useColumns(onChange: (rule: Rule) => void, onEnd: (rule: Rule) => void): readonly Column<Rule>[] {
  const { t } = useTranslation('visibility')
  const { t: common } = useTranslation()
  return [
    {
      key: 'about',
      title: t('about'),
      width: 'minmax(160px, 1.2fr)',
      render: (rule) => (
        <span className="stack">
          <strong>{rule.about.label}</strong>
          <small>{t(`kinds.${rule.kind}`)}</small>
        </span>
      ),
    },
    {
      key: 'detail',
      title: t('detail'),
      width: 'minmax(150px, 1.4fr)',
      render: (rule) => <Says rule={rule} />,
    },
    {
      key: 'viewers',
      title: t('viewers'),
      width: 'minmax(130px, 1.2fr)',
      render: ({ viewers }) =>
        viewers.length === 0 ? (
          <span className="quiet">{t('noViewers')}</span>
        ) : (
          viewers.map(({ label }) => label).join('、')
        ),
    },
    {
      key: 'set',
      title: t('setBy'),
      width: 'minmax(150px, 1.2fr)',
      render: (rule) => (
        <span className="stack">
          <span>
            {rule.endedBy ?? rule.setBy} · <Time at={rule.endedAt ?? rule.changedAt ?? rule.setAt} />
          </span>
          <small>{rule.endedBecause ?? rule.because}</small>
        </span>
      ),
    },
    {
      key: 'state',
      bare: true,
      title: t('state'),
      width: '84px',
      render: ({ endedAt }) =>
        endedAt === null ? (
          <span className="tag tag-good">{t('standing')}</span>
        ) : (
          <span className="tag">{t('over')}</span>
        ),
    },
    {
      key: 'acts',
      bare: true,
      title: common('act.actions'),
      width: 'minmax(150px, auto)',
      render: (rule) => (
        <span className="row-acts">
          <ReasonButton
            size="small"
            can={rule.can.change}
            permission="org.visibility.manage"
            onClick={() => onChange(rule)}
          >
            {t('change')}
          </ReasonButton>
          <ReasonButton
            size="small"
            can={rule.can.end}
            permission="org.visibility.manage"
            onClick={() => onEnd(rule)}
          >
            {t('end')}
          </ReasonButton>
        </span>
      ),
    },
  ]
}

/** What a rule says beside whom it is about. */
function Says({ rule }: { readonly rule: Rule }) {
  const { t } = useTranslation('visibility')
  if (rule.kind === 'fields') return rule.fields.map((field) => t(`fields.${field}`)).join('、')
  if (rule.reach === null) return <span className="quiet">—</span>
  if (rule.reach !== 'custom') return t(`reach.${rule.reach}`)
  return rule.list.length === 0 ? t('emptyList') : rule.list.map(({ label }) => label).join('、')
}

function useEnd(): { readonly end: (rule: Rule) => void; readonly dialog: ReactNode } {
  const { t } = useTranslation('visibility')
  const tell = useTell()
  const { ask: askFirst, dialog } = useConsequence()
  const end = ({ id, about, kind }: Rule): void =>
    askFirst({
      title: t('endTitle', { about: about.label }),
      lines: [t('endLine', { about: about.label, kind: t(`kinds.${kind}`) })],
      act: t('end'),
      onAct: async (because) => {
        const { applied } = await ask(contract.directory.endVisibility, {
          params: { ruleId: id },
          body: { because },
        })
        tell.done(t('ended'), applied)
        await Promise.all([readAgain(contract.directory.tree), readAgain()])
      },
    })
  return { end, dialog }
}
