/** A department as the demonstration staffs it: the first of its people heads it. */
export type Staffed = {
  readonly path: string
  readonly head: string
  /** Job titles and how many hold each, the head not counted. */
  readonly staff: Readonly<Record<string, number>>
}

const staffed = (path: string, head: string, staff: Readonly<Record<string, number>> = {}): Staffed => ({
  path,
  head,
  staff,
})
const engineers = (path: string, title: string, count: number, juniors = 1): Staffed =>
  staffed(path, '技术主管', { [title]: count, [`初级${title}`]: juniors })
const office = (path: string, count: number): Staffed =>
  staffed(path, '办事处经理', { 客户经理: count, 售前顾问: 2 })

/** The departments of the company below its root, parents first. */
export const departments: readonly Staffed[] = [
  staffed('总裁办', '总裁办主任', { 总裁助理: 2, 战略经理: 2 }),
  staffed('研发中心', '首席技术官', { 研发助理: 1 }),
  staffed('研发中心/平台研发部', '部门总监', { 架构师: 3 }),
  engineers('研发中心/平台研发部/权限引擎组', '后端工程师', 8, 2),
  engineers('研发中心/平台研发部/账本组', '后端工程师', 7, 1),
  engineers('研发中心/平台研发部/消息组', '后端工程师', 8, 2),
  engineers('研发中心/平台研发部/基础架构组', '后端工程师', 6),
  staffed('研发中心/客户端研发部', '部门总监', { 架构师: 1 }),
  engineers('研发中心/客户端研发部/Web 前端组', '前端工程师', 10, 3),
  engineers('研发中心/客户端研发部/移动端组', '移动端工程师', 9, 2),
  engineers('研发中心/客户端研发部/桌面端组', '桌面端工程师', 5),
  staffed('研发中心/质量保障部', '部门总监'),
  engineers('研发中心/质量保障部/功能测试组', '测试工程师', 8, 2),
  engineers('研发中心/质量保障部/自动化组', '测试开发工程师', 5),
  staffed('研发中心/运维与安全部', '部门总监'),
  engineers('研发中心/运维与安全部/运维组', '运维工程师', 6),
  engineers('研发中心/运维与安全部/安全组', '安全工程师', 4),
  staffed('产品中心', '产品副总裁'),
  staffed('产品中心/产品部', '部门总监', { 高级产品经理: 4, 产品经理: 8 }),
  staffed('产品中心/设计部', '部门总监', { 交互设计师: 5, 视觉设计师: 5 }),
  staffed('产品中心/用户研究部', '部门总监', { 用户研究员: 4 }),
  staffed('销售中心', '销售副总裁', { 销售运营专员: 3 }),
  staffed('销售中心/华北大区', '大区总经理', { 大客户经理: 2 }),
  office('销售中心/华北大区/北京办事处', 9),
  office('销售中心/华北大区/天津办事处', 4),
  staffed('销售中心/华东大区', '大区总经理', { 大客户经理: 3, 渠道经理: 2 }),
  office('销售中心/华东大区/上海办事处', 10),
  office('销售中心/华东大区/杭州办事处', 6),
  office('销售中心/华东大区/南京办事处', 4),
  staffed('销售中心/华南大区', '大区总经理', { 大客户经理: 2 }),
  office('销售中心/华南大区/深圳办事处', 8),
  office('销售中心/华南大区/广州办事处', 5),
  staffed('销售中心/西南大区', '大区总经理', { 大客户经理: 1 }),
  office('销售中心/西南大区/成都办事处', 5),
  office('销售中心/西南大区/重庆办事处', 3),
  staffed('市场部', '部门总监', { 品牌经理: 3, 内容运营: 4, 活动策划: 3 }),
  staffed('客户成功部', '部门总监'),
  staffed('客户成功部/实施组', '实施主管', { 实施顾问: 12 }),
  staffed('客户成功部/技术支持组', '支持主管', { 技术支持工程师: 11 }),
  staffed('客户成功部/培训组', '培训主管', { 培训讲师: 4 }),
  staffed('人力资源部', '人力资源总监', { 人力资源业务伙伴: 4, 招聘专员: 5, 薪酬专员: 3, 员工关系专员: 2 }),
  staffed('财务部', '财务总监', { 会计: 6, 出纳: 2, 税务专员: 2, 预算分析师: 2 }),
  staffed('行政部', '行政经理', { 行政专员: 6, 前台: 2, 资产管理员: 2 }),
  staffed('法务部', '法务总监', { 法务专员: 4, 合同管理员: 2 }),
  staffed('信息安全与审计部', '审计总监', { 内部审计师: 3, 数据合规专员: 2 }),
]

