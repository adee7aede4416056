import assert from 'node:assert/strict'
import { test } from 'node:test'
import { refusals, wordsOf } from '@hufu/contract'
import { company, person, planOf, summary } from './test-files.ts'

const head = '姓名,登录名,手机,工号,邮箱,部门,岗位,部门负责人,直属上级\n'

test('a newcomer, a change, someone unchanged and a bad row are told apart', async (t) => {
  const plan = await planOf(
    t,
    `${head}韩梅梅,hanmm,13800000009,E9,,研发部/一组,工程师,,\n李雷,lilei,13811111111,,,,,,\n王芳,wangfang,,,,,,,\n,nobody,,,,,,,\n`,
  )
  assert.deepEqual(summary(plan), ['2:new', '3:changed', '4:unchanged', '5:name-empty'])
  assert.deepEqual(plan.counts, { new: 1, changed: 1, unchanged: 1, refused: 1, departments: 0 })
  assert.deepEqual(plan.rows[1]?.changes, [{ field: 'phone', from: '13800000002', to: '13811111111' }])
})

test('every code a row can be refused with has words in both languages', async (t) => {
  const codes = new Set<string>()
  const rows = [
    ',a1,,,,,,,',
    '王\u202E芳,a2,,,,,,,',
    `${'长'.repeat(81)},a3,,,,,,,`,
    '甲,a b,,,,,,,',
    '甲,a4,12x,,,,,,',
    '甲,a5,,,not-mail,,,,',
    `甲,a6,,${'9'.repeat(41)},,,,,`,
    '甲,dup,,,,,,,',
    '乙,DUP,,,,,,,',
    '丙,a7,13800000001,,,,,,',
    '丙,a8,,E2,,,,,',
    '丁,a9,,,,,,,谁也不是',
    '戊,,,,,,,,',
    `己,a10,,,,${'层/'.repeat(40)},,,`,
    '庚,a11,,,,研发\u200B部,,,',
    '辛,left,,,,,,,',
  ]
  const plan = await planOf(t, head + rows.join('\n') + '\n', {
    ...company,
    members: [...company.members, person('left', '走了', { status: 'departed' })],
  })
  for (const { fault } of plan.rows) if (fault !== null) codes.add(fault.code)
  for (const { fault } of plan.rows) {
    if (fault === null) continue
    assert.ok(Object.hasOwn(refusals, fault.code), fault.code)
    for (const locale of ['zh-CN', 'en-US'] as const) {
      const words = wordsOf(fault.code, locale, fault.details)
      assert.ok(!words.includes('{') && words !== fault.code, `${fault.code}: ${words}`)
    }
  }
  assert.deepEqual(summary(plan), [
    '2:name-empty',
    '3:name-control-characters',
    '4:name-too-long',
    '5:login-characters',
    '6:phone-malformed',
    '7:email-malformed',
    '8:employee-number-malformed',
    '9:new',
    '10:import-duplicate-login',
    '11:phone-taken',
    '12:employee-number-taken',
    '13:import-manager-unknown',
    '14:import-login-missing',
    '15:too-deep',
    '16:name-control-characters',
    '17:login-left',
  ])
})

test('duplicates within the file are refused from the second on, naming the first row', async (t) => {
  const plan = await planOf(
    t,
    `${head}甲,jia,13700000001,N1,,,,,\n乙,ＪＩＡ,,,,,,,\n丙,bing,+86 137-0000-0001,,,,,,\n丁,ding,,n1,,,,,\n`,
  )
  assert.deepEqual(summary(plan), [
    '2:new',
    '3:import-duplicate-login',
    '4:import-duplicate-phone',
    '5:import-duplicate-employee-number',
  ])
  assert.deepEqual(
    plan.rows.slice(1).map((row) => row.fault?.details),
    [{ first: 2 }, { first: 2 }, { first: 2 }],
  )
})

test('people without a login are met by employee number, then by phone, and else named by them', async (t) => {
  const plan = await planOf(
    t,
    '姓名,手机,工号\n王芳芳,,E1\n李雷雷,13800000002,\n甲,13700000001,\n乙,13700000002,N7\n',
  )
  assert.deepEqual(summary(plan), ['2:changed', '3:changed', '4:new', '5:new'])
  assert.deepEqual(
    plan.rows.map((row) => row.member?.login),
    ['wangfang', 'lilei', '13700000001', 'N7'],
  )
})

test('departments that do not exist are made once, for accepted rows only', async (t) => {
  const plan = await planOf(
    t,
    `${head}甲,jia,,,,运营部/上海/一组,,,\n乙,yi,,,,虎符科技/运营部/上海,,,\n,bad,,,,幽灵部,,,\n`,
  )
  assert.equal(plan.counts.departments, 3)
  assert.deepEqual(
    plan.tree.created().map((each) => each.name),
    ['运营部', '上海', '一组'],
  )
})

test('a department is the same whatever its width and case', async (t) => {
  const plan = await planOf(t, `${head}甲,jia,,,,ABC部,,,\n乙,yi,,,,ａｂｃ部,,,\n`)
  assert.equal(plan.counts.departments, 1)
})

