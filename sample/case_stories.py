# ruff: noqa: E501 - a case is told in one line
"""The cases of the sample city: who asked for what, when, and how far it has come.

Days are counted back from the day the city is made, so that some cases are always fresh, some due
and some late.
"""

from __future__ import annotations

from typing import Any

from sample.case_walk import Story
from zhiheng.core.identifiers.application_number import check_digit

_AID_DONE = "@take accept @serve:aid-acceptance+0 record-consultation+2 give-opinion+4 @serve:aid-opinion+1 confirm-feedback+3"
_AID_LIGHT = "@take accept record-consultation finish-without-opinion+2 confirm-feedback+2"
_AID_OPEN = "@take accept @serve:aid-acceptance+0 record-consultation+1"
_PANEL = "@take accept+2 @serve:adjudication-acceptance+0 @serve:adjudication-answer-notice+0"
_HEARD = f"{_PANEL} answer+6 @session:oral-hearing+2 deliberate+3"
_FILED = "@take check-lead+2 file-case+3 inspect+1 question+2 demand-documents+1"
_INVITED = "@take accept @serve:mediation-invitation+0"
_EXAMINED = "@take accept+1 record-check+2"

STATION = "demo-station"
_TRADEMARK = {"right_kind": "trademark", "position": "owner"}
_PLATFORM = {"right_kind": "patent", "matter": "platform", "position": "accused"}
_DESIGN = {"patent_kind": "design", "kinds": "make,sell"}
_NAMED = {"mode": "named"}


def _ruling(ago: int, title: str, steps: str, **more: Any) -> Story:
    """Return a case of the city's own office: the district has too few officers for a panel."""
    given = {"district": "440304", **more.pop("given", {})}
    return Story("patent-infringement-adjudication", ago, title, steps, given=given, **more)


