"""Answers in JSON about foreign patents, written for the tests."""

from __future__ import annotations

import json
from typing import Any


def portal(**changed: Any) -> str:
    """Return an answer of the Open Data Portal about one application."""
    application = {
        "applicationNumberText": "15123456",
        "filingDate": "2016-09-02",
        "inventionTitle": "TONGUE RETRACTORS",
        "earliestPublicationNumber": "US 2017-0071586 A1",
        "earliestPublicationDate": "2017-03-16",
        "applicantBag": [{"applicantNameText": "The General Hospital"}],
        "inventorBag": [{"inventorNameText": "Marvin Wang"}, {"inventorNameText": "8738103"}],
        "cpcClassificationBag": ["A61B13/00"],
        "foreignPriorityBag": [
            {
                "priorityNumberText": "2017-187096",
                "filingDate": "2017-09-27",
                "countryName": "JAPAN",
            }
        ],
        "eventDataBag": [
            {"eventCode": "IEXX", "eventDescriptionText": "Initial", "eventDate": "2016-09-02"}
        ],
        "assignmentBag": [
            {
                "reelNumber/frameNumber": "047305/0442",
                "assignmentRecordedDate": "2018-10-25",
                "conveyanceText": "ASSIGNMENT",
                "assignorBag": [{"assignorName": "WANG, MARVIN ", "executionDate": "2018-09-23"}],
                "assigneeBag": [
                    {"assigneeNameText": "HOSPITAL", "assigneeAddress": {"cityName": "BOSTON"}}
                ],
            }
        ],
        **changed,
    }
    bag = {name: value for name, value in application.items() if value is not None}
    return json.dumps({"count": 1, "patentBag": [bag]})


PEDS = json.dumps(
    {
        "queryResults": {
            "searchResponse": {
                "response": {
                    "docs": [
                        {
                            "applId": "12721698",
                            "appEarlyPubNumber": "US20100235004A1",
                            "appEarlyPubDate": "2010-09-16T00:00:00Z",
                            "appFilingDate": "2010-03-11T00:00:00Z",
                            "patentTitle": "Predictive Conditioning",
                            "patentNumber": "8457796",
                            "patentIssueDate": "2013-06-04T00:00:00Z",
                            "inventors": [{"nameLineOne": "Thind", "nameLineTwo": "Deepinder"}],
                            "appExamName": "BAHTA, KIDEST",
                            "transactions": [
                                {"recordDate": "2020-10-28", "code": "M2552", "description": "Fee"}
                            ],
                            "assignments": [
                                {
                                    "reelNumber": "49597",
                                    "frameNumber": "435",
                                    "recordedDate": "06-26-2019",
                                    "converyanceName": "ASSIGNMENT",
                                    "assignors": [
                                        {"assignorName": "SINGH", "execDate": "06-25-2019"}
                                    ],
                                    "assignee": [{"assigneeName": "75F, INC."}],
                                }
                            ],
                        }
                    ]
                }
            }
        }
    }
)

PROSECUTION = (
    json.dumps(
        {
            "application_number": "18100000",
            "patent_title": "SCAFFOLDS",
            "filing_date": "2023-01-23",
            "patent_number": "12186454",
            "prosecution_events": [
                {"code": "CTNF", "description": "Non-Final Rejection", "date": "2023-09-25"}
            ],
        }
    )
    + "\n"
)


def ppubs(**changed: Any) -> str:
    """Return a full text of Patent Public Search."""
    return json.dumps(
        [
            {
                "guid": "US-6103599-A",
                "publication_number": "6103599",
                "publication_date": "2000-08-15",
                "appl_id": "09089931",
                "patent_title": "Planarizing",
                "app_filing_date": "1998-06-03",
                "family_identifier_cur": 26732223,
                "inventors": [{"name": "Henley; Francois J."}],
                "assignees": [{"name": "Silicon Genesis"}],
                "document": {
                    "abstract": "A wafer.",
                    "claims_text": "1. A method.\n\n2. The method of claim 1.",
                    "description": "Of wafers.",
                },
                "us_references": [{"publication_number": "4006340"}],
                "foreign_references": [{"country_code": "EP", "patent_number": "0 379 828"}],
                "npl_references": [{"citation": "A book."}],
                "cpc_inventive": [{"cpc_class": "H01L", "cpc_subclass": "21/30604"}],
                "intl_class_issued": ["H01L21/70"],
                **changed,
            }
        ]
    )


DOSSIER = json.dumps(
    {
        "country": "EP",
        "corrAppNum": "99203729",
        "list": [
            {
                "appNum": "20685698",
                "appDateStr": "12/08/1998",
                "countryCode": "US",
                "docNum": {"country": "US", "docNumber": "20685698", "kindCode": "A"},
                "pubList": [
                    {
                        "pubCountry": "US",
                        "pubNum": "6093011",
                        "kindCode": "A",
                        "pubDateStr": "07/25/2000",
                    }
                ],
                "priorityClaimList": [{"country": "NL", "docNumber": "1010536", "kindCode": "A"}],
                "title": "Bricks",
                "applicantNames": ["Kiln Works B.V., "],
                "docList": {
                    "country": "US",
                    "docs": [
                        {
                            "docCode": "CTNF",
                            "docDesc": "Rejection",
                            "docId": "X1",
                            "legalDateStr": "09/29/1999",
                        }
                    ],
                },
            }
        ],
    }
)

ENQUIRY = json.dumps(
    {
        "data": {
            "zhuluxmxx": {
                "zhuluxmxx": {
                    "zhuanlimc": "一种阀",
                    "zhuanlisqh": "2026104796018",
                    "zhufenlh": "F16K11/074",
                    "fufenlh": "F16K31/04",
                    "shenqingr": "2026-04-13",
                }
            },
            "shenqingren": {"shenqingrenList": [{"shenqingrxm": "浙江三花"}]},
            "famingren": {"famingrenList": [{"famingrxm": "请求不公布姓名"}]},
            "dailijg": {"dailijgList": [{"dailijgdm": "浙江代理"}]},
        }
    },
    ensure_ascii=False,
)
FEES = json.dumps({"data": {"yingjiaofei": {"svYingjfList": []}}})
