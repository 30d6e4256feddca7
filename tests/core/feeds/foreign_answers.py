"""Answers of the European office and documents in ST.96, written for the tests."""

from __future__ import annotations

from tests.core.feeds.foreign_documents import DECLARED

EXCHANGE = "http://www.epo.org/exchange"
OPS = f'{DECLARED}<ops:world-patent-data xmlns="{EXCHANGE}" xmlns:ops="http://ops.epo.org">'
END = "</ops:world-patent-data>"
NUMBER = "<country>EP</country><doc-number>1000000</doc-number><kind>A1</kind>"
PUBLISHED = (
    '<publication-reference><document-id document-id-type="docdb">{number}<date>20000517</date>'
    "</document-id></publication-reference>"
)


def biblio(*, inside: str = NUMBER, title: str = "Apparatus for bricks") -> str:
    """Return an answer with bibliographic data; `inside` is the number below the root's own."""
    return f"""{OPS}<exchange-documents>
<exchange-document system="ops.epo.org" family-id="19768124" country="EP" doc-number="1000000"
 kind="A1"><bibliographic-data>{PUBLISHED.format(number=inside)}
<classifications-ipcr><classification-ipcr sequence="1">
<text>B28B   1/    29            A I   </text>
</classification-ipcr></classifications-ipcr>
<patent-classifications><patent-classification sequence="1">
<classification-scheme office="EP" scheme="CPCI"/><section>B</section><class>28</class>
<subclass>B</subclass><main-group>5</main-group><subgroup>022</subgroup></patent-classification>
</patent-classifications>
<application-reference><document-id document-id-type="docdb"><country>EP</country>
<doc-number>99203729</doc-number><kind>A</kind></document-id>
<document-id document-id-type="epodoc"><doc-number>EP19990203729</doc-number><date>19991108</date>
</document-id></application-reference>
<priority-claims><priority-claim sequence="1"><document-id document-id-type="docdb">
<country>US</country><doc-number>96495207</doc-number><kind>A</kind><date>20071227</date>
</document-id></priority-claim></priority-claims>
<parties><applicants><applicant data-format="epodoc"><applicant-name><name>KILN WORKS [NL]</name>
</applicant-name></applicant><applicant data-format="original"><applicant-name>
<name>Kiln Works B.V., </name></applicant-name></applicant></applicants>
<inventors><inventor data-format="epodoc"><inventor-name><name>BRICK ANN [NL]</name></inventor-name>
</inventor></inventors></parties>
<invention-title lang="de">Ziegel</invention-title>
<invention-title lang="en">{title}</invention-title>
<references-cited><citation cited-phase="search"><patcit num="1">
<document-id document-id-type="docdb"><country>DE</country><doc-number>3546191</doc-number>
<kind>A1</kind></document-id></patcit><category>A</category></citation></references-cited>
</bibliographic-data><abstract lang="en"><p>The invention relates to bricks.</p></abstract>
</exchange-document></exchange-documents>{END}"""


def full_text(body: str) -> str:
    """Return an answer with claims or description."""
    reference = f"<document-id>{NUMBER}</document-id>"
    return f"""{OPS}<ops:fulltext-documents xmlns:f="http://www.epo.org/fulltext">
<f:fulltext-document><f:bibliographic-data><publication-reference data-format="docdb">{reference}
</publication-reference></f:bibliographic-data>{body}</f:fulltext-document>
</ops:fulltext-documents>{END}"""


CLAIMS = full_text(
    '<f:claims lang="EN"><f:claim><f:claim-text>1. Apparatus for bricks.</f:claim-text>'
    "<f:claim-text>2. Apparatus of claim 1.</f:claim-text></f:claim></f:claims>"
)
DESCRIPTION = full_text('<f:description lang="EN"><f:p>[0001] Of bricks.</f:p></f:description>')


