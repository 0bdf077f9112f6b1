/** Nested by the parts of the code that the server sends: `session.locked_out` is refusals.session.locked_out. */
export const refusals = {
  session: {
    forbidden: '您没有权限进行这个操作。',

    sign_in_required: '请先登录。',
    wrong_credentials: '用户名或密码不对。',
    other_consultation: '这个浏览器已在另一个页面打开了另一次看诊，请到那个页面继续。',
    locked_out: '尝试次数太多，请过几分钟再试。',
    not_found: '这个登录已经结束。',
    unknown_role: '这个执业点已不可用，请重新选择。',
  },
  account: { practitioner_not_found: '在您的机构没有找到这位人员。' },
  audit: { unavailable: '现在无法记录是谁在查看或修改，所以暂时不能操作。请稍后再试。' },
  patient: {
    already_waiting: '这位患者已在{department}候诊或看诊，同一时间只能排一个队。',
    not_found: '没有找到这位患者。',
  },
  invitation: {
    unknown: '没有找到这个邀请。请核对链接或数字码。',
    expired: '这个邀请已过期，请让医生重新发一个。',
    used: '这个邀请已经用过了。如果是您本人，请在原来的手机上打开。',
    locked: '核对身份失败次数太多，邀请已锁定，请联系邀请您的医生。',
    identity_mismatch: '姓名或出生年份不对，还可以再试 {attemptsLeft} 次。',
  },
  consent: { outdated: '知情同意书已更新，请阅读新的版本。' },
  photo: {
    too_large: '照片太大了，请换一张小一些的。',
    not_an_image: '这个文件不是可用的照片。',
    too_many_pixels: '照片的尺寸太大，请换一张。',
    too_many: '照片已经够多了，请先删除几张。',
    not_found: '这张照片已不存在。',
  },
  consultation: {
    closed: '问诊已经结束，不能再改。',
    not_direct: '这次问诊由基层医生发起，请在诊所办理。',
    changed_meanwhile: '内容刚刚被别人改过，请刷新后再试。',

    not_found: '没有找到这次问诊。',
    consent_missing: '请先阅读并同意知情同意书。',
    complaint_missing: '请先填写哪里不舒服。',
    urgency_too_low: '根据危险信号，分诊级别不能低于 {urgency} 级。',
    not_waiting: '这位患者已被其他医生接诊，或已离开队列。',
    not_in_progress: '问诊没有在进行中。',
    not_planned: '病例已经提交，不能再改。',
    patient_is_here: '患者在诊室里，不能标记为未到。',
    no_show_too_early: '患者可能还在路上，请再等 {seconds} 秒。',
    doctor_is_here: '医生刚刚还在，暂时不能代为处理。',
    already_over: '问诊已经结束。',
  },
  queue: {
    empty: '现在没有您可以接诊的候诊患者。',
    paused: '队列已暂停接诊。请先恢复，或在列表里直接接诊某一位。',
    closed: '这个科室现在不接诊，请在开诊时间再来。危急情况请立即拨打 120 或前往急诊。',
    closes_too_soon:
      '按现在的进度，停诊前轮不到了，请在下次开诊时再来。危急情况请立即拨打 120 或前往急诊。',
    waits_for_another_doctor: '这位患者指定了另一位医生。',
    nothing_to_undo: '已经没有可以撤销的操作。',
  },
  practitioner: { not_found: '没有找到这位医生。' },
  note: {
    not_ended: '请先结束问诊，再签署记录。',
    incomplete: '记录还不完整，请补齐标出的项目。',
    already_signed: '这份记录已经签署。要修改，请在签署的版本上写补充。',
    amendment_reason_missing: '修改已签署的记录需要写明原因。',
  },
  chat: {
    empty: '请先写点内容或选择照片。',
    too_long: '消息太长了，请分几条发送。',
  },
  room: {
    already_joined: '您已经在诊室里了。',
    closed: '诊室已经关闭。',
    held_elsewhere: '通话仍在原来的线路上，正在重新连接。',
    invalid_message: '通话出了一点问题，正在重试。',
    not_joined: '您还没有进入诊室。',
    sdp_too_large: '通话出了一点问题，正在重试。',

    not_open: '诊室还没有开放。',
    not_found: '没有找到这个诊室。',
    full: '诊室里的人已满。',
  },
  request: {
    failed: '请求没有成功，请重试。',
    foreign_origin: '请求来自别的网站，已被拒绝。',
    malformed: '有些内容填写得不对，请检查后重试。',
    missing_header: '请刷新页面后重试。',
    not_found: '没有找到。',

    invalid: '有些内容填写得不对，请检查后重试。',
    too_large: '内容太大了。',
    too_many: '操作太频繁，请稍等片刻。',
    forbidden: '您没有权限进行这个操作。',
  },
  department: {
    not_found: '没有找到这个科室。',
  },
  vital_signs: {
    implausible: '有的生命体征数值不可能，请核对。',
  },
  presence: {
    invalid_state: '不能切换到这个状态。',
    not_allowed: '您不能改变这个科室的接诊状态。',
  },
  access: {
    role_ended: '您在这里的岗位已经结束或暂停，请联系管理员。',
    not_agreed: '两家机构之间没有这项协作约定，请联系管理员。',
  },
  licence: {
    missing: '您的执业信息里没有执业证书编号，暂时不能接诊，请联系管理员补全。',
    too_young: '独立从事临床工作满 {years} 年才能在线接诊；请联系管理员核对您的执业信息。',
    out_of_scope: '这个科室不在您的执业范围内，不能接诊。',
  },
  watch: {
    not_allowed: '您不能查看这里的动态。',
    too_many: '同时打开的内容太多，请关闭一些页面。',
  },
  storage: {
    unavailable: '暂时无法保存或读取，请稍后再试。',
  },
  coordination: {
    unavailable: '系统正忙，请稍后再试。',
  },
  media: {
    room_full: '诊室里的人已满，请等有人离开后再试。',
    room_locked: '诊室已被医生锁定，暂时不能进入。',
    rooms_full: '现在同时进行的通话太多，请稍后再试。',
    stopping: '服务器正在重启，请稍后再试。',
    not_allowed: '您没有权限这样做。',
    unknown_seat: '这个人已经不在诊室里了。',
    seat_closed: '您已经不在诊室里了。',
    bad_sdp: '通话出了一点问题，正在重试。',
    too_many_tracks: '同时发送的画面和声音太多，请先关掉一些。',
  },
  room_pass: {
    invalid: '进入诊室的凭证无效，正在重新获取。',
    expired: '进入诊室的凭证已过期，正在重新获取。',
    wrong_node: '诊室换了位置，正在重新进入。',
  },
  operations: {
    node_unknown: '这个节点已经不在了，请看最新的列表。',
    last_node: '没有别的节点可以接替它，现在不能排空。请先启动另一个节点。',
  },
  server: {
    error: '服务器出了问题，请稍后重试。',
  },
} as const;
