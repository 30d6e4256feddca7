"""What people type who look for a service, and the service that is right for it.

Written from what people say, not from the declared words; where two services would do, both count.
"""

from __future__ import annotations

RIGHTS_AID = "rights-aid"
ADJUDICATION = "patent-infringement-adjudication"
MEDIATION = "peoples-mediation"
ADMINISTRATIVE_MEDIATION = "administrative-mediation"
ENTITY = "entity-registration"
PRE_EXAMINATION = "pre-examination"
COMPLAINT = "complaint"
PRIORITY = "priority-examination"
PLEDGE = "pledge-registration-help"

QUERIES: dict[str, tuple[str, ...]] = {
    # Patent infringement, to be stopped by the office
    "专利侵权": (ADJUDICATION,),
    "别人没经过同意就用我的专利生产": (ADJUDICATION,),
    "有人仿制我们的专利产品": (ADJUDICATION,),
    "请求责令停止侵犯专利权": (ADJUDICATION,),
    "申请行政裁决": (ADJUDICATION,),
    "外观设计被抄袭": (ADJUDICATION, RIGHTS_AID),
    "实用新型专利被同行仿冒": (ADJUDICATION,),
    "专利侵权纠纷找哪个部门处理": (ADJUDICATION,),
    "电商平台上有店铺卖侵犯我专利的产品": (ADJUDICATION, RIGHTS_AID),
    "展会上发现侵犯发明专利的展品": (ADJUDICATION, RIGHTS_AID),
    "专利裁决需要什么材料": (ADJUDICATION,),
    "patent infringement decision": (ADJUDICATION,),
    # Aid
    "维权援助": (RIGHTS_AID,),
    "收到337调查通知怎么应对": (RIGHTS_AID,),
    "在美国被起诉侵权了": (RIGHTS_AID,),
    "收到律师函说我侵权": (RIGHTS_AID,),
    "没钱请律师打知识产权官司": (RIGHTS_AID,),
    "货物被海关扣了": (RIGHTS_AID,),
    "我的网店被恶意投诉下架": (RIGHTS_AID,),
    "商标在国外被人抢先注册": (RIGHTS_AID,),
    "商业秘密被离职员工带走": (RIGHTS_AID, COMPLAINT),
    "想咨询知识产权问题": (RIGHTS_AID,),
    "需要专家出具侵权判定意见": (RIGHTS_AID,),
    "海外知识产权纠纷应对指导": (RIGHTS_AID,),
    "12330": (RIGHTS_AID,),
    "知识产权保护求助": (RIGHTS_AID,),
    "help with a dispute abroad": (RIGHTS_AID,),
    "维权取证怎么做": (RIGHTS_AID,),
    # Mediation
    "调解": (MEDIATION, ADMINISTRATIVE_MEDIATION),
    "想和对方和解不想上法院": (MEDIATION, ADMINISTRATIVE_MEDIATION),
    "人民调解委员会": (MEDIATION,),
    "调解协议申请司法确认": (MEDIATION,),
    "赔多少钱谈不拢": (MEDIATION, ADMINISTRATIVE_MEDIATION),
    "图片被公众号盗用想要赔偿": (MEDIATION, ADMINISTRATIVE_MEDIATION, RIGHTS_AID),
    "许可费谈不成": (MEDIATION, ADMINISTRATIVE_MEDIATION),
    "职务发明奖励报酬纠纷": (MEDIATION, ADMINISTRATIVE_MEDIATION),
    "著作权纠纷找人调解": (MEDIATION, ADMINISTRATIVE_MEDIATION),
    "对方不履行调解协议": (MEDIATION,),
    "专利申请权归属纠纷": (ADMINISTRATIVE_MEDIATION, MEDIATION),
    "行政调解": (ADMINISTRATIVE_MEDIATION,),
    "people's mediation": (MEDIATION,),
    # Registration of entities and pre-examination
    "专利预审": (PRE_EXAMINATION,),
    "专利预审备案": (ENTITY,),
    "怎么成为预审备案主体": (ENTITY,),
    "公司改名后预审备案要变更": (ENTITY,),
    "备案被暂停了怎么恢复": (ENTITY,),
    "专利代理机构在保护中心备案": (ENTITY,),
    "注册保护中心的备案企业": (ENTITY,),
    "专利能不能加急": (PRE_EXAMINATION,),
    "发明专利审查太慢想加快": (PRE_EXAMINATION, PRIORITY),
    "提交预审申请": (PRE_EXAMINATION,),
    "专利快速授权通道": (PRE_EXAMINATION, ENTITY),
    "外观设计专利快速预审": (PRE_EXAMINATION,),
    "预审合格后多久要正式提交": (PRE_EXAMINATION,),
    "预审没通过怎么办": (PRE_EXAMINATION,),
    "fast patent grant pre-examination": (PRE_EXAMINATION,),
    # Priority examination
    "优先审查推荐": (PRIORITY,),
    "已经提交的发明专利想要优先审查": (PRIORITY,),
    "专利优先审查推荐函去哪里办": (PRIORITY,),
    "复审案件优先审查": (PRIORITY,),
    # Complaint and report
    "举报假冒专利": (COMPLAINT,),
    "买到假货想投诉": (COMPLAINT,),
    "发现有人卖假名牌": (COMPLAINT,),
    "投诉商家冒用注册商标": (COMPLAINT,),
    "举报商标侵权": (COMPLAINT,),
    "产品上标了假的专利号": (COMPLAINT,),
    "12315": (COMPLAINT,),
    "盗版书举报": (COMPLAINT,),
    "冒用地理标志": (COMPLAINT,),
    "匿名举报制假窝点": (COMPLAINT,),
    "黑代理 没有资质的专利代理": (COMPLAINT,),
    "举报有奖励吗": (COMPLAINT,),
    "report counterfeit goods": (COMPLAINT,),
    # Pledge
    "专利质押贷款": (PLEDGE,),
    "拿专利去银行抵押借钱": (PLEDGE,),
    "质押登记": (PLEDGE,),
    "商标权质押融资": (PLEDGE,),
    "知识产权质押要交什么材料": (PLEDGE,),
    "公司缺钱能用专利融资吗": (PLEDGE,),
    "注销质押登记": (PLEDGE,),
    "质押合同变更": (PLEDGE,),
    "pledge a patent for a loan": (PLEDGE,),
    # By sound and with mistakes
    "zhuanli zhiya": (PLEDGE,),
    "weiquan": (RIGHTS_AID,),
    "tiaojie": (MEDIATION, ADMINISTRATIVE_MEDIATION),
    "专利与审": (PRE_EXAMINATION,),
    "转利侵权": (ADJUDICATION,),
    "维权元助": (RIGHTS_AID,),
    "專利侵權糾紛": (ADJUDICATION,),
}
