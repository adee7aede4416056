import type { Role } from './structure.ts'

/** A conversation as the demonstration plays it. `lines` are `who: what they say`; `who: [file] name` hands a file over. */
export type Talk = {
  /** A group's name; none for two who write to each other. */
  readonly name?: string
  /** The first one opens it. */
  readonly who: readonly [Role, Role, ...Role[]]
  /** Everybody of this department comes in besides. */
  readonly with?: string
  readonly lines: string
}

export const groupTalks: readonly Talk[] = [
  {
    name: '研发中心周会',
    who: ['superTech', 'engine', 'ledger', 'operations', 'tester', 'frontend'],
    lines: `superTech: 大家早，本周周会十点开始，会前请把进展写在群里
engine: 权限引擎：十万成员的判定压测完成，单核每秒一千万次以上，比预算好
engine: 还剩一个问题：部门整体移动时管理员范围的预览，预计周三合入
ledger: 账本：签名检查点已经上线，离线校验工具写完了说明，等安全组评审
operations: 运维：灰度环境升级到 PostgreSQL 18，磁盘占用降了大约一成
operations: 另外备份演练昨晚做完，恢复用时 4 分 12 秒
tester: 测试：本轮回归 1,204 条用例，失败 3 条，都已经提单
tester: 有一条是搜索里同名的人不显示部门，建议优先修
frontend: 前端：组织架构树换成虚拟列表，四万多个部门打开不到一秒
frontend: 同名的人显示部门这个我来改，今天下班前给
superTech: 很好。版本冻结日还是周五，冻结后只收修复
engine: 收到
ledger: 收到
operations: 收到，周五晚上我值守
superTech: [file] 周会纪要-第47周.md
superTech: 纪要已上传，有出入的直接在这里说
tester: 纪要第 3 条的负责人应该是我，不是运维
superTech: 已改，谢谢`,
  },
  {
    name: '权限引擎组',
    who: ['engine', 'employee', 'tester'],
    with: '研发中心/平台研发部/权限引擎组',
    lines: `engine: 早会五分钟：谁手上有卡住的？
employee: 我这边限制与临时授权同时存在时的解释文案，需要产品定一下
engine: 规则是限制优先，文案按“已被限制”写，后面附上是谁、因为什么
employee: 明白，那我把来源也一起显示
tester: 我补了三条用例：到期的前一秒、到期那一刻、到期后一秒
engine: 好，区间是左闭右开，到期那一刻就不能用了
employee: 刚跑了一遍，三条都过
employee: 顺便发现一个问题，主部门调走以后“本部门及下级”应该跟着走，测试环境里有缓存
engine: 这个是测试环境的旧节点没升级，重启一下就好
tester: 重启后正常，关单
engine: 今天合入前请大家都看一眼判定表，有疑问写在评审里
employee: 看完了，第 4 条和第 6 条的顺序建议加个例子
engine: 加上了
employee: 👍`,
  },
  {
    name: '账本 2.0 项目组',
    who: ['ledger', 'manager', 'engine', 'operations', 'auditor'],
    lines: `ledger: 项目目标再确认一次：任何一次授权、收回、限制都能在账本里找到，并且第三方可以独立校验
manager: 对，客户最关心的是“收回之后真的收回了”
auditor: 审计这边的要求：条目里不出现姓名和手机号明文
ledger: 个人信息只留加盐的承诺值，明文放旁边，可以单独删除
auditor: 这样满足要求，请在说明里写清楚删除后怎么校验
ledger: 会写
engine: 判定时的版本号已经带出来了，账本条目可以直接引用
operations: 检查点每隔几秒签一次，私钥放在数据库外面，权限 0600
manager: 离线校验工具能不能给客户一份？
ledger: 可以，不依赖服务器，也不联网
auditor: 我用上个月的数据试了一遍，篡改的六处全部被找出来
manager: 太好了，这个可以放进对外材料
ledger: [file] 账本校验说明.md
manager: 收到，我来改成客户能看懂的版本
operations: 生产环境的见证人地址还没定，先留空
ledger: 可以，后面补
auditor: 周四给管理层演示，请各位留一小时`,
  },
  {
    name: '华东大区战报',
    who: ['head', 'sales', 'leaver', 'successor'],
    with: '销售中心/华东大区',
    lines: `head: 本周签约 3 单，合计 186 万，继续保持
sales: 杭州：晨光制造二期合同已盖章，下周进场
head: 漂亮，和实施那边提前对接
successor: 上海：远航物流的试用今天结束，客户要一份权限收回的演示
head: 找产品的何思琪要最新的演示环境
leaver: 苏州锦绣的跟进资料我整理好了，晚点发
leaver: [file] 苏州锦绣-跟进记录.csv
successor: 收到，联系人换成我了，客户已经知道
head: 月底前把线索都更新到系统里，不要留在个人表格
sales: 明白
successor: 明白
head: 下周三大区例会改到线上，链接我到时发群里`,
  },
  {
    name: '2.4 版本上线值班',
    who: ['operations', 'engine', 'frontend', 'tester', 'ledger'],
    lines: `operations: 22:00 开始灰度，先 5%
frontend: 前端资源已经预热
operations: 22:06 灰度 5%，错误率正常
tester: 冒烟用例通过
operations: 22:20 扩到 30%
engine: 判定延迟 p99 没有变化
operations: 22:41 扩到 100%
ledger: 账本校验通过，条目数对得上
tester: 核心流程再跑一遍……通过
operations: 23:05 观察结束，收工
frontend: 辛苦各位
operations: 明早九点我再看一遍监控
engine: 夜里有事打我电话
operations: 好的`,
  },
  {
    name: '2.5 需求评审',
    who: ['manager', 'design', 'engine', 'frontend', 'tester', 'superTech'],
    lines: `manager: 2.5 的三个重点：权限收回的全过程、申请找回、按岗位比对
manager: [file] 2.5需求清单.csv
design: 收回这里我画了四步：影响预览、身份验证、执行与核验、报告
frontend: 核验那一步的进度是实时推送吗？
engine: 是，每个探测完成推一次
design: 那我把每一项做成会变绿的勾
tester: 失败的项怎么展示？
design: 红色不多用，失败的单独列在最上面，写清楚下一步怎么办
superTech: 同意，危险操作只有最后一个按钮是红色
manager: 申请找回的入口放在“我的权限”，被收回的每一条都能直接申请
engine: 被限制的要说明限制是谁设的
manager: 对
frontend: 我估了一下，前端 15 人日
engine: 后端 20 人日左右，不含联调
superTech: 那就排到下个月中，先做收回
manager: 好，我更新排期`,
  },
  {
    name: '晨光制造实施群',
    who: ['delivery', 'sales', 'manager'],
    lines: `sales: 把晨光的背景说一下：12 个分厂，6,800 人，旧系统里权限很乱
delivery: 通讯录已经拿到了，是企业微信导出的，有 43 行有问题
delivery: 主要是重复手机号和已经撤销的部门
manager: 导入预览里会逐行写明原因，可以直接发给客户改
delivery: 正是这样做的，客户今天改完
sales: 客户信息科只有两个人，步骤尽量少
delivery: 按分厂设分级管理员，每厂一位，范围只到本厂
manager: 建议先开只读一周，再放授权
delivery: 同意，上线计划我写好了
delivery: [file] 晨光上线计划.md
sales: 转给客户了，对方说清楚
delivery: 周一现场，周五交付`,
  },
  {
    name: '招聘进展',
    who: ['recruiter', 'hr', 'superHr', 'superTech'],
    lines: `recruiter: 本周新增面试 14 人，研发 9 人
hr: 权限引擎组的两个名额，候选人下周一终面
superTech: 终面我参加
recruiter: 秋季校招意向已发 8 份，回签 6 份
superHr: 试用期账号请提前两天开，入职当天就能用
hr: 已经在导入表里了，部门和岗位都填好
superHr: 实习生默认不给文件下载，按制度来
hr: 明白，用户组已经设置限制
recruiter: 背调结果出来我第一时间同步`,
  },
  {
    name: '报销与发票答疑',
    who: ['finance', 'office', 'head', 'employee', 'delivery', 'twice'],
    lines: `finance: 十一月报销截止到 25 日 18:00，逾期并入下月
delivery: 出差住宿没有专票可以吗？
twice: 可以用普票，备注写清楚城市和天数
head: 客户招待的事前审批在哪里提？
finance: 先邮件给我，后面会上线审批
employee: 加班打车的行程单要一起交吗？
twice: 要的，电子版就行
office: 文具和办公用品不走报销，找行政领
finance: 再提醒一次：发票抬头是虎符科技，不要写简称`,
  },
  {
    name: '行政通知',
    who: ['office', 'finance', 'superHr', 'legal', 'recruiter', 'employee', 'frontend'],
    lines: `office: 本周六 9:00–12:00 大楼停电检修，请提前关闭电脑
frontend: 测试机柜有备用电源吗？
office: 机房有，工位没有
employee: 收到
office: 新门禁周一启用，旧卡保留到月底
legal: 访客登记表请换成新版，旧版没有隐私告知
office: 已更换，感谢提醒
recruiter: 周一有 5 位面试者到访，名单发您
office: 收到，已经登记`,
  },
  {
    name: '羽毛球社',
    who: ['frontend', 'employee', 'tester', 'design', 'finance', 'recruiter'],
    lines: `frontend: 周四老地方，七点到九点，订了三块场
employee: +1
tester: +1，我带新球
design: 我晚半小时
finance: 这周结账出不来，下周一定
recruiter: +1，想带一位新同事
frontend: 欢迎，目前 8 人
employee: 上次谁的水杯落在场馆了？灰色的
design: 我的！谢谢
frontend: 费用还是平摊，打完发群里`,
  },
  {
    name: '吴凡离职交接',
    who: ['hr', 'leaver', 'successor', 'head', 'operations'],
    lines: `hr: 吴凡最后工作日是 12 月 5 日，交接清单请在 11 月 28 日前完成
leaver: 好的，客户 11 家，其中 4 家正在谈
leaver: [file] 客户交接清单.csv
successor: 清单收到，4 家在谈的这周我都一起拜访
head: 报价和合同权限由书宁接，吴凡保留到最后工作日
operations: 文件下载已按流程限制，账号 12 月 5 日 18:00 停用
leaver: 明白，没有问题
hr: 电脑和门禁卡最后一天交行政
successor: 远航物流的群主已经转给我
leaver: 剩下的三个客户群今天转
hr: 谢谢配合`,
  },
  {
    name: '安全应急小组',
    who: ['operations', 'superTech', 'auditor', 'legal', 'engine'],
    lines: `auditor: 季度演练定在下周二下午：模拟一个管理员账号被盗
operations: 第一步立即结束他的全部会话，第二步暂停账号
engine: 暂停后所有节点立刻生效，已经打开的连接也会断
auditor: 演练时我会记录每一步的时间
legal: 对外通知的模板我准备了两版
superTech: 目标：从发现到全部收回五分钟以内
operations: 上次是 7 分 40 秒，主要慢在找人
auditor: 这次值班表里写清楚第二联系人
operations: 已更新
superTech: 好，演练后当天复盘`,
  },
]