def family(*, day: str = "2001-02-07", application: str = "99203729") -> str:
    """Return a family of two members; the first has two events of one day."""
    event = (
        '<ops:legal code="{code}" desc="{desc}" infl="{infl}"><ops:L007EP desc="Gazette DATE">'
        '{day}</ops:L007EP><ops:L500EP><ops:L501EP desc="Ref Country Code">AT</ops:L501EP>'
        '<ops:L525EP desc="Effective DATE">20030212</ops:L525EP></ops:L500EP></ops:legal>'
    )
    reference = (
        '<application-reference><document-id document-id-type="docdb"><country>EP</country>'
        f"<doc-number>{application}</doc-number><kind>A</kind><date>19991108</date></document-id>"
        "</application-reference>"
    )
    events = event.format(code="PG25", desc="LAPSED", infl="-", day=day) + event.format(
        code="17P ", desc="REQUEST FOR EXAMINATION", infl="+", day=day
    )
    grant_number = NUMBER.replace("A1", "B1")
    second = PUBLISHED.format(number=grant_number).replace("20000517", "20030212")
    return f"""{OPS}<ops:patent-family><ops:family-member family-id="19768124">
{PUBLISHED.format(number=NUMBER)}{reference}{events}</ops:family-member>
<ops:family-member family-id="19768124">{second}{reference}</ops:family-member>
</ops:patent-family>{END}"""


SEARCH = f"""{OPS}<ops:biblio-search><ops:search-result>
<ops:publication-reference family-id="1"><document-id document-id-type="docdb">
<country>MX</country><doc-number>2023010407</doc-number><kind>A</kind></document-id>
</ops:publication-reference><ops:publication-reference family-id="2"><document-id>
<country>US</country><doc-number>2012116137</doc-number><kind>A1</kind></document-id>
</ops:publication-reference></ops:search-result></ops:biblio-search>{END}"""
IMAGES = f"{OPS}<ops:document-inquiry><ops:inquiry-result/></ops:document-inquiry>{END}"

ST96_SPACES = (
    'xmlns:pat="http://www.wipo.int/standards/XMLSchema/ST96/Patent" '
    'xmlns:com="http://www.wipo.int/standards/XMLSchema/ST96/Common"'
)