/** Those of whom the story tells, by the department and the title they hold. */
export const cast = {
  superHr: { name: '李娜', login: 'li.na', path: '人力资源部', title: '人力资源总监' },
  superTech: { name: '周明远', login: 'zhou.mingyuan', path: '研发中心', title: '首席技术官' },
  hr: { name: '孙晓雯', login: 'sun.xiaowen', path: '人力资源部', title: '人力资源业务伙伴' },
  head: { name: '王建国', login: 'wang.jianguo', path: '销售中心/华东大区', title: '大区总经理' },
  employee: { name: '刘洋', login: 'liu.yang', path: '研发中心/平台研发部/权限引擎组', title: '后端工程师' },
  auditor: { name: '赵敏', login: 'zhao.min', path: '信息安全与审计部', title: '内部审计师' },
  leaver: { name: '吴凡', login: 'wu.fan', path: '销售中心/华东大区/上海办事处', title: '客户经理' },
  successor: {
    name: '沈书宁',
    login: 'shen.shuning',
    path: '销售中心/华东大区/上海办事处',
    title: '客户经理',
  },
  suspended: { name: '郑凯', login: 'zheng.kai', path: '客户成功部/实施组', title: '实施顾问' },
  departed: { name: '冯雪', login: 'feng.xue', path: '市场部', title: '内容运营' },
  manager: { name: '何思琪', login: 'he.siqi', path: '产品中心/产品部', title: '高级产品经理' },
  ledger: { name: '徐立', login: 'xu.li', path: '研发中心/平台研发部/账本组', title: '技术主管' },
  engine: {
    name: '唐书航',
    login: 'tang.shuhang',
    path: '研发中心/平台研发部/权限引擎组',
    title: '技术主管',
  },
  operations: {
    name: '彭海峰',
    login: 'peng.haifeng',
    path: '研发中心/运维与安全部/运维组',
    title: '技术主管',
  },
  finance: { name: '蔡静', login: 'cai.jing', path: '财务部', title: '财务总监' },
  office: { name: '叶可欣', login: 'ye.kexin', path: '行政部', title: '行政经理' },
  legal: { name: '程安', login: 'cheng.an', path: '法务部', title: '法务总监' },
  recruiter: { name: '姚婷', login: 'yao.ting', path: '人力资源部', title: '招聘专员' },
  design: { name: '苏云', login: 'su.yun', path: '产品中心/设计部', title: '部门总监' },
  delivery: { name: '丁浩然', login: 'ding.haoran', path: '客户成功部/实施组', title: '实施主管' },
  sales: { name: '魏晨', login: 'wei.chen', path: '销售中心/华东大区/杭州办事处', title: '办事处经理' },
  tester: {
    name: '任佳慧',
    login: 'ren.jiahui',
    path: '研发中心/质量保障部/功能测试组',
    title: '测试工程师',
  },
  frontend: {
    name: '卢宇轩',
    login: 'lu.yuxuan',
    path: '研发中心/客户端研发部/Web 前端组',
    title: '前端工程师',
  },
  intern: { name: '余乐', login: 'yu.le', path: '研发中心/客户端研发部/Web 前端组', title: '初级前端工程师' },
  twice: { name: '刘洋', login: 'liu.yang2', path: '财务部', title: '会计' },
} as const

/** Someone of the cast. */
export type Role = keyof typeof cast