AID = [
    Story("rights-aid", 540, "网店销售的台灯涉嫌侵犯外观设计专利", f"{_AID_DONE} @rate:5+1 @archive+20"),
    Story("rights-aid", 500, "收到律师函要求停止销售榨汁杯", f"{_AID_LIGHT} @archive+15",
          given={"position": "accused", "right_kind": "patent"}),
    Story("rights-aid", 455, "商标被同行抢先申请注册", f"{_AID_DONE} @archive+30",
          by="demo-citizen", firm=False, through=STATION, given=_TRADEMARK),
    Story("rights-aid", 430, "展会上发现仿制展品", f"{_AID_LIGHT} follow-up+25",
          through=STATION, given={"matter": "exhibition", "right_kind": "patent"}),
    Story("rights-aid", 400, "电商平台下架链接后的申诉", f"{_AID_DONE} @rate:4+2 @archive+30", given=_PLATFORM),
    Story("rights-aid", 371, "插画作品被印在手机壳上", f"{_AID_LIGHT} @archive+9",
          by="demo-citizen", firm=False, given={"right_kind": "copyright"}),
    Story("rights-aid", 345, "委托加工方擅自销售剩余产品", f"{_AID_OPEN} stop+12 @archive+9", through=STATION),
    Story("rights-aid", 322, "询问能否在境外快速维权", "@take refuse+3 @serve:aid-refusal+1",
          by="demo-citizen", firm=False, given={"matter": "overseas", "reason": "not-here"}),
    Story("rights-aid", 300, "前员工带走客户名单和图纸",
          f"{_AID_OPEN} report-upward+3 guide+8 give-opinion+4 @serve:aid-opinion+1 confirm-feedback+2 @rate:5+1",
          given={"right_kind": "trade-secret"}),
    Story("rights-aid", 270, "专利被控侵权后请求出具比对意见",
          f"{_AID_OPEN} engage-experts+2 @suspend:expert-argument+1 @resume:expert-argument+14 give-opinion+3 @serve:aid-opinion+1 confirm-feedback+2",
          given={"right_kind": "patent", "position": "accused"}),
    Story("rights-aid", 240, "短视频带货的仿冒滤芯", f"{_AID_LIGHT} @archive+20", through=STATION, given=_TRADEMARK),
    Story("rights-aid", 211, "证件不全的维权请求", "@take request-supplement @serve:aid-supplement+0 deem-withdrawn+11",
          by="demo-citizen", firm=False, through=STATION),
    Story("rights-aid", 185, "海关通知扣留一批出口充电器",
          "@take note-customs-notice note-detention-request+1 accept+2 record-consultation+1 finish-without-opinion+6 confirm-feedback+2",
          given={"matter": "customs", "right_kind": "patent"}),
    Story("rights-aid", 160, "开源软件许可证争议", f"{_AID_DONE} @rate:3+3", given={"right_kind": "copyright", "matter": "contract"}),
    Story("rights-aid", 138, "地理标志名称被滥用", f"{_AID_OPEN} give-opinion+26 @serve:aid-opinion+1 confirm-feedback+2",
          through=STATION, given={"right_kind": "geographical-indication"}),
    Story("rights-aid", 110, "经销商以次充好使用我方商标", f"{_AID_DONE} @archive+10", given=_TRADEMARK),
    Story("rights-aid", 85, "被诉侵权的小微企业请求费用资助",
          f"{_AID_OPEN} propose-subsidy+2 give-opinion+6 @serve:aid-opinion+1 confirm-feedback+2",
          given={"aid_kinds": "subsidy", "hardship": "yes", "position": "accused", "right_kind": "patent"}),
    Story("rights-aid", 64, "包装装潢近似引发的纠纷", f"{_AID_LIGHT} @rate:5+1", by="demo-citizen", firm=False,
          given={"right_kind": "unfair-competition"}),
    Story("rights-aid", 45, "合作研发的成果归属不清", f"{_AID_OPEN} @ask:ip_office+2", given={"matter": "ownership", "right_kind": "patent"}),
    Story("rights-aid", 40, "工厂样品被仿制并抢注外观设计", _AID_OPEN, through=STATION, given={"right_kind": "patent"}),
    Story("rights-aid", 33, "直播间销售仿冒耳机", f"{_AID_OPEN} @suspend:appraisal+2", given=_TRADEMARK),
    Story("rights-aid", 21, "平台投诉被恶意反通知", f"{_AID_OPEN} note-counter-statement+1", given=_PLATFORM),
    Story("rights-aid", 15, "植物新品种授权前被繁殖销售", "@take accept record-consultation give-opinion+3 @serve:aid-opinion+1",
          by="demo-citizen", firm=False, given={"right_kind": "plant-variety"}),
    Story("rights-aid", 9, "游戏角色形象被做成玩具", "@take request-supplement @serve:aid-supplement+0",
          by="demo-citizen", firm=False, given={"right_kind": "copyright"}),
    Story("rights-aid", 7, "工作站代收：钟表外观被模仿", "", through=STATION, given={"right_kind": "patent"}),
    Story("rights-aid", 4, "集成电路布图设计被反向抄袭", "@take", given={"right_kind": "layout-design"}),
    Story("rights-aid", 1, "刚收到的下架通知怎么应对", "", by="demo-citizen", firm=False, given=_PLATFORM),
]  # fmt: skip

