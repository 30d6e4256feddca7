"""Documents in the dialects of the office, as small as they may be, for tests to bend."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from zhiheng.core.identifiers.application_number import check_digit

BUSINESS = "http://www.sipo.gov.cn/XMLSchema/business"
BASE = "http://www.sipo.gov.cn/XMLSchema/base"
HEAD = '<?xml version="1.0" encoding="{encoding}" standalone="no"?>\n'
DOCTYPE = '<!DOCTYPE {root} SYSTEM "/DTDS/ExternalStandards/ipphdb-entities.dtd"[]>\n'


def application(serial: int, *, year: int = 2019, kind: int = 1) -> str:
    """Return a valid application number, for example 201910000001.9."""
    digits = f"{year}{kind}{serial:07d}"
    return f"{digits}.{check_digit(digits)}"


@dataclass(frozen=True)
class Published:
    """What a published document of the tests says; everything else is the same in all of them."""

    serial: int = 1
    title: str = "一种静电除尘器"
    kind: str = "A"
    published: str = "20190802"
    filed: str = "20190416"
    produced: str = "20190727"
    applicant: str = "武汉大学"
    parties: str = ""
    classes: str = "<base:Text>G06F   17/27    (2006.01)</base:Text>"
    description: str = "<base:Paragraphs>本发明属于除尘领域。</base:Paragraphs>"
    claims: str = "<business:ClaimText>1.一种除尘器。</business:ClaimText>"
    doctype: str = DOCTYPE
    encoding: str = "utf-8"

    @property
    def number(self) -> str:
        """Return the document number under which the register keeps the document."""
        return f"CN{110000000 + self.serial}{self.kind}"

    @property
    def application(self) -> str:
        """Return the application number."""
        return application(self.serial)

    def but(self, **values: Any) -> Published:
        """Return the same document with other values."""
        return replace(self, **values)

    def element(self) -> str:
        """Return the document's root element."""
        number = 110000000 + self.serial
        return f"""<business:PatentDocumentAndRelated xmlns:base="{BASE}"
 xmlns:business="{BUSINESS}"
 dateProduced="{self.produced}" country="CN" docNumber="{number}" kind="{self.kind}">
<business:BibliographicData>
<business:PublicationReference dataFormat="original"><base:DocumentID>
<base:WIPOST3Code>CN</base:WIPOST3Code><base:DocNumber>{number}</base:DocNumber>
<base:Kind>{self.kind}</base:Kind><base:Date>{self.published}</base:Date>
</base:DocumentID></business:PublicationReference>
<business:ApplicationReference dataFormat="original"><base:DocumentID>
<base:WIPOST3Code>CN</base:WIPOST3Code><base:DocNumber>{self.application}</base:DocNumber>
<base:Date>{self.filed}</base:Date></base:DocumentID></business:ApplicationReference>
<business:ClassificationIPCRDetails><business:ClassificationIPCR>{self.classes}
</business:ClassificationIPCR></business:ClassificationIPCRDetails>
<business:InventionTitle lang="zh">{self.title}</business:InventionTitle>
<business:Parties><business:ApplicantDetails><business:Applicant>{book(self.applicant)}
</business:Applicant></business:ApplicantDetails>
<business:InventorDetails><business:Inventor>{book("董文永")}</business:Inventor>
<business:Inventor>{book("杨飘")}</business:Inventor></business:InventorDetails>
<business:AgentDetails><business:Agent><business:Agency><base:AddressBook lang="zh">
<base:OrganizationName>武汉科皓知识产权代理事务所(特殊普通合伙) 42222</base:OrganizationName>
</base:AddressBook></business:Agency>{book("鲁力")}</business:Agent></business:AgentDetails>
{self.parties}</business:Parties>
</business:BibliographicData>
<business:Description>{self.description}</business:Description>
<business:Claims><business:Claim num="1">{self.claims}</business:Claim></business:Claims>
</business:PatentDocumentAndRelated>
"""

    def xml(self) -> str:
        """Return the whole file as text."""
        doctype = self.doctype.format(root="business:PatentDocumentAndRelated")
        return HEAD.format(encoding=self.encoding) + doctype + self.element()

    def bytes(self) -> bytes:
        """Return the whole file as UTF-8."""
        return self.xml().encode()