export const directTalks: readonly Talk[] = [
  {
    who: ['employee', 'engine'],
    lines: `employee: 书航，解释接口的返回里要不要带上可以授权的人？
engine: 要，不过只给有权查看的人看
employee: 那被查询的人自己看的时候呢？
engine: 自己看的时候给出“可以向谁申请”，不列全部
employee: 明白了，下午提评审
engine: 辛苦，评审我来看
employee: 已经提了，麻烦有空看一下
engine: 看完了，两处小问题写在上面`,
  },
  {
    who: ['hr', 'superTech'],
    lines: `hr: 周总，基础架构组申请增加一个名额，您看可以吗？
superTech: 可以，从明年一季度的名额里提前
hr: 好的，职级按高级工程师开
superTech: 嗯，面试我安排人
hr: 另外新来的两位下周一入职，账号已经准备好
superTech: 谢谢`,
  },
  {
    who: ['head', 'leaver'],
    lines: `head: 吴凡，这几年辛苦了，交接上有困难直接说
leaver: 谢谢王总，客户那边都打过招呼了
head: 远航的价格谈到哪一步了？
leaver: 九折他们能接受，合同法务在看
head: 好，让书宁跟紧`,
  },
  {
    who: ['leaver', 'successor'],
    lines: `leaver: 书宁，锦绣的张总喜欢下午联系，上午一般在车间
successor: 记下了
leaver: 付款是季度结，第一笔在一月中
successor: 合同原件在哪里？
leaver: 法务那边，编号 HT-2311-07
successor: 好的，谢谢
leaver: 有不清楚的随时问，离职后也可以`,
  },
  {
    who: ['manager', 'design'],
    lines: `manager: 我的权限页面，失去的权限想按时间线排
design: 可以，每条写清楚什么时候、谁、因为什么
manager: 再加一个“申请找回”的按钮
design: 按钮先置灰，写上即将上线？
manager: 不要，没有的功能先不出现
design: 同意`,
  },
  {
    who: ['auditor', 'superHr'],
    lines: `auditor: 李总，上季度有 7 位转岗同事保留了旧部门的管理权限
superHr: 请把名单发我，今天就处理
auditor: 名单在审计报告第 4 页，已经单独发给您
superHr: 收到，处理完请再核一遍
auditor: 好的，核验结果会附上凭证`,
  },
  {
    who: ['operations', 'frontend'],
    lines: `operations: 静态资源的缓存时间能改成一年吗？文件名带哈希
frontend: 可以，入口页面除外
operations: 入口页面不缓存，其余一年
frontend: 已改，下个版本带上`,
  },
  {
    who: ['tester', 'frontend'],
    lines: `tester: 手机上长名字把时间挤没了
frontend: 哪个页面？
tester: 会话列表，窄于 360 像素的时候
frontend: 改好了，名字省略，时间不动
tester: 验证通过
frontend: 谢谢，眼睛真尖`,
  },
  {
    who: ['sales', 'delivery'],
    lines: `sales: 浩然，晨光问能不能先给三个分厂试用
delivery: 可以，部门先导这三个
sales: 管理员培训要多久？
delivery: 半天足够，录屏也会留
sales: 那周三上午？
delivery: 周三上午没问题`,
  },
  {
    who: ['finance', 'twice'],
    lines: `finance: 本月差旅的预提数给我一下
twice: 预提 23.6 万，比上月多 2 万
finance: 多在哪里？
twice: 晨光项目现场人数增加了
finance: 好，备注里写一句`,
  },
  {
    who: ['recruiter', 'hr'],
    lines: `recruiter: 晓雯姐，余乐的实习期下月到期
hr: 用人部门想留，转正材料我来走
recruiter: 那文件下载的限制什么时候去掉？
hr: 转正当天从实习生组移出就自动没有了
recruiter: 明白，真方便`,
  },
  {
    who: ['intern', 'frontend'],
    lines: `intern: 宇轩哥，设计稿下载提示“已被限制”
frontend: 实习生统一限制下载，在线看可以
intern: 好的，我在线看
frontend: 需要的切图我打包发你
intern: 谢谢！
frontend: 不客气，周四打球来不来
intern: 来`,
  },
  {
    who: ['legal', 'head'],
    lines: `legal: 王总，远航合同第 9 条的违约金建议改成对等
head: 客户能接受吗？
legal: 他们法务口头同意了
head: 那就按你们的版本
legal: 已盖章，扫描件明天归档`,
  },
  {
    who: ['superTech', 'engine'],
    lines: `superTech: 平台研发部的授权，你这边有哪些人需要临时的仓库写权限？
engine: 刘洋一个人，到十二月底，做账本的联调
superTech: 可以，按到期自动收回来设
engine: 已经设好，原因也写了
superTech: 👌`,
  },
]