ADJUDICATION = [
    _ruling(520, "一种折叠自行车锁",
          f"{_HEARD} @issue:adjudication-decision+2 decide-infringement+1 @serve:adjudication-decision+1 publish+6 @archive+30",
          given={"finding": "infringement"}),
    _ruling(410, "保温杯（外观设计）",
          f"{_HEARD} @issue:adjudication-decision+2 decide-no-infringement+1 publish+4 @archive+20",
          given={**_DESIGN, "finding": "no-infringement"}),
    _ruling(330, "空气净化器滤芯结构",
          f"{_PANEL} answer+5 @suspend:invalidation+2 @resume:invalidation+70 @session:oral-hearing+3 deliberate+3 @issue:adjudication-decision+2 decide-infringement+1 publish+3"),
    _ruling(250, "儿童安全座椅卡扣", f"{_PANEL} answer+4 draft-settlement+6 @issue:adjudication-settlement+1 settle+1 @archive+12"),
    _ruling(205, "无线充电底座", "@take refuse+3 @issue:adjudication-refusal+1",
          by="demo-citizen", firm=False),
    _ruling(170, "智能门锁面板（外观设计）", f"{_PANEL} withdraw+9", given=_DESIGN),
    _ruling(125, "激光雷达旋转支架", f"{_PANEL} answer+7 @session:oral-hearing+4"),
    _ruling(100, "电池极片涂布装置", f"{_PANEL} answer+8 @suspend:invalidation+3"),
    _ruling(70, "可折叠无人机机臂", f"{_PANEL} proceed-without-answer+1"),
    _ruling(28, "咖啡机萃取头", f"{_PANEL}"),
    _ruling(12, "蓝牙耳机充电仓（外观设计）", "@take request-supplement+2 @serve:adjudication-supplement-notice+1", given=_DESIGN),
    _ruling(8, "扫地机器人滚刷", "@take"),
    _ruling(3, "投影仪散热结构", ""),
]  # fmt: skip

PENALTY = [
    Story("administrative-penalty", 480, "销售假冒注册商标的手机壳",
          f"{_FILED} conclude-investigation+12 agree+3 give-notice+3 @serve:penalty-notice+1 review-statement+1 propose-penalty+3 @issue:penalty-decision+2 punish+1 @serve:penalty-decision+1 record-payment+6 publish+4 note-performance+3 close+2 @archive+10",
          by="demo-enforcement", firm=False, given={"offence": "trademark-infringement", "in_province": "yes"}),
    Story("administrative-penalty", 300, "假冒专利标识的净水器",
          f"{_FILED} conclude-investigation+20 agree+3 give-notice+2 @serve:penalty-notice+1 review-statement+1 propose-no-penalty+3 @issue:penalty-no-penalty-decision+2 let-off+1",
          by="demo-enforcement", firm=False, given={"offence": "patent-counterfeiting"}),
    Story("administrative-penalty", 190, "擅自使用地理标志专用标志", "@take check-lead+2 not-file+3 @archive+10",
          by="demo-enforcement", firm=False, given={"offence": "indication"}),
    Story("administrative-penalty", 120, "仓库内仿冒名牌耳机", f"{_FILED} @suspend:testing+3", by="demo-enforcement",
          firm=False, given={"offence": "trademark-infringement", "goods_value": "180000"}),
    Story("administrative-penalty", 75, "代理机构恶意申请商标",
          f"{_FILED} conclude-investigation+15 agree+3 give-notice+2 @serve:penalty-notice+1",
          by="demo-enforcement", firm=False, given={"offence": "bad-faith-filing"}),
    Story("administrative-penalty", 30, "直播销售假冒注册商标化妆品", "@take check-lead+2 file-case+3 inspect+1",
          by="demo-enforcement", firm=False, given={"offence": "trademark-infringement"}),
    Story("administrative-penalty", 5, "包装上标注已失效的专利号", "@take", by="demo-enforcement", firm=False),
]  # fmt: skip

MEDIATION = [
    Story("peoples-mediation", 510, "图片未经授权用于公众号",
          f"{_INVITED} agree+4 @session:mediation+2 settle+2 @issue:mediation-agreement+1 sign+2 ask-confirmation+4 note-court-accepts+5 note-confirmed+8 @archive+20",
          given={"right_kind": "copyright"}),
    Story("peoples-mediation", 380, "软件著作权许可费争议", f"{_INVITED} agree+3 settle+5 @issue:mediation-agreement+1 sign+2 waive-confirmation+3 @archive+20", given={"right_kind": "copyright"}),
    Story("peoples-mediation", 290, "小店招牌使用近似商标", f"{_INVITED} decline+6 @archive+10", given={"right_kind": "trademark"}),
    Story("peoples-mediation", 200, "家具外观设计纠纷", f"{_INVITED} agree+4 fail+12", given={"right_kind": "patent"}),
    Story("peoples-mediation", 130, "摄影师与出版社的稿酬争议", f"{_INVITED} agree+4 settle+6 @issue:mediation-agreement+1 sign+2",
          by="demo-citizen", firm=False, given={"right_kind": "copyright"}),
    Story("peoples-mediation", 60, "网店图片互相抄袭", f"{_INVITED} agree+5 propose+3", through=STATION, given={"right_kind": "copyright"}),
    Story("peoples-mediation", 18, "音乐培训机构使用未授权曲谱", _INVITED, given={"right_kind": "copyright"}),
    Story("peoples-mediation", 2, "联名商品的商标使用边界", "", given={"right_kind": "trademark"}),
]  # fmt: skip