test('several departments: the first is primary, those no longer named end', async (t) => {
  const plan = await planOf(t, `${head}李雷,lilei,,,,市场部;研发部,,是;否,\n`)
  const changes = plan.rows[0]?.member?.appointments ?? []
  assert.deepEqual(
    changes.map(({ before, next }) => [
      before?.departmentId ?? null,
      next?.departmentId ?? null,
      next?.primary,
      next?.head,
    ]),
    [
      ['dev1', null, undefined, undefined],
      [null, 'market', true, true],
      [null, 'dev', false, false],
    ],
  )
})

test('an empty cell leaves what someone has', async (t) => {
  const plan = await planOf(t, `${head}王芳,wangfang,,,,,,,\n`)
  assert.equal(plan.rows[0]?.outcome, 'unchanged')
})

test('managers are found by login, name with login, employee number or a name that is alone', async (t) => {
  const plan = await planOf(
    t,
    `${head}甲,jia,,,,,,,wangfang\n乙,yi,,,,,,,王芳（wangfang）\n丙,bing,,,,,,,E1\n丁,ding,,,,,,,王芳\n戊,wu,,,,,,,甲\n`,
  )
  assert.deepEqual(
    plan.rows.map((row) => row.member?.managerId),
    ['wangfang', 'wangfang', 'wangfang', 'wangfang', plan.rows[0]?.member?.id],
  )
})

test('a manager whom two people answer to by name is refused', async (t) => {
  const plan = await planOf(t, `${head}王芳,wangfang2,,,,,,,\n甲,jia,,,,,,,王芳\n`)
  assert.deepEqual(summary(plan), ['2:new', '3:import-manager-ambiguous'])
})

test('managers in a circle are refused, and so is whoever reports to them by this file', async (t) => {
  const plan = await planOf(
    t,
    `${head}甲,jia,,,,,,,yi\n乙,yi,,,,,,,bing\n丙,bing,,,,,,,jia\n丁,ding,,,,,,,jia\n戊,wu,,,,,,,wu\n己,ji,,,,,,,\n`,
  )
  assert.deepEqual(summary(plan), [
    '2:manager-cycle',
    '3:manager-cycle',
    '4:manager-cycle',
    '5:import-manager-unknown',
    '6:manager-cycle',
    '7:new',
  ])
})

test('a circle closed through someone who is there already is refused', async (t) => {
  const plan = await planOf(t, `${head}王芳,wangfang,,,,,,,lilei\n`)
  assert.deepEqual(summary(plan), ['2:manager-cycle'])
})

test('WeCom’s own columns and paths are understood', async (t) => {
  const plan = await planOf(
    t,
    '姓名,帐号,职务,部门,性别,手机,个人邮箱,部门负责人,直属上级,禁用状态\n韩梅梅,hanmm,工程师,虎符科技/研发部;虎符科技/市场部,女,+86-13800000009,han@example.com,是;否,王芳(wangfang),\n林涛,lintao,,虎符科技,男,13800000010,,,,已禁用\n',
  )
  assert.deepEqual(summary(plan), ['2:new', '3:new'])
  assert.deepEqual(
    plan.rows[0]?.departments.map((each) => each.id),
    ['dev', 'market'],
  )
  assert.equal(plan.rows[0]?.member?.phone, '13800000009')
  assert.equal(plan.rows[0]?.member?.managerId, 'wangfang')
  assert.equal(plan.rows[1]?.member?.status, 'suspended')
})

test('in a WeCom file, another company’s name at the top of every path is the company; of some paths it is refused', async (t) => {
  const columns = '姓名,帐号,别名,部门\n'
  const whole = await planOf(t, `${columns}甲,jia,,旧名公司/研发部\n乙,yi,,旧名公司/市场部\n`)
  assert.deepEqual(
    whole.rows.map((row) => row.departments[0]?.id),
    ['dev', 'market'],
  )
  const mixed = await planOf(t, `${columns}甲,jia,,虎符科技/研发部\n乙,yi,,别的公司/市场部\n`)
  assert.deepEqual(summary(mixed), ['2:new', '3:import-other-company'])
})

test('DingTalk’s own columns and paths are understood, hyphens in names included', async (t) => {
  const snapshot = {
    ...company,
    departments: [...company.departments, { id: 'ab', parentId: 'dev', name: 'A-B组' }],
  }
  const plan = await planOf(
    t,
    '员工UserID,部门,职位,姓名,性别,工号,是否此部门主管(是/否),手机号,邮箱,分机号,办公地点,备注\nhanmm,"研发部-A-B组,市场部",工程师,韩梅梅,女,E9,"是,否",13800000009,,,,\nlint,虎符科技-研发部-二组,,林涛,,E10,否,13800000010,,,,\n',
    snapshot,
  )
  assert.deepEqual(summary(plan), ['2:new', '3:new'])
  assert.deepEqual(
    plan.rows[0]?.departments.map((each) => each.id),
    ['ab', 'market'],
  )
  assert.deepEqual(
    plan.rows[0]?.member?.appointments.map(({ next }) => next?.head),
    [true, false],
  )
  assert.deepEqual(
    plan.tree.created().map((each) => each.name),
    ['二组'],
  )
})

