"""Documents of other offices, written for the tests: small, and with everything a reader takes."""

from __future__ import annotations

import json
from typing import Any

DECLARED = '<?xml version="1.0" encoding="UTF-8"?>\n'


def grant(
    number: str = "08123456",
    *,
    kind: str = "B2",
    title: str = "Brick mould",
    published: str = "20120228",
    outside: str = "",
    filed: str = "20100105",
) -> str:
    """Return a grant of the red book; `outside` is the date in the attribute of its root."""
    return f"""{DECLARED}<!DOCTYPE us-patent-grant SYSTEM "us-patent-grant-v45-2014-04-03.dtd" [ ]>
<us-patent-grant lang="EN" country="US" date-publ="{outside or published}">
<us-bibliographic-data-grant>
<publication-reference><document-id><country>US</country><doc-number>{number}</doc-number>
<kind>{kind}</kind><date>{published}</date></document-id></publication-reference>
<application-reference appl-type="utility"><document-id><country>US</country>
<doc-number>12654321</doc-number><date>{filed}</date></document-id></application-reference>
<priority-claims><priority-claim sequence="01" kind="national"><country>JP</country>
<doc-number>2009-004711</doc-number><date>20090113</date></priority-claim></priority-claims>
<classifications-ipcr><classification-ipcr><section>B</section><class>28</class>
<subclass>B</subclass><main-group>1</main-group><subgroup>29</subgroup></classification-ipcr>
</classifications-ipcr>
<classifications-cpc><main-cpc><classification-cpc><section>Y</section><class>10</class>
<subclass>T</subclass><main-group>428</main-group><subgroup>24942</subgroup></classification-cpc>
</main-cpc></classifications-cpc>
<classification-national><country>US</country><main-classification>264 71</main-classification>
</classification-national>
<invention-title id="t">{title}</invention-title>
<us-references-cited>
<us-citation><patcit num="1"><document-id><country>US</country><doc-number>2005/0031231</doc-number>
<kind>A1</kind></document-id></patcit><category>cited by examiner</category></us-citation>
<us-citation><nplcit num="2"><othercit>Moulding,
<i>vol.</i> 3</othercit></nplcit></us-citation>
</us-references-cited>
<us-related-documents><continuation><relation><parent-doc><document-id><country>US</country>
<doc-number>12000001</doc-number><date>20080101</date></document-id></parent-doc>
<child-doc><document-id><doc-number>12654321</doc-number></document-id></child-doc></relation>
</continuation></us-related-documents>
<us-parties><us-applicants><us-applicant app-type="applicant-inventor"><addressbook>
<last-name>Brick</last-name><first-name>Ann</first-name></addressbook></us-applicant></us-applicants>
<agents><agent rep-type="attorney"><addressbook><orgname>Clay &amp; Partners</orgname></addressbook>
</agent></agents></us-parties>
<assignees><assignee><addressbook><orgname>Kiln Works, Inc.</orgname></addressbook></assignee>
</assignees>
<examiners><primary-examiner><last-name>Stone</last-name><first-name>Roy</first-name>
</primary-examiner></examiners>
</us-bibliographic-data-grant>
<abstract id="abstract"><p>A mould of H<sub>2</sub>O.</p></abstract>
<description id="d"><heading>FIELD</heading><p>Bricks &#x2014; and moulds.</p></description>
<claims><claim num="1"><claim-text>1. A mould comprising:<claim-text>a frame.</claim-text>
</claim-text></claim>
<claim num="2"><claim-text>2. The mould of claim 1.</claim-text></claim></claims>
</us-patent-grant>
"""


PAP = """<!DOCTYPE p SYSTEM "pap.dtd" [
<!ENTITY US20010000001A1-20010315-D00000.TIF SYSTEM "d0.tif" NDATA TIF>
]>
<patent-application-publication><subdoc-bibliographic-information>
<document-id><doc-number>20010000001</doc-number><kind-code>A1</kind-code>
<document-date>20010315</document-date></document-id>
<domestic-filing-data><application-number><doc-number>09342866</doc-number></application-number>
<filing-date>19990629</filing-date></domestic-filing-data>
<technical-information><classification-ipc><classification-ipc-primary><ipc>G06F017/60</ipc>
</classification-ipc-primary></classification-ipc>
<classification-us><uspc><class>705</class><subclass>026000</subclass></uspc></classification-us>
<title-of-invention> Selling
      bricks </title-of-invention></technical-information>
<continuity-data><division-of><parent-child><child><document-id><doc-number>09342866</doc-number>
</document-id></child><parent><document-id><doc-number>09000001</doc-number>
<document-date>19980101</document-date></document-id></parent></parent-child></division-of>
</continuity-data>
<inventors><first-named-inventor><name><given-name> Ann </given-name>
<family-name> Brick </family-name></name></first-named-inventor></inventors>
<assignee><organization-name>Kiln Works, Inc.</organization-name></assignee>
</subdoc-bibliographic-information>
<subdoc-abstract><paragraph>An angle &agr; of 5&deg;.</paragraph></subdoc-abstract>
<subdoc-description><section><heading>FIELD</heading>
<paragraph>Range &lsqb;&minus;1&rsqb; &OHgr;.</paragraph></section></subdoc-description>
<subdoc-claims><claim id="1"><claim-text>1. A way of selling.</claim-text></claim></subdoc-claims>
</patent-application-publication>
"""