PREEXAMINATION = [
    Story("entity-registration", 530, "示范科技有限公司预审主体备案", "@take register+5 @serve:entity-registration-notice+1 @archive+200"),
    Story("entity-registration", 90, "示例制造有限公司预审主体备案", "@take request-supplement+2 @serve:entity-supplement+1 supplement+5 register+4",
          by="demo-enterprise-2", rival=""),
    Story("entity-registration", 6, "变更技术领域的重新备案", "@take", by="demo-enterprise-2", rival=""),
    Story("pre-examination", 490, "一种端云协同的图像识别方法",
          f"{_EXAMINED} qualify+2 @serve:preexam-qualified+0 report-filing+3 confirm-filing+2 note-first-action+20 note-result+20 @archive+30",
          given={"patent_kind": "invention"}),
    Story("pre-examination", 360, "低功耗传感器唤醒电路", f"{_EXAMINED} send-opinion+1 @serve:preexam-opinion+0 answer+4 qualify+3 @serve:preexam-qualified+0 report-filing+2 confirm-filing+2",
          given={"patent_kind": "invention"}),
    Story("pre-examination", 220, "会议平板边框（外观设计）", f"{_EXAMINED} fail+2 @serve:preexam-failed+1 @archive+30", given={"patent_kind": "design"}),
    Story("pre-examination", 95, "工业相机标定方法", f"{_EXAMINED} send-opinion+1 @serve:preexam-opinion+0 answer+5 qualify+2 @serve:preexam-qualified+0 report-filing+3 confirm-filing+1",
          given={"patent_kind": "invention"}),
    Story("pre-examination", 26, "电机转子冷却结构", f"{_EXAMINED} send-opinion+1 @serve:preexam-opinion+0", given={"patent_kind": "utility-model"}),
    Story("pre-examination", 10, "数据脱敏网关", "@take accept+1", given={"patent_kind": "invention"}),
    Story("pre-examination", 2, "折叠屏铰链（外观设计）", "", given={"patent_kind": "design"}),
]  # fmt: skip

_CHECKED = {
    "respondent_kind": "organisation",
    "district": "440304",
    "questions": "请说明各件申请要解决的问题有何不同，并提供研发过程的证明。",
    "statement": "各件申请对应不同型号，附研发记录和样品照片。",
    "objection": "三件申请来自三个研发项目，补充提交立项文件。",
    "remarks": "已核对国家知识产权局的手续合格通知书。",
}
_ASKED = "@take ask+2 @serve:abnormal-filing-notice+0"


def _check(ago: int, title: str, steps: str, facts: str, **given: str) -> Story:
    """Return a check that the city's own office began."""
    told = {**_CHECKED, "facts": facts, "filings": _numbers(ago), **given}
    return Story(
        "abnormal-filing-check", ago, title, steps, by="demo-officer", firm=False, given=told
    )


def _numbers(ago: int) -> str:
    """Return three application numbers that nobody has, with their check digits."""
    serials = (f"20221{ago:04}{place:03}" for place in (1, 2, 3))
    return "\n".join(f"{each}.{check_digit(each)}" for each in serials)


