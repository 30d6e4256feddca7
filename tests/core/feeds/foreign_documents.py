"""Documents of other offices, written for the tests: small, and with everything a reader takes."""

from __future__ import annotations

DECLARED = '<?xml version="1.0" encoding="UTF-8"?>\n'


GRANT = """<!DOCTYPE us-patent-grant SYSTEM "us-patent-grant-v45-2014-04-03.dtd" [ ]>
<us-patent-grant lang="EN" country="US" date-publ="{outside}">
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
    return DECLARED + GRANT.format(
        number=number,
        kind=kind,
        title=title,
        published=published,
        outside=outside or published,
        filed=filed,
    )


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


APS = """PATN
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


def aps(number: str = "039373754", *, title: str = "Bumper", sort: str = "1") -> str:
    """Return a patent of the green book."""
    return APS.format(number=number, title=title, sort=sort)


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