ST96 = """<pat:PatentPublication {spaces} com:languageCode="en"
 com:st96Version="V6_0" com:documentPublicationDate="{outside}">
<com:IPOfficeCode>AU</com:IPOfficeCode>
<pat:BibliographicData>
<pat:PatentPublicationIdentification><com:IPOfficeCode>AU</com:IPOfficeCode>
<pat:PublicationNumber>2024201929</pat:PublicationNumber>
<com:PatentDocumentKindCode>A1</com:PatentDocumentKindCode>
<com:PublicationDate>2024-03-07</com:PublicationDate></pat:PatentPublicationIdentification>
<pat:ApplicationIdentification><com:IPOfficeCode>AU</com:IPOfficeCode><com:ApplicationNumber>
<com:ApplicationNumberText>2023201111</com:ApplicationNumberText></com:ApplicationNumber>
<pat:FilingDate>2023-02-24</pat:FilingDate></pat:ApplicationIdentification>{granted}
<pat:PriorityClaimBag><pat:PriorityClaim com:sequenceNumber="1">
<com:IPOfficeCode>CN</com:IPOfficeCode><com:ApplicationNumber>
<com:ApplicationNumberText>202210000001.5</com:ApplicationNumberText></com:ApplicationNumber>
<pat:FilingDate>2022-02-25</pat:FilingDate></pat:PriorityClaim></pat:PriorityClaimBag>
<pat:PatentClassificationBag><pat:IPCRClassificationBag><pat:IPCRClassification>
<pat:PatentClassificationText>B28B   1/29 (2006.01)</pat:PatentClassificationText>
</pat:IPCRClassification></pat:IPCRClassificationBag>
<pat:CPCClassificationBag><pat:MainCPC><pat:CPCClassification><pat:CPCSection>B</pat:CPCSection>
<pat:Class>28</pat:Class><pat:Subclass>B</pat:Subclass><pat:MainGroup>5</pat:MainGroup>
<pat:Subgroup>022</pat:Subgroup></pat:CPCClassification></pat:MainCPC></pat:CPCClassificationBag>
</pat:PatentClassificationBag>
<pat:InventionTitleBag><pat:InventionTitle com:languageCode="zh">砖模</pat:InventionTitle>
<pat:InventionTitle com:languageCode="en">Brick <com:I>mould</com:I></pat:InventionTitle>
</pat:InventionTitleBag>
<pat:ReferenceCitationBag><pat:ReferenceCitation><com:PatentCitation>
<com:CitedPatentDocumentIdentification><com:IPOfficeCode>EP</com:IPOfficeCode>
<pat:DocumentNumber>1000000</pat:DocumentNumber>
<com:PatentDocumentKindCode>A1</com:PatentDocumentKindCode>
</com:CitedPatentDocumentIdentification></com:PatentCitation></pat:ReferenceCitation>
<pat:ReferenceCitation><com:NPLCitation><com:NPLCitationText>A book.</com:NPLCitationText>
</com:NPLCitation></pat:ReferenceCitation></pat:ReferenceCitationBag>
<pat:PartyBag><pat:ApplicantBag><pat:Applicant><com:PublicationContact><com:Name>
<com:OrganizationName><com:OrganizationStandardName>Kiln Works</com:OrganizationStandardName>
</com:OrganizationName></com:Name></com:PublicationContact></pat:Applicant></pat:ApplicantBag>
<pat:InventorBag><pat:Inventor><com:Contact><com:Name><com:PersonName><com:PersonStructuredName>
<com:FirstName>Ann</com:FirstName><com:LastName>Brick</com:LastName></com:PersonStructuredName>
</com:PersonName></com:Name></com:Contact></pat:Inventor></pat:InventorBag></pat:PartyBag>
</pat:BibliographicData>
<pat:Description><pat:P>Of bricks.</pat:P></pat:Description>
<pat:Claims><pat:Claim><pat:ClaimText>1. A mould.</pat:ClaimText></pat:Claim></pat:Claims>
<pat:Abstract><pat:P>A mould for bricks.</pat:P></pat:Abstract>
</pat:PatentPublication>
"""


def st96(*, granted: str = "", outside: str = "2024-03-07") -> str:
    """Return a publication in ST.96; `granted` is the identification of a grant."""
    filled = ST96.format(spaces=ST96_SPACES, outside=outside, granted=granted)
    return DECLARED + filled


GRANTED = (
    "<pat:PatentGrantIdentification><com:IPOfficeCode>AU</com:IPOfficeCode>"
    "<pat:PatentNumber>2023201111</pat:PatentNumber>"
    "<com:PatentDocumentKindCode>B2</com:PatentDocumentKindCode>"
    "<pat:GrantDate>2024-03-07</pat:GrantDate></pat:PatentGrantIdentification>"
)

WRAPPER = f"""{DECLARED}<pat:ClaimsDocument xmlns:pat="urn:us:gov:doc:uspto:patent"
 pat:instanceFileName="13962724.11-18-2014.I2NR21PIPXXIFW3.CLM.xml" pat:id="CLM">
<pat:DocumentCode>CLM</pat:DocumentCode><pat:DocumentHeaderDetails><pat:ApplicationHeaderDetails>
<pat:ApplicationNumber>13962724</pat:ApplicationNumber></pat:ApplicationHeaderDetails>
</pat:DocumentHeaderDetails><pat:MailRoomDate>2014-11-18</pat:MailRoomDate>
<pat:ClaimSet><pat:ClaimList><pat:Claim><pat:ClaimNumber>1</pat:ClaimNumber>
<pat:ClaimText><pat:BoundaryData><pat:HeaderText>PATENT</pat:HeaderText></pat:BoundaryData>1. A tool
box.</pat:ClaimText></pat:Claim><pat:Claim><pat:ClaimNumber>2</pat:ClaimNumber>
<pat:ClaimStatusCategory>canceled</pat:ClaimStatusCategory></pat:Claim></pat:ClaimList>
</pat:ClaimSet></pat:ClaimsDocument>"""