SGML = f"""{DECLARED}<!DOCTYPE PATDOC SYSTEM "ST32.dtd" [
<!ENTITY D0.TIF SYSTEM "d0.tif" NDATA TIF>
]>
<PATDOC><SDOBI><B100><B110><DNUM><PDAT>06336130</PDAT></DNUM></B110><B130><PDAT>B1</PDAT></B130>
<B140><DATE><PDAT>20020101</PDAT></DATE></B140><B190><PDAT>US</PDAT></B190></B100>
<B200><B210><DNUM><PDAT>09413215</PDAT></DNUM></B210><B220><DATE><PDAT>19991005</PDAT></DATE></B220>
</B200>
<B300><B310><DNUM><PDAT>971605</PDAT></DNUM></B310><B320><DATE><PDAT>19970408</PDAT></DATE></B320>
<B330><CTRY><PDAT>NO</PDAT></CTRY></B330></B300>
<B500><B510><B511><PDAT>B32B  302</PDAT></B511></B510><B520><B521><PDAT>428 641</PDAT></B521></B520>
<B540><STEXT><PDAT>Brick memory</PDAT></STEXT></B540>
<B560><B561><PCIT><DOC><DNUM><PDAT>5422489</PDAT></DNUM><KIND><PDAT>A</PDAT></KIND></DOC></PCIT>
</B561><B562><NCIT><STEXT><PDAT>A book.</PDAT></STEXT></NCIT></B562></B560></B500>
<B600><B630><B631><PARENT-US><CDOC><DOC><DNUM><PDAT>09/413215</PDAT></DNUM></DOC></CDOC>
<PDOC><DOC><DNUM><PDAT>PCT/NO98/00107</PDAT></DNUM><DATE><PDAT>19980402</PDAT></DATE></DOC></PDOC>
</PARENT-US></B631></B630></B600>
<B700><B720><B721><PARTY-US><NAM><FNM><PDAT>Ann</PDAT></FNM><SNM><STEXT><PDAT>Brick</PDAT></STEXT>
</SNM></NAM></PARTY-US></B721></B720>
<B730><B731><PARTY-US><NAM><ONM><STEXT><PDAT>Kiln Works, Inc.</PDAT></STEXT></ONM></NAM></PARTY-US>
</B731></B730></B700></SDOBI>
<SDOAB><BTEXT><PARA><PTEXT><PDAT>A memory &ldquo;of bricks&rdquo;.</PDAT></PTEXT></PARA></BTEXT>
</SDOAB>
<SDODE><RELAPP><BTEXT><PARA><PTEXT><PDAT>A &mgr; b.</PDAT></PTEXT></PARA></BTEXT></RELAPP></SDODE>
<SDOCL><CL><CLM ID="1"><PARA><PTEXT><PDAT>1. A memory comprising:</PDAT></PTEXT></PARA></CLM>
<CLMSTEP><PTEXT><PDAT>a brick.</PDAT></PTEXT></CLMSTEP>
<CLM ID="2"><PARA><PTEXT><PDAT>2. The memory of claim 1.</PDAT></PTEXT></PARA></CLM></CL></SDOCL>
</PATDOC>
"""


def aps(number: str = "039373754", *, title: str = "Bumper", sort: str = "1") -> str:
    """Return a patent of the green book."""
    return f"""PATN
WKU  {number}
SRC  5
APN  5184541
APT  {sort}
APD  19741029
TTL  {title}
ISD  19760210
EXP  Love; John J.
INVT
NAM  Daniels; Everette E.
CTY  Des Moines
RLAP
COD  74
APN  351745
APD  19730416
PRIR
CNT  JPX
APD  19730101
APN  48/1234
CLAS
OCL  224 4207
ICL  B60R  900
UREF
PNO  2542907
FREF
PNO  1234567
CNT  GBX
OREF
PAL  A book, 1970.
LREP
FRM  Clay & Partners
ABST
PAL  A unit mountable on a
      rear bumper.
BSUM
PAC  FIELD
PAR  This relates to bumpers.
CLMS
STM  What I claim is:
NUM  1.
PAR  1. In a bumper, the combination
PA1  of straps.
NUM  2.
PAR  2. The bumper of claim 1.
"""


BRS = """09204581\tB2\t20151201\t13676098\t43247
Brick interference
*** BRS DOCUMENT BOUNDARY ***
WKU 09204581
DWKU 9204581
DID US 9204581 B2
GISD 20151201
AFD 20121114
APNR 13676098
IPCP H05K9/00 20060101 H05K009/00
CPOI H05K9/0066 20130101
TTL Brick
      interference
URGP US 2003/0169838 A1 20030900 Greenstreet et al. 375/376 cited by examiner
FRGP CN 1402605 A 20030300 cited by examiner
ORPL "A report" 2013. cited by applicant
COND us-provisional-application US 61559247 20111114
PRCO KR
PRAN 10-2011-0055402
PRAD 20110609
INNM Yu; Long-Kun
ASNM KILN INC.
LRFM Clay & Partners
EXP Wagner; Jenny L
ABPR  An abstract.
BSTX BACKGROUND
BSTX  Of bricks.
CLPR  1. A method.
CLPR  2. The method of claim 1.
"""

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


def st96(*, granted: str = "", outside: str = "2024-03-07") -> str:
    """Return a publication in ST.96; `granted` is the identification of a grant."""
    return f"""{DECLARED}<pat:PatentPublication {ST96_SPACES} com:languageCode="en"
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