CHECKS = [
    _check(350, "三件散热器申请核查", f"{_ASKED} answer+8 dismiss+5 @serve:abnormal-filing-dismissal+1 @archive+20",
           "三件申请的说明书大部分相同，是同一产品的三种规格。", behaviours="1", source="screening",
           reasons="研发记录表明三件分别保护不同的散热结构。"),
    _check(235, "三件晾衣架申请核查",
           f"{_ASKED} answer+9 confirm+4 @serve:abnormal-filing-confirmation+1 object+8 correct+6 @serve:abnormal-filing-correction+1",
           "三件申请的权利要求只调换了零件名称。", behaviours="1,2", source="superior",
           reasons="已核对权利要求书、说明书和申请人提交的材料。"),
    _check(150, "三件杯盖申请核查", f"{_ASKED} report-withdrawal+6 note-withdrawn+3 @serve:abnormal-filing-withdrawal-note+1",
           "三件申请共用一段与主题无关的说明。", behaviours="3", source="screening"),
    _check(20, "三件支架申请核查", _ASKED, "三件申请在同一天经三家代理机构提出。", behaviours="6", source="report"),
    _check(3, "三件托盘申请核查", "@take", "三件申请的发明人没有相关研发记录。", behaviours="5", source="national"),
]  # fmt: skip

OTHERS = [
    Story("complaint", 470, "购买到假冒商标运动鞋", "@take accept+2 @serve:complaint-acceptance+0 note-consent+4 settle+5 @archive+20",
          by="demo-citizen", firm=False, given={"mode": "complaint", "matter": "trademark"}),
    Story("complaint", 310, "举报店铺虚标专利号", "@take take-up+1 record-visit+4 decide-not-to-file+4 close-not-filed+2 @archive+20",
          by="demo-citizen", firm=False, given={**_NAMED, "matter": "counterfeit-patent"}),
    Story("complaint", 150, "举报仓库存放仿冒箱包", "@take take-up+1 record-visit+3 file-case+3 close-filed+2",
          by="demo-citizen", firm=False, given={**_NAMED, "matter": "trademark"}),
    Story("complaint", 55, "投诉美妆店销售假冒产品", "@take accept+2 @serve:complaint-acceptance+0 end-mediation+10",
          by="demo-citizen", firm=False, given={"mode": "complaint", "matter": "trademark"}),
    Story("complaint", 13, "举报直播间冒用地理标志", "@take take-up+1", by="demo-citizen", firm=False,
          given={**_NAMED, "matter": "geographical-indication"}),
    Story("complaint", 6, "举报代理机构伪造申请材料", "", by="demo-citizen", firm=False, given={**_NAMED, "matter": "agency"}),
    Story("pledge-registration-help", 440, "发明专利质押贷款五百万元", "@take pass+2 @issue:pledge-materials-list+1 file+2 note-registered+5 @archive+60",
          rival="demo-bank", given={"principal": "5000000"}),
    Story("pledge-registration-help", 180, "实用新型专利包质押", "@take advise+2 @serve:pledge-advice+1 remedy+4 pass+2 @issue:pledge-materials-list+1 file+1 note-registered+4",
          rival="demo-bank", given={"principal": "1200000"}),
    Story("pledge-registration-help", 24, "成长贷专利质押", "@take pass+2 @issue:pledge-materials-list+1", rival="demo-bank", given={"principal": "800000"}),
    Story("pledge-registration-help", 3, "联合质押两件发明专利", "", rival="demo-bank", given={"principal": "3000000"}),
    Story("administrative-mediation", 260, "职务发明奖励报酬争议", "@take accept+3 @serve:admed-request-service+0 agree+5 open+2 settle+10",
          by="demo-citizen", firm=False, given={"dispute_kind": "reward"}),
    Story("administrative-mediation", 35, "临时保护期使用费争议", "@take accept+3 @serve:admed-request-service+0", given={"dispute_kind": "provisional"}),
]  # fmt: skip

STORIES: list[Story] = [
    *AID,
    *ADJUDICATION,
    *PENALTY,
    *MEDIATION,
    *PREEXAMINATION,
    *CHECKS,
    *OTHERS,
]