MASTER = f"""{DECLARED}<uspat:CPCMasterClassificationFile xmlns:uspat="patent:uspto:doc:us:gov"
 {ST96_SPACES}><uspat:CPCMasterClassificationRecord><pat:ApplicationIdentification>
<com:IPOfficeCode>US</com:IPOfficeCode><com:ApplicationNumber>
<com:ApplicationNumberText>12654321</com:ApplicationNumberText></com:ApplicationNumber>
</pat:ApplicationIdentification><pat:PatentGrantIdentification><com:IPOfficeCode>US</com:IPOfficeCode>
<pat:PatentNumber>8123456</pat:PatentNumber><com:PatentDocumentKindCode>B2</com:PatentDocumentKindCode>
<pat:GrantDate>2012-02-28</pat:GrantDate></pat:PatentGrantIdentification><pat:CPCClassificationBag>
<pat:MainCPC><pat:CPCClassification><pat:CPCSection>F</pat:CPCSection><pat:Class>04</pat:Class>
<pat:Subclass>D</pat:Subclass><pat:MainGroup>29</pat:MainGroup><pat:Subgroup>703</pat:Subgroup>
</pat:CPCClassification></pat:MainCPC></pat:CPCClassificationBag>
</uspat:CPCMasterClassificationRecord></uspat:CPCMasterClassificationFile>"""

ASSIGNMENTS = f"""{DECLARED}<response><result name="response" numFound="1"><doc>
<str name="reelNo">18247</str><str name="frameNo">405</str><str name="pageCount">6</str>
<date name="recordedDate">2006-09-14T04:00:00Z</date>
<str name="conveyanceText">ASSIGNMENT</str><str name="corrName">CLAY</str>
<arr name="patAssignorName"><str>KILN SYSTEMS, INC.</str></arr>
<arr name="patAssignorExDate"><date>2006-09-01T04:00:00Z</date></arr>
<arr name="patAssigneeName"><str>KILN LLC</str></arr>
<arr name="patAssigneeAddress1"><str>1 STREET</str></arr>
<arr name="patAssigneeAddress2"><str>NULL</str></arr>
<arr name="patAssigneeCity"><str>NEW YORK</str></arr>
<arr name="inventionTitle"><str>BRICKS</str><str>MOULDS</str></arr>
<arr name="applNum"><str>10628795</str><str>09210491</str></arr>
<arr name="patNum"><str>7130913</str><str>NULL</str></arr>
<arr name="publNum"><str>20040073746</str><str>NULL</str></arr>
</doc></result></response>"""

DAILY = f"""{DECLARED}<us-patent-assignments><patent-assignments><patent-assignment>
<assignment-record><reel-no>18247</reel-no><frame-no>405</frame-no><page-count>6</page-count>
<recorded-date><date>20060914</date></recorded-date><correspondent><name>CLAY</name></correspondent>
<conveyance-text>ASSIGNMENT</conveyance-text></assignment-record>
<patent-assignors><patent-assignor><name>KILN SYSTEMS, INC.</name>
<execution-date><date>20060901</date></execution-date></patent-assignor></patent-assignors>
<patent-assignees><patent-assignee><name>KILN LLC</name><address-1>1 STREET</address-1>
<city>NEW YORK</city></patent-assignee></patent-assignees>
<patent-properties><patent-property><document-id><country>US</country><doc-number>10628795</doc-number>
<kind>X0</kind><date>20030728</date></document-id><document-id><country>US</country>
<doc-number>7130913</doc-number><kind>B2</kind></document-id>
<invention-title>BRICKS</invention-title></patent-property></patent-properties></patent-assignment>
</patent-assignments></us-patent-assignments>"""