def book(name: str) -> str:
    """Return an address book with a name and one address."""
    return f"""<base:AddressBook lang="zh"><base:Name>{name}</base:Name><base:Address>
<base:AddressLine>0</base:AddressLine><base:County>武昌区</base:County>
<base:City>武汉市</base:City><base:Province>湖北省</base:Province>
<base:PostCode>430072</base:PostCode><base:Text>430072 湖北省武汉市武昌区珞珈山</base:Text>
</base:Address></base:AddressBook>"""


def wrapped(*documents: Published, name: str = "Delivery") -> bytes:
    """Return one file that holds many documents."""
    inside = "".join(document.element() for document in documents)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{name}>\n{inside}</{name}>\n'.encode()


ST36 = """<?xml version="1.0" encoding="UTF-8"?>
<cn-patent-document lang="zh" country="CN" date-produced="20190727">
<cn-bibliographic-data>
<cn-publication-reference><document-id><country>CN</country><doc-number>110083831</doc-number>
<kind>A</kind><date>20190802</date></document-id></cn-publication-reference>
<application-reference appl-type="10"><document-id><country>CN</country>
<doc-number>201910302430.1</doc-number><date>20190416</date></document-id></application-reference>
<classifications-ipcr><classification-ipcr><text>G06F 17/27(2006.01)I</text></classification-ipcr>
</classifications-ipcr>
<invention-title>一种中文命名实体识别方法</invention-title>
<cn-parties><cn-applicants><cn-applicant sequence="1"><addressbook><name>武汉大学</name>
<address><city>武汉市</city><province>湖北省</province>
<text>430072 湖北省武汉市武昌区珞珈山武汉大学</text></address></addressbook></cn-applicant>
</cn-applicants>
<cn-inventors><cn-inventor><addressbook><name>董文永</name></addressbook></cn-inventor>
<cn-inventor><addressbook><name>杨飘</name></addressbook></cn-inventor></cn-inventors>
<cn-agents><cn-agent><addressbook><name>鲁力</name></addressbook>
<cn-agency><addressbook><orgname>武汉科皓知识产权代理事务所 42222</orgname></addressbook>
</cn-agency></cn-agent></cn-agents></cn-parties>
</cn-bibliographic-data>
<application-body lang="zh" country="CN">
<description><invention-title>一种中文命名实体识别方法</invention-title>
<technical-field><p>本发明属于命名实体识别领域。</p></technical-field>
<disclosure><p>步骤如下：</p></disclosure></description>
<claims><claim num="1"><claim-text>1.一种方法，包括：<claim-text>a)切分；</claim-text>
<claim-text>b)训练。</claim-text></claim-text></claim></claims>
</application-body>
</cn-patent-document>
"""

FILED = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE cn-application-body SYSTEM "/dtdandxsl/cn-application-body-20080416.dtd">
<?xml-stylesheet type="text/xsl" href="/dtdandxsl/showxml.xsl"?>
<cn-application-body lang="zh" country="CN">
<description><invention-title>一种切割装置<br/>
</invention-title>
<heading level="2">技术领域<br/>
</heading>
<p>它涉及一种用于废动力电池内<br/>
芯的切割装置。<br/>
</p></description>
</cn-application-body>
"""


def restyled(xml: str, style: str) -> str:
    """Return the same document with its names written in another way.

    `official` keeps them; `renamed` gives the namespaces other prefixes; `default` puts everything
    in one default namespace; `none` has neither prefixes nor namespaces; `prefixed` (for dialects
    without one) puts a prefix before every name.
    """
    if style == "renamed":
        xml = re.sub(
            r"(</?|xmlns:)business\b", r"\1ns7", re.sub(r"(</?|xmlns:)base\b", r"\1p", xml)
        )
        return xml.replace("DOCTYPE business:", "DOCTYPE ns7:")
    if style in ("default", "none"):
        bare = re.sub(r'\s+xmlns(:\w+)?="[^"]*"', "", xml)
        bare = re.sub(r"(</?|DOCTYPE )(?:business|base):", r"\1", bare)
        if style == "default":
            bare = re.sub(r"<([A-Za-z][\w-]*)(?=[\s>])", rf'<\1 xmlns="{BUSINESS}"', bare, count=1)
        return bare
    if style == "prefixed":
        named = re.sub(r"(</?)(?=[a-z])", r"\1q:", xml)
        return re.sub(r"<q:([\w-]+)", r'<q:\1 xmlns:q="urn:x"', named, count=1)
    return xml