test('an importer changes nothing outside their scope, not even half a person', async (t) => {
  const reach = { departments: ['dev', 'dev1'], untouchable: [], beyond: [] }
  const plan = await planOf(
    t,
    `${head}甲,jia,,,,研发部/三组,,,\n乙,yi,,,,市场部,,,\n李雷,lilei,,,,研发部;市场部,,,\n丙,bing,,,,,,,\n王芳,wangfang,13899999999,,,,,,\n`,
    company,
    reach,
  )
  assert.deepEqual(summary(plan), [
    '2:new',
    '3:import-out-of-scope',
    '4:import-out-of-scope',
    '5:import-out-of-scope',
    '6:changed',
  ])
})

test('moving someone needs scope over what they leave as well', async (t) => {
  const reach = { departments: ['market'], untouchable: [], beyond: [] }
  const plan = await planOf(t, `${head}李雷,lilei,,,,市场部,,,\n`, company, reach)
  assert.deepEqual(summary(plan), ['2:import-out-of-scope'])
})

test('nobody changes an administrator of the same or a higher tier by import; unchanged they may stand in the file', async (t) => {
  const reach = {
    departments: null,
    untouchable: [['wangfang', 'authority/higher-tier'] as const],
    beyond: [],
  }
  const plan = await planOf(t, `${head}王芳,wangfang,,,,市场部,,,\n`, company, reach)
  assert.deepEqual(plan.rows[0]?.fault?.code, 'authority/higher-tier')
  const same = await planOf(t, `${head}王芳,wangfang,13800000001,E1,,,,,\n`, company, reach)
  assert.equal(same.rows[0]?.outcome, 'unchanged')
})

test('a position or department that carries more than the importer may give is not handed out', async (t) => {
  const reach = { departments: null, untouchable: [], beyond: ['engineer', 'market'] }
  const plan = await planOf(
    t,
    `${head}甲,jia,,,,研发部,工程师,,\n乙,yi,,,,市场部,,,\n丙,bing,,,,市场部/新组,,,\n丁,ding,,,,研发部,新岗位,,\n`,
    company,
    reach,
  )
  assert.deepEqual(summary(plan), ['2:more-than-yours', '3:more-than-yours', '4:more-than-yours', '5:new'])
})

test('positions are made when an accepted row names them, once', async (t) => {
  const plan = await planOf(
    t,
    `${head}甲,jia,,,,研发部,产品经理,,\n乙,yi,,,,研发部,产品经理,,\n,bad,,,,研发部,幽灵岗位,,\n`,
  )
  assert.deepEqual(
    plan.newPositions.map((each) => each.name),
    ['产品经理'],
  )
})

test('reading the same file twice plans nothing the second time', async (t) => {
  const file = `${head}韩梅梅,hanmm,13800000009,E9,a@example.com,研发部/一组;市场部,工程师,是;否,wangfang\n`
  const first = await planOf(t, file)
  const member = first.rows[0]?.member
  assert.ok(member)
  const after = person('hanmm', member.name, { ...member, id: member.id, status: 'active' })
  const appointments = member.appointments.flatMap(({ next }) => (next === null ? [] : [next]))
  const second = await planOf(t, file, {
    ...company,
    members: [...company.members, { ...after, appointments }],
  })
  assert.deepEqual(summary(second), ['2:unchanged'])
})

test('a file of departments makes the tree, whatever the order of its rows', async (t) => {
  const plan = await planOf(
    t,
    '部门名称,部门ID,父部门ID,排序\n二组,4,2,1\n虎符科技,1,0,1\n研发部,2,1,1\n财务部,3,1,2\n',
  )
  assert.deepEqual(summary(plan), ['2:new', '3:unchanged', '4:unchanged', '5:new'])
  assert.deepEqual(
    plan.tree.created().map((each) => [each.name, each.parent?.id]),
    [
      ['二组', 'dev'],
      ['财务部', 'root'],
    ],
  )
})

test('departments in a circle are refused with all below them; unknown parents and twins of an id as well', async (t) => {
  const plan = await planOf(t, 'name,code,parent_code\nA,1,\nB,2,3\nC,3,2\nD,4,3\nE,5,9\nF,1,\n,6,1\nG,7,1\n')
  assert.deepEqual(summary(plan), [
    '2:new',
    '3:import-department-cycle',
    '4:import-department-cycle',
    '5:import-department-unknown',
    '6:import-department-unknown',
    '7:import-duplicate-department',
    '8:name-empty',
    '9:new',
  ])
})

test('departments outside the importer’s scope are refused', async (t) => {
  const reach = { departments: ['dev', 'dev1'], untouchable: [], beyond: [] }
  const plan = await planOf(
    t,
    '部门名称,部门ID,父部门ID\n虎符科技,1,\n研发部,2,1\n新组,3,2\n新部,4,1\n',
    company,
    reach,
  )
  assert.deepEqual(summary(plan), ['2:unchanged', '3:unchanged', '4:new', '5:import-out-of-scope'])
})
